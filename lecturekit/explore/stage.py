"""From a scene to the page, quickly enough that the picture follows the hand.

Most of the time between the hand and the picture is spent outside, in the browser and on
the way to the kernel and back; what is ours to save is the drawing and the encoding.
"""

import asyncio
import io

import ipywidgets as widgets
import numpy as np
from PIL import Image

from lecturekit.draw.picture import show
from lecturekit.explore.page_script import IN_SLIDES, page_file, page_script

MOVING, RESTING = 100, 200  # pixels to the inch while the hand moves, and when it rests
QUALITY = 92  # of the JPEGs
REST = 0.35  # seconds without a change after which the picture is redrawn sharp
WARMING = 1.0  # seconds after being displayed until it gets ready to move
NAMING = IN_SLIDES + page_file("naming.js")


class Stage:
    """Shows one scene, which it has for itself, again and again, drawing only what changes."""

    def __init__(self, scene, dpi=MOVING):
        self.scene = scene
        self.figure = scene.figure
        self.figure.set_dpi(dpi)
        # The layout is computed once; every picture has its panels in the same place.
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")
        for artist in scene.changing:
            artist.set_animated(True)  # keeps it out of the background
        self._background = self._settled = None

    def pixels(self, **values):
        """Draw the scene and return its pixels, an array (height, width, 4) of uint8.

        The array is the canvas itself, so it changes with the next call.
        """
        canvas = self.figure.canvas
        if self._background is None:
            canvas.draw()
            self._background = canvas.copy_from_bbox(self.figure.bbox)
        self.scene.update(**values)
        renderer = canvas.get_renderer()
        restless = self._settle(canvas, renderer)
        # Drawing the axes, ticks and labels takes three quarters of a full redraw: they are
        # copied back instead. It is the whole canvas, so nothing of the last picture stays.
        canvas.restore_region(self._settled.region)
        for artist in restless:
            artist.draw(renderer)
        return np.asarray(canvas.buffer_rgba())

    def _settle(self, canvas, renderer):
        """Put the words that stand apart and keep their state into the background, too.

        While one slider is dragged the same few words change again and again. The others
        are drawn into a copy of the background, which serves until one of them changes.
        Returns what remains to be drawn, from the lowest to the highest.
        """
        states = {words: _state(words) for words in self.scene.apart}
        settled = self._settled
        last = {} if settled is None else settled.seen
        still = {words for words, state in states.items() if last.get(words) == state}
        if settled is None or not settled.holds(states) or len(still) > len(settled.still):
            canvas.restore_region(self._background)
            for words in still:
                words.draw(renderer)
            region = canvas.copy_from_bbox(self.figure.bbox)
            settled = self._settled = Settled(still, states, region)
        settled.seen = states
        rest = (artist for artist in self.scene.changing if artist not in settled.still)
        return sorted(rest, key=lambda artist: artist.zorder)

    def jpeg(self, **values):
        """Return the picture as a JPEG: encoded in a tenth of the time of a PNG, and smaller."""
        file = io.BytesIO()
        pixels = Image.fromarray(self.pixels(**values)).convert("RGB")
        # Without colour subsampling thin coloured lines and small letters keep their edges.
        pixels.save(file, "JPEG", quality=QUALITY, subsampling=0)
        return file.getvalue()

    def picture(self, **values):
        """Return a `Picture`, drawn in full and without loss."""
        self.scene.update(**values)
        return show(self.figure, self.scene.describe(**values))


class Settled:
    """A background with the words in it that do not change at the moment."""

    def __init__(self, still, states, region):
        self.still = still
        self.region = region
        self._drawn = {words: states[words] for words in still}
        self.seen = states

    def holds(self, states):
        """Say whether all words that are in the background are still as they were drawn."""
        return all(states[words] == state for words, state in self._drawn.items())


def _state(text):
    """All that `Scene.update` may change about a text."""
    return (
        text.get_text(),
        text.get_position(),
        tuple(getattr(text, "xy", ())),
        text.get_color(),
        text.get_visible(),
        text.get_fontsize(),
        text.get_fontweight(),
        text.get_rotation(),
        text.get_horizontalalignment(),
    )


class Screen:
    """An image that shows a scene, quickly while the hand moves and sharp when it rests.

    ``image`` is the widget, ``words`` what gives it its alternative text in the page, ``shown``
    the values that belong to it. The lock is held while one of the stages is drawn on.
    """

    def __init__(self, scene, values, lock):
        self._make, self._lock = scene, lock
        self._resting = Stage(scene(), RESTING)
        self._moving = None  # made when it is needed, or when there is time
        self._timer = None
        self._drawn = {}  # the last sharp picture, by its values
        self.shown = values
        self.image = widgets.Image(
            width=f"{100 * scene.size[0]:.0f}",
            layout=widgets.Layout(max_width="100%", height="auto", margin="0"),  # or it scrolls
        )
        self.words = widgets.HTML(layout=widgets.Layout(display="none"))
        first = self.picture(values)
        self._put(first.png, "png")
        self._say(first.alt)

    def picture(self, values):
        """Return the `Picture` for these values, whatever is shown."""
        key = tuple(values.items())
        with self._lock:
            if key not in self._drawn:
                self._drawn = {key: self._resting.picture(**values)}
            return self._drawn[key]

    def show(self, values):
        """Show a quick picture now, and the fine one once the hand rests."""
        self.shown = values
        self._put(self.warm().jpeg(**values), "jpeg")
        self._later(REST, self._sharpen)

    def warm(self):
        """Return the stage for pictures that move; the first call prepares it."""
        with self._lock:
            if self._moving is None:
                self._moving = Stage(self._make(), MOVING)
                self._moving.pixels(**self.shown)
            return self._moving

    def warm_soon(self):
        """Get ready to move when there is time, so that the first move is as quick as others."""
        if self._moving is None:
            self._later(WARMING, self.warm)

    def _sharpen(self):
        with self._lock:
            self._put(self._resting.jpeg(**self.shown), "jpeg")
            self._say(self._resting.scene.describe(**self.shown))

    def _later(self, seconds, action):
        """Do something unless a control moves before the time is over."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no kernel is running this, so nobody is looking
            return
        self._timer = loop.call_later(seconds, action)

    def _say(self, words):
        self.words.value = page_script(NAMING, words)

    def _put(self, picture, kind):
        with self.image.hold_sync():  # one message, not two
            self.image.format = kind
            self.image.value = picture
