// A comma after a formula, and a bracket before it, stay in its line: to the browser a formula is
// a picture, after which a line may end. Sphinx wraps a formula in a span; elsewhere it gets one.
function tie(place) {
  place.querySelectorAll('mjx-container:not([display])').forEach(formula => {
    const wrapped = formula.closest('span.math');
    const {previousSibling: before, nextSibling: after} = wrapped ?? formula;
    const opening = /[([“]$/.exec(before?.nodeType === Node.TEXT_NODE ? before.data : '');
    const closing = /^\S{1,4}(?=\s|$)/.exec(after?.nodeType === Node.TEXT_NODE ? after.data : '');
    if (!opening && !closing) return;
    const tied = wrapped ?? document.createElement('span');
    if (!wrapped) {
      formula.replaceWith(tied);
      tied.append(formula);
    }
    tied.style.whiteSpace = 'nowrap';
    if (opening) {
      before.data = before.data.slice(0, -1);
      tied.prepend(opening[0]);
    }
    if (closing) {
      after.data = after.data.slice(closing[0].length);
      tied.append(closing[0]);
    }
  });
}
