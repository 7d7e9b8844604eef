// Runs in a deck under test: goes about in it, and says what is wrong with its slides.
window.checks = {
  slides: () => Reveal.getSlides(),
  current: () => Reveal.getCurrentSlide(),
  // Go to a slide, with all its steps shown and everything folded.
  show(slide) {
    const {h, v} = Reveal.getIndices(slide);
    Reveal.slide(h, v, 999);
    this.fold(slide);
  },
  fold(slide) {
    slide.querySelectorAll('details[open]').forEach(open => { open.open = false; });
  },
  // Visit all slides one by one, with the others empty: a hundred times less for the browser.
  async each(visit) {
    const slides = this.slides(), contents = new Map();
    const empty = slide => contents.set(slide, Array.from(slide.childNodes))
      && slide.replaceChildren();
    const fill = slide => slide.replaceChildren(...contents.get(slide));
    slides.forEach(empty);
    const found = [];
    for (const slide of slides) {
      fill(slide);
      this.show(slide);
      for (const line of await visit(slide)) found.push(`#/${slide.id}: ${line}`);
      empty(slide);
    }
    slides.forEach(fill);
    return found;
  },
  // All elements of a slide that can be seen; a drawing counts as one.
  *seen(element) {
    for (const child of element.children) {
      if (child.matches('mjx-assistive-mml, aside.notes')) continue;
      if (!child.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
      yield child;
      if (child.tagName !== 'svg') yield* this.seen(child);
    }
  },
  name(element) {
    const cell = element.closest('[data-cell]')?.dataset.cell;
    const words = (element.textContent || element.alt || '').trim().replace(/\s+/g, ' ');
    const kind = [element.localName, ...element.classList].slice(0, 2).join('.');
    return `${kind} “${words.slice(0, 40)}”` + (cell ? ` in ${cell}` : '');
  },
  // What reaches furthest over each edge of the frame, and what cuts something off.
  outside(slide, margin) {
    const frame = document.querySelector('.slides').getBoundingClientRect();
    const scale = Reveal.getScale(), worst = {}, found = [];
    const measure = (box, element) => {
      if (box.width < 1 || box.height < 1) return;
      const over = {down: box.bottom - frame.bottom, up: frame.top - box.top,
        right: box.right - frame.right, left: frame.left - box.left};
      for (const way in over) {
        const pixels = Math.round(over[way] / scale + margin);
        if (pixels > 1 && pixels >= (worst[way]?.pixels ?? 0)) worst[way] = {pixels, element};
      }
    };
    for (const element of this.seen(slide)) {
      if (element.matches('.slide')) continue;
      measure(element.getBoundingClientRect(), element);
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        measure(range.getBoundingClientRect(), element);
      }
      const style = getComputedStyle(element);
      const more = {width: style.overflowX === 'visible' ? 0
          : element.scrollWidth - element.clientWidth,
        height: style.overflowY === 'visible' ? 0 : element.scrollHeight - element.clientHeight};
      for (const side in more)
        if (more[side] > 1)
          found.push(`${more[side]} px of its ${side} cut off: ${this.name(element)}`);
    }
    found.push(...orphans(slide));
    for (const way in worst)
      found.push(`${worst[way].pixels} px too far ${way}: ${this.name(worst[way].element)}`);
    return found;
  },
  // What is outside of the frame or cut off, on every slide, with its code unfolded too.
  fit(margin) {
    return this.each(slide => {
      const found = this.outside(slide, margin);
      for (const panel of slide.querySelectorAll('details.code')) {
        panel.open = true;
        found.push(...this.outside(slide, margin).filter(line => !found.includes(line))
          .map(line => `with its code unfolded: ${line}`));
        panel.open = false;
      }
      return found;
    });
  },
  // What axe-core objects to on every slide, with an answer and the code unfolded. nbconvert
  // gives a text to images that have none, so this looks for that, too.
  access(rules) {
    return this.each(async slide => {
      slide.querySelectorAll('details').forEach(one => { one.open = true; });
      const {violations} = await axe.run({
        runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']});
      // axe takes a heading that is a formula for an empty one.
      const real = violations.map(rule => ({...rule, nodes: rule.nodes.filter(node =>
        rule.id != 'empty-table-header'
        || !document.querySelector(node.target.at(-1)).querySelector('math'))}));
      const nameless = slide.querySelectorAll('img[alt^="No description has been"]');
      return real.filter(rule => rule.nodes.length).map(({id, help, nodes}) =>
        `axe: ${id} (${help}), ${nodes.length} ×: ${nodes[0].html.slice(0, 120)}`)
        .concat(nameless.length ? [`${nameless.length} image(s) without a text`] : []);
    });
  },
  // The ids of the slides that PageDown walks through from the first one.
  walk() {
    const [first, last] = [this.slides().at(0), this.slides().at(-1)];
    Reveal.slide(0, 0, -1);
    const seen = [first.id], steps = document.querySelectorAll('.fragment').length;
    for (let left = this.slides().length + steps; left && seen.at(-1) != last.id; left--) {
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', {key: 'PageDown', keyCode: 34, bubbles: true}));
      if (this.current().id != seen.at(-1)) seen.push(this.current().id);
    }
    return seen;
  },
};
