// Lets a reader drag the grips that are drawn in a picture, by mouse or by finger. A grip moves the
// slider of its name up and down: at each of its values it lies at `x` across, and at
// `zero` + `unit` · value from the top, in fractions of the picture. Keys belong to the sliders.
const REACH = 22; // pixels around the centre of a grip: a fingertip

// `read(name)` returns the number of a slider, `move(name, number)` sets it, and `focus(name)`
// gives it the keys, so that an arrow can follow a drag.
export const letDrag = (picture, grips, {read, move, focus}) => {
  let held = null; // the grip, and how far below its centre it was taken
  const nearest = ({clientX, clientY}) => {
    const {left, top, width, height} = picture.getBoundingClientRect();
    const all = Object.entries(grips).map(([name, {x, zero, unit}]) => {
      const below = clientY - top - height * (zero + unit * read(name));
      return {name, below, away: Math.hypot(clientX - left - width * x, below)};
    });
    return all.filter(({away}) => away < REACH).sort((one, other) => one.away - other.away)[0];
  };
  const on = (type, act) => picture.addEventListener(type, act, {passive: false});
  picture.draggable = false;
  on('pointerdown', event => {
    if (event.button || !event.isPrimary || !(held = nearest(event))) return;
    picture.setPointerCapture(event.pointerId);
    picture.style.cursor = 'grabbing';
  });
  on('pointermove', event => {
    if (!event.isPrimary) return;
    if (!held) {
      picture.style.cursor = nearest(event) ? 'grab' : '';
      return;
    }
    const {top, height} = picture.getBoundingClientRect(), {zero, unit} = grips[held.name];
    move(held.name, ((event.clientY - held.below - top) / height - zero) / unit);
  });
  on('lostpointercapture', () => {
    picture.style.cursor = '';
    if (held) focus(held.name);
    held = null;
  });
  // A finger on a grip drags it; beside the grips it scrolls the page, and two fingers zoom.
  on('touchstart', event => {
    if (event.cancelable && event.touches.length === 1 && nearest(event.touches[0])) event.preventDefault();
  });
  on('mousedown', event => { if (held) event.preventDefault(); }); // selects no text
};

// In a notebook: as soon as the picture of a live figure is there, once for each picture.
export const letDragInNotebook = (figure, grips) => {
  const picture = figure.querySelector('img.widget-image');
  if (!picture) return setTimeout(letDragInNotebook, 100, figure, grips);
  if (picture.dataset.draggable) return;
  picture.dataset.draggable = 'yes';
  const find = name => figure.querySelector(`.lecture-control-${name} .noUi-target`);
  letDrag(picture, grips, {
    read: name => Number(find(name).noUiSlider.get()),
    move: (name, number) => find(name).noUiSlider.set(number),
    focus: name => find(name).querySelector('.noUi-handle').focus({preventScroll: true}),
  });
};
