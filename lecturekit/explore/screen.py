"""Show a scene in a notebook: quickly while a control moves, sharp once it is at rest."""

import asyncio
import json

import ipywidgets as widgets

from lecturekit.explore.page_script import IN_SLIDES, page_file, page_script
from lecturekit.explore.stage import MOVING, RESTING, Stage

REST = 0.35  # seconds without a change before the picture is redrawn sharp
WARMING = 1.0  # seconds after display before the stage for moving pictures is prepared
NAMING = IN_SLIDES + page_file("naming.js")
DRAGGING = page_file("drag.js").replace("export ", "")


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
        grips = self._resting.scene.grips()
        dragging = f"{DRAGGING}letDragInNotebook(figure, {json.dumps(grips)});"
        self._script = NAMING + (dragging if grips else "")
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
        self.words.value = page_script(self._script, words)

    def _put(self, picture, kind):
        with self.image.hold_sync():  # one message, not two
            self.image.format = kind
            self.image.value = picture
