// What a page does by itself: films fetch their frames when they come near, and whatever
// scrolls can be scrolled by keyboard, too.

const near = new IntersectionObserver(seen => seen.forEach(({isIntersecting, target}) => {
  if (!isIntersecting) return;
  near.unobserve(target);
  fetchFrames(target);
}), {rootMargin: '1500px'});

// When all frames are there, the last one's handler wakes the player.
async function fetchFrames(film) {
  const frames = Array.from(film.querySelectorAll('img'));
  await Promise.all(frames.filter(frame => frame.dataset.src).map(frame => new Promise(resolve => {
    frame.onload = frame.onerror = resolve;
    frame.src = frame.dataset.src;
  })));
  const last = frames.at(-1);
  last.onload = null;
  last.setAttribute('onload', last.dataset.onload);
  last.dispatchEvent(new Event('load'));
}

function reachScrollers() {
  // A formula in a line breaks nowhere; one that is longer than a line gets a line to scroll in.
  document.querySelectorAll('span.math').forEach(formula => {
    formula.classList.remove('long');
    const room = formula.parentElement.clientWidth;
    formula.classList.toggle('long', room > 0 && formula.offsetWidth > room);
  });
  for (const [selector, name] of [['pre', 'Code'], ['.table-wrapper', 'Table'], ['div.math, span.math', 'Formula'],
    ['figure .paper, .film section', 'Figure']])
    document.querySelectorAll(selector).forEach(box => {
      const scrolls = box.scrollWidth > box.clientWidth + 1
        || selector === 'pre' && box.scrollHeight > box.clientHeight + 1;
      if (scrolls === box.hasAttribute('tabindex')) return;
      for (const [key, value] of [['tabindex', 0], ['role', 'group'], ['aria-label', name]])
        scrolls ? box.setAttribute(key, value) : box.removeAttribute(key);
    });
}

// Formulas take another room than their source, so the place that an address leads to moves
// while they are set. A reader who has already moved stays where they are.
let moved = false;
for (const move of ['wheel', 'keydown', 'pointerdown', 'touchstart'])
  addEventListener(move, () => { moved = true; }, {once: true, passive: true});
function returnToPlace() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (place && !moved) place.scrollIntoView();
}

// Paper cannot unfold; the solutions of exercises stay out of it, see style.css.
addEventListener('beforeprint', () => document.querySelectorAll('details:is(.answer, .deeper)')
  .forEach(folded => { folded.open = true; }));

addEventListener('load', () => {
  document.querySelectorAll('.lecture-frames').forEach(film => near.observe(film));
  (window.MathJax?.startup?.promise ?? Promise.resolve())
    .then(() => tie(document)).then(reachScrollers).then(returnToPlace);
  let timer;
  addEventListener('resize', () => { clearTimeout(timer); timer = setTimeout(reachScrollers, 200); });
  document.addEventListener('toggle', reachScrollers, true); // what unfolds may be wide
});
