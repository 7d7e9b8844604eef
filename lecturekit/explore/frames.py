"""A figure that still moves where no kernel runs: all its pictures in one piece of HTML.

The pictures lie in the page one upon the other; a native slider and a Play button show one
of them at a time. The one that is shown first is whole and stays; the others hold only what
changes in it, which takes a fifth of the bytes. Nothing is loaded from anywhere. Where a client strips the handlers, as
JupyterLab does before a notebook is trusted, the first picture stays and the controls,
which would be dead, never appear.
"""

import base64
import html
import io
import json

import numpy as np
from PIL import Image

from lecturekit.draw.picture import show
from lecturekit.explore.stage import Stage

DOTS_PER_INCH = 120  # sharper than the page's 100, and two thirds the size of 150
PAUSE = 150  # milliseconds from frame to frame, if the control has no interval of its own

# The handlers. The last picture wakes the player: when it has loaded, all the rest is there.
# `player` is the element around everything; `this` is whatever was touched.
WAKE = """
const player = this.closest('.lecture-frames');
if (!player.dataset.awake) {
  player.dataset.awake = 'yes';
  this.parentElement.style.display = 'grid';
  player.querySelectorAll('img').forEach((frame, i) => {
    frame.style.gridArea = '1 / 1';
    frame.style.position = 'relative';  // or z-index would not count
    frame.style.zIndex = i == player.dataset.start ? 0 : 1;
    frame.style.visibility = i == player.dataset.start ? 'visible' : 'hidden';
    frame.style.display = 'block';
    if (frame.decode) frame.decode().catch(() => {});
  });
  player.querySelector('div').style.display = 'flex';
}
"""
STEP = """
const player = this.closest('.lecture-frames'), now = Number(this.value);
player.querySelectorAll('img').forEach((frame, i) => {
  frame.style.visibility = i == now || i == player.dataset.start ? 'visible' : 'hidden';
  frame.ariaHidden = i != now;
});
const words = JSON.parse(player.dataset.labels)[now];
player.querySelector('output').value = words;
this.setAttribute('aria-valuetext', words);
"""
PLAY = """
const player = this.closest('.lecture-frames'), button = this;
const slider = player.querySelector('input'), last = Number(slider.max);
const go = value => { slider.value = value; slider.dispatchEvent(new Event('input')); };
if (player.timer) {
  clearInterval(player.timer); player.timer = 0; button.textContent = '\u25b6 Play';
} else {
  button.textContent = '\u275a\u275a Pause';
  if (Number(slider.value) == last) go(0);
  player.timer = setInterval(() => {
    if (Number(slider.value) < last) go(Number(slider.value) + 1);
    else button.click();
  }, Number(player.dataset.pause));
}
"""


class Frames:
    """A film: one picture per position of a control, with a slider and a Play button.

    Attributes
    ----------
    html : str
    picture : lecturekit.draw.Picture
        The frame that is shown at first, for clients that show no HTML.
    """

    def __init__(self, html, picture, count):
        self.html, self.picture, self.count = html, picture, count

    def __len__(self):
        return self.count

    def __repr__(self):
        return f"a film of {self.count} frames; the one shown first:\n{self.picture!r}"

    def _repr_html_(self):
        return self.html

    def _repr_mimebundle_(self, include=None, exclude=None):
        data, metadata = self.picture._repr_mimebundle_()
        return data | {"text/html": self.html, "text/plain": repr(self)}, metadata


def film(scene, control, values, count):
    """Draw the frames of `scene` over the positions of `control`.

    Returns
    -------
    html : str
    picture : Picture
        Of the frame shown first: the one that belongs to `values`.
    count : int
    """
    positions = control.positions(count, values)
    first = min(range(len(positions)), key=lambda i: _distance(positions[i], values[control.name]))
    picture = show(scene.figure, _moved_to(scene, values | {control.name: positions[first]}))
    stage = Stage(scene, DOTS_PER_INCH)
    whole = _fewer_shades(stage.pixels(**(values | {control.name: positions[first]})))
    images, labels = [], []
    for i, position in enumerate(positions):
        settings = values | {control.name: position}
        pixels = _fewer_shades(stage.pixels(**settings))
        if i != first:
            pixels = _changed(whole, pixels)
        labels.append(f"{control.label}: {control.spell(position)}")
        alt = scene.describe(**settings)
        last = i == len(positions) - 1
        images.append(_image(pixels, alt, picture.width, picture.height, i == first, last))
    pause = getattr(control, "interval", PAUSE)
    return _player(control.label, images, labels, first, pause), picture, len(positions)


def _moved_to(scene, values):
    scene.update(**values)
    return scene.describe(**values)


def _distance(position, value):
    if isinstance(position, str):
        return position != value
    return abs(position - value)


def _fewer_shades(pixels, step=8):
    """Round the shades of each colour, as an array (height, width, 3); white stays white."""
    from_white = (255 - pixels[..., :3].astype(int) + step // 2) // step * step
    return (255 - np.minimum(from_white, 255)).astype("uint8")


def _changed(whole, pixels):
    """Keep what differs from the whole picture, and let it through everywhere else.

    One pixel more around each change stays, so that no edge shows where the page scales it.
    """
    kept = np.pad((pixels != whole).any(axis=2), 1)
    kept = kept[:-2] | kept[1:-1] | kept[2:]
    kept = kept[:, :-2] | kept[:, 1:-1] | kept[:, 2:]
    return np.dstack([pixels * kept[..., np.newaxis], 255 * kept.astype("uint8")])


def _image(pixels, alt, width, height, shown, last):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True, method=3, quality=50)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    more = "" if shown else ' aria-hidden="true"'
    more += f' onload="{html.escape(WAKE)}"' if last else ""
    return (
        f'<img alt="{html.escape(alt)}" width="{width}" height="{height}"'
        f' style="max-width:100%;height:auto;display:{"block" if shown else "none"}"'
        f'{more} src="data:image/webp;base64,{data}">'
    )


def _player(name, images, labels, first, pause):
    # The attribute keeps notebook and slide shortcuts, arrow keys above all, off the controls.
    quiet = 'data-lm-suppress-shortcuts="true"'
    name = html.escape(name)
    # The controls come before the pictures, so that they are there when the last one loads;
    # they are shown below them.
    return (
        f'<div class="lecture-frames" role="group" aria-label="{name}" data-pause="{pause}"'
        f' data-start="{first}" data-labels="{html.escape(json.dumps(labels))}"'
        f' style="display:flex;flex-direction:column">'
        f'<div style="display:none;order:2;gap:16px;align-items:center;max-width:800px">'
        f'<button type="button" {quiet} style="min-width:6.5em"'
        f' onclick="{html.escape(PLAY)}">▶ Play</button>'
        f'<input type="range" {quiet} style="flex:1" min="0" max="{len(images) - 1}"'
        f' value="{first}" aria-label="{name}" aria-valuetext="{html.escape(labels[first])}"'
        f' oninput="{html.escape(STEP)}">'
        f'<output style="min-width:14em">{html.escape(labels[first])}</output></div>'
        f"<section>{''.join(images)}</section></div>"
    )
