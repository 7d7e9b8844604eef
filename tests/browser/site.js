// Runs in a page of the site under test, and says what is wrong with it.
window.checks = {
  // The formulas that are not set, or not right.
  formulas: () => [...document.querySelectorAll('.math')].flatMap(formula => {
    if (!formula.querySelector('mjx-container')) return [`not set: ${formula.textContent}`];
    const error = formula.querySelector('[data-mjx-error]');
    return error ? [`${error.dataset.mjxError}: ${error.textContent}`] : [];
  }),
  // What is wider than the window, and which blocks of the text overlap.
  layout() {
    const width = document.documentElement.clientWidth, found = [];
    const call = box => `<${box.tagName.toLowerCase()} class="${box.className}"> ` +
      box.textContent.trim().slice(0, 40);
    const scrolls = box => box && box !== document.body &&
      (getComputedStyle(box).overflowX !== 'visible' || scrolls(box.parentElement));
    if (document.documentElement.scrollWidth > width)
      found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
    for (const box of document.querySelectorAll('article *')) {
      if (box.closest('mjx-container *')) continue;
      const {left, right, width: own} = box.getBoundingClientRect();
      if (own && (right > width + 1 || left < -1) && !scrolls(box.parentElement))
        found.push(`from ${Math.round(left)} to ${Math.round(right)}: ${call(box)}`);
    }
    for (const part of document.querySelectorAll('article, article section, figure')) {
      if (part.closest('.film')) continue;  // its frames lie upon each other
      const blocks = [...part.children].filter(box => box.offsetHeight > 0
        && getComputedStyle(box).position !== 'absolute' && box.tagName !== 'SPAN');
      blocks.slice(1).forEach((box, i) => {
        const gap = box.getBoundingClientRect().top - blocks[i].getBoundingClientRect().bottom;
        if (gap < -1) found.push(`${call(box)} overlaps what is above it`);
      });
    }
    return found;
  },
  // What is to be seen of a selector, by the beginning of its HTML.
  visible: selector => [...document.querySelectorAll(selector)]
    .filter(box => box.checkVisibility() && box.getBoundingClientRect().height > 0)
    .map(box => box.outerHTML.slice(0, 80)),
  // Unfold and wake all that axe-core should see; of code, which is alike, show some.
  prepare() {
    document.querySelectorAll('.quiz details, .exercise details').forEach(
      fold => { fold.open = true; });
    document.querySelectorAll('article pre').forEach((code, i) => {
      if (i >= 12) code.textContent = 'x'; });
    document.querySelectorAll('.lecture-frames').forEach(window.fetchFrames ?? (() => {}));
  },
  // What axe-core objects to.
  async access([tags, contrast]) {
    const {violations} = await axe.run({
      runOnly: {type: 'tag', values: tags},
      rules: {'color-contrast': {enabled: contrast}},
      resultTypes: ['violations'],
    });
    return violations.flatMap(rule => rule.nodes.map(
      node => `${rule.id} (${rule.help}): ${node.html.slice(0, 160)}`));
  },
};
