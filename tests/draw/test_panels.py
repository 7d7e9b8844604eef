"""Lines above a panel, and axes whose ends stand for all that lies beyond."""

import numpy as np

from lecturekit.draw.scenes.scene import Scene, drawable

LIMITS = (1e-2, 1e2)


class Panel(Scene):
    size = (3.0, 2.5)

    def build(self, ax):
        self.above = self.heading(ax)
        self.logarithmic(ax, LIMITS, [0.01, 1, 100], ["≤ 0.01", "1", "≥ 100"])
        self.now, self.behind = self.dot(ax), self.guide(ax)


def test_a_dot_outside_sits_at_the_edge_as_a_triangle():
    now = Panel().now
    for y, shown, marker in [(1, 1, "o"), (np.inf, 100, "^"), (np.nan, 100, "^"), (0, 0.01, "v")]:
        Scene.place(now, 3, y, LIMITS)
        assert now.get_xydata().tolist() == [[3, shown]]
        assert now.get_marker() == marker
    Scene.place(now, 3, 1, LIMITS, "s")
    assert now.get_marker() == "s"


def test_what_is_drawn_on_a_logarithmic_axis_is_finite_and_positive():
    values = drawable([np.nan, np.inf, -np.inf, 0, -1, 5])
    assert np.isfinite(values).all()
    assert (values > 0).all()
    assert values[-1] == 5


def test_the_lines_above_a_panel_do_not_touch():
    scene = Panel()
    for words in scene.above:
        words.set_text("θ⁽ᵗ⁾ (α = 0.1)")
    scene.figure.draw_without_rendering()
    ax = scene.figure.axes[0]
    renderer = scene.figure.canvas.get_renderer()
    first, second = (words.get_window_extent(renderer) for words in scene.above)
    assert first.y0 >= second.y1 - 1
    assert second.y0 > ax.get_window_extent(renderer).y1
    assert first.y1 <= scene.figure.bbox.y1


def test_what_moves_is_known_to_the_scene():
    scene = Panel()
    assert {*scene.above, scene.now, scene.behind} <= set(scene.changing)
    assert set(scene.above) <= scene.apart
