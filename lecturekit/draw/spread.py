"""How the spread of the minibatch gradient falls with the batch size (Part 4)."""

from lecturekit.checks import vector
from lecturekit.draw.measured import draw_measured
from lecturekit.draw.rounding import rounded
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED

MOST_TICKS = 11  # more batch sizes than these are not written below the axis one by one


def draw_spread(ax, batch_sizes, measured, theory=None):
    """Draw the variance of the minibatch gradient over B, with the line that theory predicts.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        7 × 3.6 inches.
    batch_sizes : array_like of int, shape (k,)
        B, ascending.
    measured : array_like, shape (k,), or dict of str to array_like
        E‖g − ∇J‖² at each B, of one way of sampling or of several by name. Without replacement
        it is 0 at B = n: a triangle on the axis.
    theory : callable, or dict of str to callable, optional
        The same as a function of B, which may be an array.

    Returns
    -------
    Measured
        Named artists, and ``alt``, the picture in words.

    Examples
    --------
    >>> from lecturekit.draw import new_figure
    >>> figure, ax = new_figure(7, 3.6)
    >>> drawn = draw_spread(ax, [1, 10], [2.0, 0.21], lambda B: 2.0 / B)
    """
    if not isinstance(measured, dict):
        measured = {"measured": measured}
        theory = {} if theory is None else {"theory": theory}
    several = len(measured) > 1
    colours = (GRADIENT, HIGHLIGHT, INK, MUTED) if several else (GRADIENT, INK)
    drawn = draw_measured(ax, batch_sizes, measured, theory, colours)
    ax.set(xlabel="batch size B", ylabel=r"variance  $E\,\|g - \nabla J\|^2$")
    B = vector(batch_sizes, "batch_sizes")
    if len(B) <= MOST_TICKS:
        ax.set_xticks(B, [f"{b:,.0f}" for b in B])
    words = [
        f"{name}, from {rounded(row[0])} at B = {B[0]:g} to {rounded(row[-1])} at B = {B[-1]:g}"
        for name, row in measured.items()
    ]
    alt = f"Variance of the minibatch gradient over batch size B, logarithmic: {'; '.join(words)}."
    if theory:
        alt += " The points lie along the lines that theory predicts."
    return drawn._replace(alt=alt)
