// The last picture wakes the player: when it has loaded, all the rest is there.
const player = this.closest('.lecture-frames');
if (!player.dataset.awake) {
  player.dataset.awake = 'yes';
  this.parentElement.style.display = 'grid';
  player.querySelectorAll('img').forEach((frame, i) => {
    frame.style.gridArea = '1 / 1';
    frame.style.visibility = i == player.dataset.start ? 'visible' : 'hidden';
    frame.style.display = 'block';
  });
  player.querySelector('div').style.display = 'flex';
}
