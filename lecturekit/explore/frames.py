"""A film of a figure: it still moves where no kernel runs."""

import numpy as np

from lecturekit.draw.picture import show
from lecturekit.explore.overlays import overlays
from lecturekit.explore.player import player
from lecturekit.explore.stage import Stage

DOTS_PER_INCH = 150  # sharp on a projector, where a slide is half as large again as a page
PAUSE = 150  # milliseconds from frame to frame, if the control has no interval of its own


class Frames:
    """A film: one picture per position of a control, with a slider and a Play button.

    Attributes
    ----------
    html : str
    picture : lecturekit.draw.Picture
        The frame that is shown at first, for clients that show no HTML.
    moves : str
        The label of the control that moves.
    """

    def __init__(self, html, picture, count, moves):
        self.html, self.picture, self.count, self.moves = html, picture, count, moves

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
    moves : str
        The label of `control`.
    """
    start = values[control.name]
    positions = control.sorted({*control.positions(count, values), start})
    settings = [values | {control.name: position} for position in positions]
    scene.update(**values)
    picture = show(scene.figure, scene.describe(**values))
    stage = Stage(scene, DOTS_PER_INCH)
    drawn = [np.array(stage.pixels(**setting)[:, :, :3]) for setting in settings]
    html = player(
        name=control.label,
        pictures=overlays(drawn, full=positions.index(start)),
        labels=[f"{control.label}: {control.spell(position)}" for position in positions],
        words=[scene.describe(**setting) for setting in settings],
        size=(picture.width, picture.height),
        pause=getattr(control, "interval", PAUSE),
    )
    return html, picture, len(positions), control.label
