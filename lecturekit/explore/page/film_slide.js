// The slider moved: show its picture and all that this one lies over; one of them speaks.
const player = this, frames = [...player.querySelectorAll('img')];
const slider = player.querySelector('input'), now = Number(slider.value), shown = new Set();
for (let i = now; frames[i]; i = frames[i].dataset.over) shown.add(Number(i));
frames.forEach((frame, i) => {
  frame.style.visibility = shown.has(i) ? 'visible' : 'hidden';
  frame.ariaHidden = i != now;
});
const words = JSON.parse(player.dataset.labels)[now];
player.querySelector('output').value = words;
slider.setAttribute('aria-valuetext', words);
