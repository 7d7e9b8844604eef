"""Draw a scene on the page fast enough for the picture to follow the slider.

Most of the delay between a user's move and the picture arises in the browser and on the way to
the kernel and back; what we can shorten is drawing and encoding.
"""

import io

import numpy as np
from PIL import Image

from lecturekit.draw.picture import show

MOVING, RESTING = 100, 200  # pixels per inch while a control moves, and once it is at rest
QUALITY = 92  # JPEG quality


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
