// ipywidgets gives its sliders, its Play buttons and its image no name that a screen reader
// could read out, and a notebook takes arrow keys for itself. This runs in the page whenever
// the words change: it finds the labels that stand beside the controls, names them, says their
// values as they are written, and keeps the notebook's shortcuts off the figure. What it does
// later on reads the words from the figure: by then there may be newer ones. The words beside
// a slider of choices cannot be edited, so they are not named as if they could.
const figure = this.closest('.lecture-figure');
getAlongWithSlides(figure);
figure.dataset.words = this.dataset.words;
const name = (element, text) => element && element.setAttribute('aria-label', text);
const visit = () => {
  figure.querySelectorAll('.noUi-handle, .widget-readout, button, select').forEach(
    element => { element.dataset.lmSuppressShortcuts = 'true'; });
  figure.querySelectorAll('.widget-slider').forEach(slider => {
    const label = slider.querySelector('.widget-label').textContent;
    const handle = slider.querySelector('.noUi-handle');
    const readout = slider.querySelector('.widget-readout');
    name(handle, label);
    if (!handle || !readout) return;
    if (slider.matches('.lecture-choice')) {
      readout.contentEditable = 'false';
    } else {
      readout.setAttribute('role', 'textbox');
      name(readout, label + ', value');
    }
    const say = () => handle.setAttribute('aria-valuetext', readout.textContent);
    say();
    if (readout.dataset.heard) return;
    readout.dataset.heard = 'yes';
    new MutationObserver(say).observe(readout, {childList: true, characterData: true});
  });
  figure.querySelectorAll('.widget-play button').forEach((button, i) => {
    button.title = ['Play or pause', 'Back to the start', 'Repeat'][i];
    name(button, button.title);
  });
  const picture = figure.querySelector('img.widget-image');
  if (picture) picture.alt = figure.dataset.words;
};
visit(); setTimeout(visit, 300); setTimeout(visit, 1500);
