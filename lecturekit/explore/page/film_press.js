// A button was pressed. The first one is Play; the others say how far they go.
const player = this, button = event.target.closest('button');
if (!button) return;
const slider = player.querySelector('input'), play = player.querySelector('button');
const go = to => { slider.value = to; slider.dispatchEvent(new Event('input', {bubbles: true})); };
const stop = () => {
  clearInterval(player.timer); player.timer = 0; play.textContent = '\u25b6\ufe0e Play';
  player.querySelector('output').ariaLive = 'polite';
};
if (button != play || player.timer) {
  stop();
  if (button != play) go(Number(slider.value) + Number(button.value));
} else {
  play.textContent = '\u275a\u275a Pause';
  player.querySelector('output').ariaLive = 'off';
  if (slider.value == slider.max) go(0);
  player.timer = setInterval(() => {
    if (slider.value == slider.max) stop(); else go(Number(slider.value) + 1);
  }, Number(player.dataset.pause));
}
