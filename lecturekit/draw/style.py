"""One look for every figure: colours that mean one thing, one font, one set of line widths.

What each colour means is in `palette`; the two classes also differ in their markers, so nothing
depends on colour alone.
"""

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from lecturekit.draw.palette import (  # noqa: F401  (a figure's module finds its look here)
    FAINT,
    GRADIENT,
    HIGHLIGHT,
    INK,
    MIDDLE,
    MUTED,
    NEGATIVE,
    PAPER,
    POSITIVE,
)

CLASS_COLOURS = (NEGATIVE, POSITIVE)
CLASS_MARKERS = ("o", "^")

# Blue through white to orange: probability of class 1, or any signed value around its middle.
DIVERGING = LinearSegmentedColormap.from_list("lecture_diverging", [NEGATIVE, MIDDLE, POSITIVE])

RC = {
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "font.family": "DejaVu Sans",  # ships with Matplotlib: the same text on every machine
    "font.size": 10,
    "mathtext.fontset": "dejavusans",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 10,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "text.color": INK,
    "lines.linewidth": 2.0,
    "lines.solid_capstyle": "round",
    "lines.markersize": 6,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
}


def new_figure(width=7.0, height=3.4, columns=1, rows=1, **grid):
    """Make a figure in the lectures' style, without pyplot and its list of open figures.

    It also sets Matplotlib's defaults to that style, because Matplotlib reads them again
    whenever a title, a label or a tick is added later.

    Parameters
    ----------
    width, height : float
        Size in inches; the notebook shows 100 pixels per inch, the file has 150.
    columns, rows : int
        Number of panels.
    **grid
        Passed on to `matplotlib.figure.Figure.subplots` (``sharey``, ``width_ratios``, …).

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes, or an array of them if there are several panels
    """
    mpl.rcParams.update(RC)
    figure = Figure(figsize=(width, height), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, **grid)
