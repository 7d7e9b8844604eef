// Marks that a formula has lost: a comma, say, at the beginning of the next line.
window.orphans = place => [...place.querySelectorAll('mjx-container:not([display])')]
  .flatMap(formula => {
    const block = formula.closest('p, li, td, th, figcaption, summary, h2, h3, div') ?? place;
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    texts.currentNode = formula;
    let next = texts.nextNode();
    while (next && formula.contains(next)) next = texts.nextNode();
    if (!next || !/^[.,;:!?)\]”]/.test(next.data)) return [];
    const mark = document.createRange();
    mark.setStart(next, 0);
    mark.setEnd(next, 1);
    const box = mark.getBoundingClientRect(), above = formula.getBoundingClientRect();
    if (!box.width || !above.width || box.top < above.bottom) return [];
    return [`a line begins with “${next.data.slice(0, 20)}”, which belongs to a formula`];
  });
