// Controls keep all keys to themselves, and slides take the focus whenever a cell becomes active.
// So that both get along, in `box`: a control that was touched keeps the focus; Escape gives it
// back to the slide; and what a presenter's remote sends turns the slide, whatever has the focus.
const getAlongWithSlides = box => {
  const cell = box.closest('.jp-Cell');
  if (!cell || box.dataset.inSlides) return;
  box.dataset.inSlides = 'yes';
  let touched = null;
  box.addEventListener('pointerdown', ({target}) => {
    const handle = target.closest('.widget-slider')?.querySelector('.noUi-handle');
    touched = handle ?? target.closest('button, select');
  });
  box.addEventListener('focusout', ({target, relatedTarget}) => {
    if (target !== touched || relatedTarget !== cell) return;
    touched = null;
    target.focus();
  });
  box.addEventListener('keydown', event => {
    const turns = ['PageUp', 'PageDown'].includes(event.key)
      || event.target.matches('button') && ['ArrowLeft', 'ArrowRight'].includes(event.key);
    if (!cell.closest('.jp-Deck') || !(turns || event.key === 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    touched = null;
    cell.focus();
    if (turns) cell.dispatchEvent(new KeyboardEvent('keydown', event));
  }, true);
};
