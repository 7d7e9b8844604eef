"""A film of a figure: an animation that needs no kernel.

On the page it is a stack of pictures with a slider and the buttons Play, Back and Next. It loads
nothing from elsewhere. If a client strips event handlers, as JupyterLab does in an untrusted
notebook, only the one complete picture is visible, and the controls, which would do nothing,
never appear.

To save space, only one picture is stored in full; each of the others stores only its differences
from its base. The base of the picture r steps from the full one is the picture r & (r − 1) steps
from it (r with its lowest set bit cleared). So half of the pictures are a single step from their
base, and in a film of 40 pictures a page never has to stack more than six.
"""

import base64
import html
import io
import json

import numpy as np
from PIL import Image, ImageFilter

from lecturekit.draw.picture import show
from lecturekit.explore.page_script import page_file
from lecturekit.explore.stage import Stage

DOTS_PER_INCH = 150  # sharp on a projector, where a slide is 1.5 times as large as a page
PAUSE = 150  # milliseconds between frames if the control does not set its own interval
WAKE, SLIDE, PRESS = (html.escape(page_file(f"film_{k}.js")) for k in ("wake", "slide", "press"))
# Differences of up to this many levels out of 255 are invisible in a moving picture, but cost most
# of the bytes where shades vary smoothly. Pixels that change are rounded to multiples of it; white
# and black are multiples.
LEVELS = 5
# A browser that scales the pictures blends neighbouring pixels. Next to a difference larger than
# this, the neighbours are drawn again, too, so that the picture below does not show through along
# the edges.
STRONG = 20


class Frames:
    """A film: one picture for each position of a control, with a slider and a Play button.

    It starts at the picture for `values`; at most `count` other positions are added.

    Attributes
    ----------
    html : str
    picture : lecturekit.draw.Picture
        The frame shown first, for clients that do not show HTML.
    moves : str
        The label of the control that moves.
    """

    def __init__(self, scene, control, values, count):
        start = values[control.name]
        positions = control.sorted({*control.positions(count, values), start})
        settings = [values | {control.name: position} for position in positions]
        scene.update(**values)
        self.picture = show(scene.figure, scene.describe(**values))
        self.count, self.moves = len(positions), control.label
        stage = Stage(scene, DOTS_PER_INCH)
        drawn = [np.array(stage.pixels(**setting)[:, :, :3]) for setting in settings]
        self.html = _player(
            name=control.label,
            pictures=overlays(drawn, full=positions.index(start)),
            labels=[f"{control.label}: {control.spell(position)}" for position in positions],
            words=[scene.describe(**setting) for setting in settings],
            size=(self.picture.width, self.picture.height),
            pause=getattr(control, "interval", PAUSE),
        )

    def __len__(self):
        return self.count

    def __repr__(self):
        return f"a film of {self.count} frames; the one shown first:\n{self.picture!r}"

    def _repr_html_(self):
        return self.html

    def _repr_mimebundle_(self, include=None, exclude=None):
        data, metadata = self.picture._repr_mimebundle_()
        return data | {"text/html": self.html, "text/plain": repr(self)}, metadata


def _player(name, pictures, labels, words, size, pause):
    """Return the HTML of a film.

    `labels` and `words` are the label and the alternative text of each picture; `size` is in
    CSS pixels, `pause` in milliseconds.
    """
    (start,) = (place for place, (_, over) in enumerate(pictures) if over is None)
    images = [
        _image(*picture, alt, size, abs(place - start), place == len(pictures) - 1)
        for place, (picture, alt) in enumerate(zip(pictures, words, strict=True))
    ]
    name, label = html.escape(name), html.escape(labels[start])
    # The attribute keeps notebook and slide shortcuts, especially arrow keys, off the controls.
    button = '<button type="button" data-lm-suppress-shortcuts="true"'
    # The controls come before the pictures in the HTML, so that they exist when the last picture
    # loads; the page shows them below.
    return (
        f'<div class="lecture-frames" role="group" aria-label="{name}" data-pause="{pause}"'
        f' data-start="{start}" data-labels="{html.escape(json.dumps(labels))}"'
        f' style="display:flex;flex-direction:column" onclick="{PRESS}" oninput="{SLIDE}">'
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
    more += f' onload="{WAKE}"' if last else ""
    # Decode each picture only when it is shown: all of them would take hundreds of megabytes.
    return (
        f'<img alt="{html.escape(alt)}" width="{size[0]}" height="{size[1]}" decoding="sync"'
        f' style="max-width:100%;height:auto;display:{"block" if shown else "none"};'
        f'z-index:{height}"{more} src="data:image/webp;base64,{data}">'
    )


def overlays(pictures, full):
    """Encode the pictures of a film as lossless WebP: one in full, the others as differences.

    Each picture is an array (height, width, 3) of uint8; picture number `full` is the full one.
    Returns for each its WebP, transparent where its base shows through, and the index of its base
    (None for the full one). Stacked on its bases, no channel is off by more than `LEVELS`.
    """
    shown, encoded = {}, {}
    for place in sorted(range(len(pictures)), key=lambda place: abs(place - full)):
        picture, below = pictures[place], lies_over(place, full)
        if below is None:
            shown[place], encoded[place] = picture, (_webp(picture), None)
        else:
            new = _differs(picture, shown[below])
            rounded = np.where(new, _rounded(picture), 0)
            shown[place] = np.where(new, rounded, shown[below])
            encoded[place] = _webp(np.dstack([rounded, np.where(new, 255, 0)])), below
    return [encoded[place] for place in range(len(pictures))]


def lies_over(place, full):
    """Return the index of the base of the picture at `place`; None for the full one."""
    steps = abs(place - full)
    if steps == 0:
        return None
    nearer = steps & (steps - 1)
    return full + nearer if place > full else full - nearer


def _rounded(pixels):
    return (np.rint(pixels / np.float32(LEVELS)) * LEVELS).astype(np.uint8)


def _differs(picture, below):
    """Mark the pixels to draw: those that differ, and those next to a strong difference."""
    difference = np.abs(picture.astype(np.int16) - below).max(axis=2)
    strong = Image.fromarray(difference > STRONG).convert("L").filter(ImageFilter.MaxFilter(3))
    return ((difference > LEVELS) | (np.asarray(strong) > 0))[:, :, None]


def _webp(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "WEBP", lossless=True, method=3)
    return file.getvalue()
