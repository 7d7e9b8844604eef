"""From a scene to pixels, quickly enough that the picture follows the hand.

Most of the time between the hand and the picture is spent outside, in the browser and on
the way to the kernel and back; what is ours to save is the drawing and the encoding.
"""

import io

import numpy as np
from PIL import Image

from lecturekit.draw.picture import show

MOVING, RESTING = 100, 200  # pixels to the inch while the hand moves, and when it rests
QUALITY = 92  # of the JPEGs


class Stage:
    """Shows one scene again and again, drawing only what changes.

    Parameters
    ----------
    scene : lecturekit.draw.scenes.scene.Scene
        The stage has it for itself.
    dpi : float
        Pixels to the inch.
    """

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

        Returns
        -------
        list of Artist
            What remains to be drawn, from the lowest to the highest.
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
