"""The components of a supervised learning problem on one page."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED, NEGATIVE, POSITIVE

# A small excerpt of Fisher's Iris data: petal length and width in cm, and 1 for setosa.
ROWS = (("1.4", "0.2", 1), ("4.7", "1.4", 0), ("1.3", "0.2", 1), ("5.9", "2.1", 0))
STEPS = (
    (
        "model class",
        "which functions are allowed",
        r"$f(x) = \sigma(w^\mathsf{T} x + b),\ \theta = (w, b)$",
        4.69,
    ),
    ("objective", "how wrong is one of them", r"$J(\theta)$, the mean loss on the data", 2.87),
    (
        "optimizer",
        "how to find the best one",
        r"$\theta \leftarrow \theta - \alpha\,\nabla J(\theta)$",
        1.05,
    ),
)
WIDTH, HEIGHT = 14.0, 6.3


def draw_supervised_learning(ax):
    """Draw how data, model class, objective and optimizer give a model that predicts.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Drawn for a panel of about 7 by 3.2 inches.

    Returns
    -------
    dict of str to matplotlib.artist.Artist
        The boxes ``"model class"``, ``"objective"``, ``"optimizer"``, ``"trained model"``,
        ``"new example"`` and ``"prediction"``, and the list ``"table"``.

    Notes
    -----
    Part 1, supervised learning.
    """
    ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    ax.set_aspect("equal")
    ax.set_axis_off()
    artists = {"table": _table(ax)}
    for x, heading in ((1.95, "dataset"), (7.1, "learning"), (12.2, "prediction")):
        ax.text(x, 6.0, heading, fontweight="bold", fontsize=11, ha="center", va="center")
    ax.add_patch(_rounded((4.55, 0.12), 5.1, 5.5, fc=FAINT, ec="none", alpha=0.5))
    for name, question, symbol, y in STEPS:
        artists[name] = ax.add_patch(
            _rounded((4.8, y - 0.76), 4.6, 1.52, fc="white", ec=INK, lw=1.4)
        )
        ax.text(5.02, y + 0.42, name, fontweight="bold", fontsize=10, va="center")
        ax.text(5.02, y, question, fontsize=8.5, color=MUTED, va="center")
        ax.text(5.02, y - 0.43, symbol, fontsize=9.5, va="center")
    for name, symbol, y in (
        ("new example", "$x$", 4.69),
        ("prediction", "$\\hat{y} = f(x)$", 1.05),
    ):
        artists[name] = ax.add_patch(
            _rounded((10.6, y - 0.5), 3.2, 1.0, fc="white", ec=MUTED, lw=1.4)
        )
        ax.text(12.2, y, f"{name} {symbol}", ha="center", va="center", fontsize=9.5)
    artists["trained model"] = ax.add_patch(
        _rounded((10.6, 2.11), 3.2, 1.52, fc="#E0EFED", ec=HIGHLIGHT, lw=2)
    )
    ax.text(12.2, 3.15, "trained model", ha="center", va="center", fontweight="bold", fontsize=10)
    ax.text(12.2, 2.6, "$f$ with the best $\\theta$", ha="center", va="center", fontsize=9.5)
    for start, stop in (
        ((3.95, 2.87), (4.5, 2.87)),
        ((9.7, 2.87), (10.55, 2.87)),
        ((12.2, 4.14), (12.2, 3.69)),
        ((12.2, 2.05), (12.2, 1.6)),
    ):
        _arrow(ax, start, stop)
    return artists


def _table(ax):
    left, column, row = 0.2, 1.1, 0.66
    top = 4.2
    artists = []
    ax.text(left + column, 4.85, "features $X$", color=MUTED, ha="center", fontsize=9)
    ax.text(left + 2.5 * column + 0.2, 4.85, "target $y$", color=MUTED, ha="center", fontsize=9)
    for i, (*features, target) in enumerate(ROWS):
        y = top - i * row
        for j, value in enumerate(features):
            artists.append(_cell(ax, left + j * column, y, column, row, value, FAINT))
        colour = (NEGATIVE, POSITIVE)[target]
        cell = _cell(ax, left + 2 * column + 0.2, y, column, row, str(target), colour, alpha=0.2)
        artists.append(cell)
    for x in (left + column, left + 2.5 * column + 0.2):
        ax.text(x, top - 3.9 * row, "⋮", ha="center", va="center", color=MUTED, fontsize=12)
    return artists


def _cell(ax, x, y, width, height, text, colour, alpha=0.6):
    cell = Rectangle((x, y - height / 2), width, height, fc=colour, ec="white", lw=1.5)
    cell.set_alpha(alpha)
    ax.add_patch(cell)
    ax.text(x + width / 2, y, text, ha="center", va="center", fontsize=9.5)
    return cell


def _rounded(corner, width, height, **look):
    return FancyBboxPatch(corner, width, height, boxstyle="round,pad=0,rounding_size=0.18", **look)


def _arrow(ax, start, stop):
    arrow = FancyArrowPatch(
        start, stop, arrowstyle="-|>", mutation_scale=14, lw=1.8, color=INK, shrinkA=0, shrinkB=0
    )
    return ax.add_patch(arrow)
