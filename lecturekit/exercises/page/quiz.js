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
