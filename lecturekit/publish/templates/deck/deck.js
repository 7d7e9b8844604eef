// What the deck does beyond reveal.js: formulas slide by slide, and keys that never get lost.

const CONTROLS = 'input, button, summary, a[href]';

// A slider keeps the keys that move it, a button those that press it. All others are the deck's.
function keyIsTheDecks(event) {
  const control = event.target.closest?.(CONTROLS);
  if (!control) return true;
  return !control.matches('input') && event.key !== ' ' && event.key !== 'Enter';
}

// A presenter's remote sends PageUp and PageDown: they turn the slide whatever has the focus.
// Escape takes the focus from a control; once more, it opens the overview.
document.addEventListener('keydown', event => {
  const control = event.target.closest?.(CONTROLS);
  if (!control) return;
  if (event.key === 'Escape') event.stopImmediatePropagation();
  else if (event.key === 'PageDown') Reveal.next();
  else if (event.key === 'PageUp') Reveal.prev();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
  control.blur();
}, true);

// "?print-pdf" lays the slides out as pages, "?handout" each on a page with its notes.
const printed = /print-pdf|handout/.test(location.search);
const handout = location.search.includes('handout');

// Runs a script that lies packed in the page.
async function run(id) {
  const packed = Uint8Array.from(
    atob(document.getElementById(id).textContent), letter => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const script = document.createElement('script');
  script.textContent = await new Response(unpacked).text();
  document.head.append(script);
}

const finished = new WeakSet();
function finish(slide) {
  if (!slide || finished.has(slide)) return;
  finished.add(slide);
  MathJax.typeset([slide]);
  tie(slide);
  enlarge(slide);
  if (printed) return;
  // The speaker's window gets a copy of the notes without MathJax's style, but it knows MathML.
  slide.querySelectorAll('aside.notes mjx-container')
    .forEach(formula => formula.replaceWith(formula.querySelector('math')));
}

// Few words are set in larger letters, where they still fit: who sits at the back reads them.
function enlarge(slide) {
  const frame = slide.querySelector('.slide');
  if (frame.querySelector('figure')) return;
  const hidden = [slide, slide.parentElement].filter(one => getComputedStyle(one).display === 'none');
  const before = hidden.map(one => one.style.cssText);
  hidden.forEach(one => one.style.setProperty('display', 'block', 'important'));
  frame.style.setProperty('--size', '30px');
  if (!fits(frame)) frame.style.removeProperty('--size');
  hidden.forEach((one, i) => { one.style.cssText = before[i]; });
}

// Whether all is inside the frame, whichever answer of a quiz is open.
function fits(frame) {
  const inside = () => frame.scrollHeight <= 720 && frame.lastElementChild.offsetTop
    + frame.lastElementChild.offsetHeight <= 700
    && !Array.from(frame.querySelectorAll('pre, table, mjx-container[display]'))
      .some(box => box.scrollWidth > box.clientWidth + 1 || box.offsetWidth > 1184);
  return inside() && Array.from(frame.querySelectorAll('.quiz details')).every(answer => {
    answer.open = true;
    const still = inside();
    answer.open = false;
    return still;
  });
}

function rest() {
  return new Promise(resolve => {
    const waiting = Array.from(document.querySelectorAll('.slides > section > section'));
    const next = () => {
      const until = performance.now() + 30;
      while (waiting.length && performance.now() < until) finish(waiting.shift());
      if (waiting.length) setTimeout(next); else resolve(true);
    };
    next();
  });
}

// Resolves when the slide on the screen is whole; deckComplete, when all slides are.
window.deckReady = (async () => {
  await run('mathjax');
  await MathJax.startup.promise;
  if (printed) await rest();
  if (handout) return layOut();
  Reveal.on('slidechanged', event => {
    finish(event.currentSlide);
    document.activeElement?.blur();
    // Going on always enters a section at its first slide, also where it has been before.
    document.querySelectorAll('.stack').forEach(column =>
      column.removeAttribute('data-previous-indexv'));
    event.previousSlide?.querySelectorAll('.lecture-frames').forEach(player => {
      if (player.timer) player.querySelector('button').click();
    });
  });
  await Reveal.initialize({
    width: 1280, height: 720, margin: 0, center: false, minScale: 0.1, maxScale: 4,
    hash: true, transition: 'none', navigationMode: 'linear',
    controls: false, progress: true, slideNumber: 'c/t', showSlideNumber: 'speaker',
    defaultTiming: 0,  // with it the speaker's window compares the time with data-timing
    plugins: [RevealNotes], keyboardCondition: keyIsTheDecks,
    pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1,
  });
  finish(Reveal.getCurrentSlide());
  return true;
})();
window.deckComplete = window.deckReady.then(rest);

// Without reveal.js the slides are what they were before: sections, one after another.
function layOut() {
  document.documentElement.classList.add('handout');
  const slides = Array.from(document.querySelectorAll('.slides > section > section'));
  document.querySelector('main').replaceChildren(...slides);
  return true;
}

// Of a quiz's answers one is open at a time, so that the slide never grows beyond its frame.
document.querySelectorAll('.quiz').forEach((quiz, i) => quiz.querySelectorAll('details')
  .forEach(answer => { answer.name = `quiz-${i}`; }));
