"""The page's part of a film: pictures upon each other, a slider, Play, Back and Next.

Nothing is loaded from anywhere. Where a client strips the handlers, as JupyterLab does before
a notebook is trusted, the picture that is there in full stays, and the controls, which would
be dead, never appear.
"""

import base64
import html
import json

# The handlers. The last picture wakes the player: when it has loaded, all the rest is there.
WAKE = """
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
"""
# The slider moved: show its picture and all that this one lies over; one of them speaks.
SLIDE = """
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
"""
# A button was pressed. The first one is Play; the others say how far they go.
PRESS = """
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
"""


def player(name, pictures, labels, words, size, pause):
    """Return the HTML of a film.

    Parameters
    ----------
    name : str
        Of the control that moves.
    pictures : list of (bytes, int or None)
        As `overlays` makes them.
    labels, words : list of str
        For each picture the setting of the control, and its alternative text.
    size : (int, int)
        Width and height of the pictures on the page, in CSS pixels.
    pause : int
        Milliseconds from picture to picture under Play.

    Returns
    -------
    str
    """
    (start,) = (place for place, (_, over) in enumerate(pictures) if over is None)
    images = [
        _image(*picture, alt, size, abs(place - start), place == len(pictures) - 1)
        for place, (picture, alt) in enumerate(zip(pictures, words, strict=True))
    ]
    name, label = html.escape(name), html.escape(labels[start])
    # The attribute keeps notebook and slide shortcuts, arrow keys above all, off the controls.
    button = '<button type="button" data-lm-suppress-shortcuts="true"'
    # The controls come before the pictures, so that they are there when the last one loads;
    # they are shown below them.
    return (
        f'<div class="lecture-frames" role="group" aria-label="{name}" data-pause="{pause}"'
        f' data-start="{start}" data-labels="{html.escape(json.dumps(labels))}"'
        f' style="display:flex;flex-direction:column"'
        f' onclick="{html.escape(PRESS)}" oninput="{html.escape(SLIDE)}">'
        f'<div style="display:none;order:2;gap:12px;align-items:center;max-width:{size[0]}px">'
        f'{button} style="min-width:6.5em">▶\ufe0e Play</button>'
        f'{button} value="-1">Back</button>{button} value="1">Next</button>'
        f'<input type="range" data-lm-suppress-shortcuts="true" style="flex:1;min-width:6em"'
        f' min="0" max="{len(images) - 1}" value="{start}" aria-label="{name}"'
        f' aria-valuetext="{label}">'
        f'<output style="min-width:{0.55 * max(map(len, labels)):.0f}em">{label}</output></div>'
        f'<section style="isolation:isolate">{"".join(images)}</section></div>'
    )


def _image(webp, over, alt, size, height, last):
    data = base64.b64encode(webp).decode("ascii")
    shown = over is None
    more = "" if shown else f' aria-hidden="true" data-over="{over}"'
    more += f' onload="{html.escape(WAKE)}"' if last else ""
    # Decoded when it is shown: all pictures at once would take hundreds of megabytes.
    return (
        f'<img alt="{html.escape(alt)}" width="{size[0]}" height="{size[1]}" decoding="sync"'
        f' style="max-width:100%;height:auto;display:{"block" if shown else "none"};'
        f'z-index:{height}"{more} src="data:image/webp;base64,{data}">'
    )
