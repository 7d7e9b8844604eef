"""Draw a scene on the page fast enough for the picture to follow the slider.

Most of the delay between a user's move and the picture arises in the browser and on the way to
the kernel and back; what we can shorten is drawing and encoding.
"""

import asyncio
import io

import ipywidgets as widgets
import numpy as np
from PIL import Image

from lecturekit.draw.picture import show
from lecturekit.explore.page_script import IN_SLIDES, page_file, page_script

MOVING, RESTING = 100, 200  # pixels per inch while a control moves, and once it is at rest
QUALITY = 92  # JPEG quality
REST = 0.35  # seconds without a change before the picture is redrawn sharp
WARMING = 1.0  # seconds after display before the stage for moving pictures is prepared
NAMING = IN_SLIDES + page_file("naming.js")


class Stage:
    """Draws one scene repeatedly, redrawing only what changes; nothing else may use the scene."""

    def __init__(self, scene, dpi=MOVING):
        self.scene = scene
        self.figure = scene.figure
        self.figure.set_dpi(dpi)
        # Compute the layout once, so that the panels are in the same place in every picture.
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")
        for artist in scene.changing:
            artist.set_animated(True)  # keeps it out of the background
        self._background = self._settled = None

    def pixels(self, **values):
        """Draw the scene and return its pixels, an array (height, width, 4) of uint8.

        The array is a view of the canvas, so the next call overwrites it.
        """
        canvas = self.figure.canvas
        if self._background is None:
            # Hidden, because Matplotlib 3.8 draws even animated images.
            shown = [artist for artist in self.scene.changing if artist.get_visible()]
            for artist in shown:
                artist.set_visible(False)
            canvas.draw()
            for artist in shown:
                artist.set_visible(True)
            self._background = canvas.copy_from_bbox(self.figure.bbox)
        self.scene.update(**values)
        renderer = canvas.get_renderer()
        restless = self._settle(canvas, renderer)
        # Drawing axes, ticks and labels takes three quarters of a full redraw, so they are copied
        # back instead: the whole canvas, so that nothing remains of the last picture.
        canvas.restore_region(self._settled.region)
        for artist in restless:
            artist.draw(renderer)
        return np.asarray(canvas.buffer_rgba())

    def _settle(self, canvas, renderer):
        """Add the texts in `Scene.apart` that have not changed to the background.

        While one slider is dragged, the same few texts change again and again. The others
        are drawn into a copy of the background, which is reused until one of them changes.
        Returns the artists that remain to be drawn, in ascending zorder.
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
        """Return the picture as a JPEG: smaller than a PNG, and encoded in a tenth of the time."""
        file = io.BytesIO()
        pixels = Image.fromarray(self.pixels(**values)).convert("RGB")
        # Without chroma subsampling, thin coloured lines and small text keep their edges.
        pixels.save(file, "JPEG", quality=QUALITY, subsampling=0)
        return file.getvalue()

    def picture(self, **values):
        """Return a `Picture`, drawn in full and losslessly encoded."""
        self.scene.update(**values)
        return show(self.figure, self.scene.describe(**values))


class Settled:
    """A background that includes the texts that are not changing at the moment."""

    def __init__(self, still, states, region):
        self.still = still
        self.region = region
        self._drawn = {words: states[words] for words in still}
        self.seen = states

    def holds(self, states):
        """Return whether all texts in the background still look as they were drawn."""
        return all(states[words] == state for words, state in self._drawn.items())


def _state(text):
    """Return everything about a text that `Scene.update` may change."""
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
    """An image of a scene: drawn quickly while a control moves, sharp once it is at rest.

    ``image`` is the widget, ``words`` the widget that sets its alternative text in the page, and
    ``shown`` the values it shows. `lock` is held while one of the stages is drawing.
    """

    def __init__(self, scene, values, lock):
        self._make, self._lock = scene, lock
        self._resting = Stage(scene(), RESTING)
        self._moving = None  # created when needed, or earlier if there is time
        self._timer = None
        self._drawn = {}  # the last `Picture`, by its values
        self.shown = values
        self.image = widgets.Image(
            width=f"{100 * scene.size[0]:.0f}",
            layout=widgets.Layout(max_width="100%", height="auto", margin="0"),  # else it scrolls
        )
        self.words = widgets.HTML(layout=widgets.Layout(display="none"))
        first = self.picture(values)
        self._put(first.png, "png")
        self._say(first.alt)

    def picture(self, values):
        """Return the `Picture` for these values, regardless of what is shown."""
        key = tuple(values.items())
        with self._lock:
            if key not in self._drawn:
                self._drawn = {key: self._resting.picture(**values)}
            return self._drawn[key]

    def show(self, values):
        """Show a quick picture now, and a sharp one once the controls are at rest."""
        self.shown = values
        self._put(self.warm().jpeg(**values), "jpeg")
        self._later(REST, self._sharpen)

    def warm(self):
        """Return the stage for moving pictures; the first call creates and prepares it."""
        with self._lock:
            if self._moving is None:
                self._moving = Stage(self._make(), MOVING)
                self._moving.pixels(**self.shown)
            return self._moving

    def warm_soon(self):
        """Prepare the stage when there is time, so that the first move is as fast as the rest."""
        if self._moving is None:
            self._later(WARMING, self.warm)

    def _sharpen(self):
        with self._lock:
            self._put(self._resting.jpeg(**self.shown), "jpeg")
            self._say(self._resting.scene.describe(**self.shown))

    def _later(self, seconds, action):
        """Call `action` after this many seconds, unless a control moves first."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # not in a kernel, so nothing is displayed
            return
        self._timer = loop.call_later(seconds, action)

    def _say(self, words):
        self.words.value = page_script(NAMING, words)

    def _put(self, picture, kind):
        with self.image.hold_sync():  # one message, not two
            self.image.format = kind
            self.image.value = picture
