"""The digest notices what changed on a figure, and nothing else."""

import re

import numpy as np
import pytest
from matplotlib.patches import FancyArrowPatch, Rectangle

from lecturekit.draw import describe, new_figure, style

X = np.linspace(-1, 1, 50)
FIELD = np.outer(X, X + 2)
POINTS = np.random.default_rng(0).normal(size=(40, 2))


def picture(
    line=X**2,
    x=X,
    points=POINTS,
    text="a note",
    place=(0.1, 0.2),
    colour=style.POSITIVE,
    corner=(0, 0),
    tip=(1, 1),
    field=FIELD,
    levels=(0.2, 0.5),
    bottom=-1.0,
    title="A title",
    entry="a line",
    marker="o",
    ticks=("low", "high"),
    sizes=20,
    value=0.5,
):
    figure, (left, right) = new_figure(columns=2)
    left.plot(x, line, label=entry)
    left.plot(*points.T, marker=marker, ls="", color=colour)
    left.scatter(*points.T, s=sizes, c=np.full(len(points), value), vmin=0, vmax=1)
    left.fill_between(X, line, alpha=0.3)
    left.axhline(value)
    left.text(*place, text)
    left.annotate("there", (0.5, 0.5), (0, 0), arrowprops={"arrowstyle": "->"})
    left.add_patch(Rectangle(corner, 1, 1, fc=colour))
    left.add_patch(FancyArrowPatch((0, 0), tip))
    left.set(title=title, xlabel="x", ylabel="y", xlim=(-1, 1), ylim=(bottom, 3))
    left.legend()
    right.imshow(field, extent=(0, 1, 0, 1))
    right.contour(X, X, field, levels=levels)
    right.contourf(X, X, field, levels=levels)
    right.set_xticks([0, 1], ticks)
    return describe(figure)


SAME = picture()

CHANGES = {
    "the whole line": {"line": X**2 * 1.001},
    "a value of the line": {"line": np.where(np.arange(50) == 7, X**2 + 0.02, X**2)},
    "order of the line": {"line": (X**2)[::-1] + 1e-3 * X},
    "one point": {"points": POINTS + np.eye(40, 2, k=-3) * 0.05},
    "two points swapped": {"points": POINTS[[1, 0, *range(2, 40)]]},
    "a point lost": {"points": POINTS[:-1]},
    "text": {"text": "a nota"},
    "place of the text": {"place": (0.1, 0.2002)},
    "colour of a class": {"colour": style.NEGATIVE},
    "a patch": {"corner": (0.001, 0)},
    "an arrow": {"tip": (1, 1.001)},
    "the field": {"field": FIELD * 1.001},
    "levels of the contours": {"levels": (0.2, 0.5005)},
    "limits": {"bottom": -1.001},
    "title": {"title": "A tide"},
    "name of the line": {"entry": "the line"},
    "marker": {"marker": "^"},
    "tick labels": {"ticks": ("low", "hi")},
    "size of the points": {"sizes": 21},
    "one value": {"value": 0.5005},
    "a missing value": {"line": np.where(np.arange(50) == 7, np.nan, X**2)},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_shows(change):
    assert picture(**change) != SAME


def test_rendering_does_not_change_it():
    figure, ax = new_figure()
    ax.plot(X, X**2)
    ax.scatter(X, X, c=X)
    ax.set_xticks([0, 1], ["a", "b"])
    before = describe(figure)
    figure.canvas.draw()
    assert describe(figure) == before


@pytest.mark.parametrize("seed", range(5))
def test_rounding_noise_is_not_a_change(seed):
    rng = np.random.default_rng(seed)

    def noisy(values):
        return values + 1e-13 * rng.normal(size=np.shape(values))

    assert (
        picture(line=noisy(X**2), points=noisy(POINTS), field=noisy(FIELD), value=0.5 + 1e-14)
        == SAME
    )


@pytest.mark.parametrize("value", [1.0625, 0.12345, 2.5, 1e-3 + 5e-8])
def test_a_value_between_two_roundings_stays_on_its_side(value):
    """The mean of tidy numbers often ends in a 5, and there the last bit must not decide."""
    texts = set()
    for noise in (-1e-13, 0, 1e-13):
        figure, ax = new_figure()
        ax.plot(np.full(10, value * (1 + noise)))
        texts.add(describe(figure))
    assert len(texts) == 1


@pytest.mark.parametrize("seed", range(5))
def test_what_cancels_to_rounding_noise_is_zero(seed):
    """A line through the middle: its centre is 0, but for the last digits of a processor."""
    figure, ax = new_figure()
    noise = 1e-15 * np.random.default_rng(seed).normal(size=(50, 50))
    ax.contour(X, X, np.add.outer(X, X) + noise, levels=[0])
    ax.plot([-1e-17, 1e-17, 0.0, -0.0, 1.0, -1.0, 1e-16])
    assert "centre [0, 0]" in describe(figure)
    assert not re.search(r"-0(?![.\d])|e-1", describe(figure))


def test_small_values_count_on_a_logarithmic_axis():
    def decay(last):
        figure, ax = new_figure()
        ax.semilogy(10.0 ** np.append(-np.arange(9), last))
        return describe(figure)

    assert decay(-9) != decay(-9.1)


def test_huge_and_odd_values_are_described():
    figure, ax = new_figure()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.plot(np.arange(8), [1e308, -1e308, 1e308, np.nan, np.inf, 0, 1e-308, 5])
    ax.plot([], [])
    ax.plot([np.nan] * 9, [np.nan] * 9)
    assert "2 not finite" in describe(figure)
    assert "9 not finite" in describe(figure)


def crowd(shift=0.0, panels=30):
    figure, axes = new_figure(columns=panels // 5, rows=5)
    for i, ax in enumerate(axes.flat):
        for j in range(5):
            ax.plot(X, i + j * X + shift * (i == 17 and j == 3))
            ax.text(j, j, f"{i}, {j}")
    return describe(figure)


def test_a_crowded_figure_has_a_short_digest_that_still_notices():
    assert len(crowd().splitlines()) <= 60
    assert crowd() == crowd()
    assert crowd(shift=0.01) != crowd()
    assert len(crowd(panels=80).splitlines()) <= 60


def test_insets_suptitle_and_hidden_artists():
    figure, ax = new_figure()
    bare = describe(figure)
    ax.plot([0, 1], [0, 1], visible=False, scalex=False, scaley=False)
    assert describe(figure) == bare
    ax.inset_axes((0.5, 0.5, 0.4, 0.4)).plot([1, 2], [3, 4])
    figure.suptitle("Above all")
    assert describe(figure).splitlines()[0] == "Figure 7 × 3.4 in, 2 panels"
    assert "y [3, 4]" in describe(figure)
    assert '"Above all"' in describe(figure)
