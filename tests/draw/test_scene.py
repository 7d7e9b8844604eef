"""The vocabulary of scenes: marks at the edge, logarithmic axes, and remembered pixels."""

import io

import numpy as np

from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.scenes.sliding_filter import Still
from lecturekit.explore.stage import Stage

LIMITS = (1e-2, 1e2)


class Panel(Scene):
    def build(self, ax):
        self.now = self.dot(ax)


def test_a_dot_outside_sits_at_the_edge_as_a_triangle():
    scene = Panel()
    for y, shown, marker in [(1, 1, "o"), (np.inf, 100, "^"), (np.nan, 100, "^"), (-5, 0.01, "v")]:
        scene.place(scene.now, 3, y, LIMITS)
        assert scene.now.get_xydata().tolist() == [[3, shown]]
        assert scene.now.get_marker() == marker
    scene.place(scene.now, 3, -1, (-2, 2), "s")
    assert (scene.now.get_ydata(), scene.now.get_marker()) == ([-1], "s")


def test_what_is_drawn_on_a_logarithmic_axis_is_finite_and_positive():
    values = drawable([np.nan, np.inf, -np.inf, 0, -1, 5])
    assert np.isfinite(values).all()
    assert (values > 0).all()
    assert values[-1] == 5


class Numbers(Scene):
    """A number on a tinted panel, and a mark that moves over it."""

    size = (2.0, 2.0)

    def build(self, ax):
        ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        self.tint = ax.imshow([[0.0]], extent=(0, 1, 0, 1), vmin=0, vmax=9)
        self.text = ax.text(0.5, 0.5, "", fontsize=20)
        self.panel = self.moves(Still(ax, [self.text, self.tint, *ax.spines.values()]))
        self.mark = self.line(ax, "o", ms=20)

    def update(self, number, place):
        self.panel.state = number
        self.tint.set_data([[number or 0]])
        self.text.set_text(str(number))
        self.mark.set_data([place], [0.5])


def moved(stage, **values):
    return stage.pixels(**values).copy()


def test_the_artists_are_drawn_once_for_each_state(monkeypatch):
    scene = Numbers()
    stage = Stage(scene)
    drawn = []
    text_draw = scene.text.draw

    def draw(renderer):
        if scene.text.get_visible():
            drawn.append(scene.text.get_text())
        text_draw(renderer)

    monkeypatch.setattr(scene.text, "draw", draw)
    for number in (1, 1, 2, 1, 2):
        stage.pixels(number=number, place=number / 10)
    assert drawn == ["1", "2"]


def test_without_a_state_nothing_is_remembered():
    stage = Stage(Numbers())
    first = moved(stage, number=None, place=0.2)
    stage.scene.text.set_text("7")
    stage.scene.update = lambda **values: None
    assert (moved(stage) != first).any()


def test_saving_in_between_changes_nothing():
    stage = Stage(Numbers())
    stage.pixels(number=3, place=0.2)
    files = [io.BytesIO() for _ in range(2)]
    stage.scene.update(number=4, place=0.3)  # a state that the stage has not seen
    stage.figure.savefig(files[0], format="png", dpi=100)
    shown = moved(stage, number=4, place=0.3)
    np.testing.assert_array_equal(shown, moved(Stage(Numbers()), number=4, place=0.3))
    stage.figure.savefig(files[1], format="png", dpi=100)
    assert files[0].getvalue() == files[1].getvalue()
