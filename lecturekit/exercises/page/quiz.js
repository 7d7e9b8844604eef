// A notebook takes letters for itself: on a focused button, `d d` would delete the quiz. Here
// they stay with the button, and a letter chooses its option. The buttons may reach the page
// after the image whose load handler this is, so it looks for them again.
getAlongWithSlides(this.closest('.lecturekit-quiz'));
const buttons = () => this.closest('.lecturekit-quiz')?.querySelectorAll('button') ?? [];
const press = event => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[a-h]$/i.test(event.key)) return;
  const chosen = buttons()[event.key.toLowerCase().charCodeAt(0) - 97];
  if (chosen) { chosen.focus(); chosen.click(); }
};
const visit = () => buttons().forEach(button => {
  button.dataset.lmSuppressShortcuts = 'true';
  button.addEventListener('keydown', press);  // the same listener counts once
});
visit(); setTimeout(visit, 300); setTimeout(visit, 1500);
