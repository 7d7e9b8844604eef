"""Learning curves: what `fit` measured after each epoch, in training and in validation.

Part 4, digits.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

from lecturekit.checks import count
from lecturekit.draw.history import draw_history
from lecturekit.draw.rounding import rounded
from lecturekit.draw.style import MUTED
from lecturekit.training import History


class LearningCurves(NamedTuple):
    """The artists of `draw_learning_curves`.

    Attributes
    ----------
    panels : list of HistoryPicture
        Loss, and metric if it was asked for.
    best : dict of str to int
        The epoch with the least validation loss, from 1, for each training that has one.
    marks : list
        What marks it.
    alt : str
        The picture in words.
    """

    panels: list
    best: dict
    marks: list
    alt: str


def draw_learning_curves(axes, history, metric="accuracy", log=False):
    """Draw loss and metric over the epochs of one training, or of several by name.

    Of one training both curves are named. Of several, the thick curve is validation, the thin
    one in the same colour is training. The epoch with the least validation loss is marked: from
    there on the network learns what only its training examples have.

    Parameters
    ----------
    axes : Axes or sequence of two Axes
        For the loss, or for loss and metric; 8.6 × 3.2 inches.
    history : History, or dict of str to History
        What `fit` returned. Without validation there is one curve.
    metric : str
        What the metric is called.
    log : bool
        Whether the losses have a logarithmic axis.

    Returns
    -------
    LearningCurves

    Raises
    ------
    ValueError
        If a history has no epoch, or no metric though there is a panel for it.
    """
    axes = np.ravel(axes)
    histories = history if isinstance(history, dict) else {"": history}
    if len(axes) not in (1, 2) or not histories:
        raise ValueError(
            f"{count(len(axes), 'panel')} for {count(len(histories), 'history')}: give one Axes or "
            "two (loss, metric), and at least one history."
        )
    best, sentences = {}, []
    for name, run in histories.items():
        _check(run, name, len(axes) == 2)
        if np.isfinite(run.validation_loss).any():
            best[name] = int(np.nanargmin(run.validation_loss)) + 1
        sentences.append(_sentence(name, run, best.get(name), metric, len(axes) == 2))
    panels, marks = [], []
    for ax, kind in zip(axes, ("loss", "metric"), strict=False):
        values, behind = _curves(histories, kind)
        label = "loss J" if kind == "loss" else metric
        picture = draw_history(
            ax, values, label, "epoch", log=log and kind == "loss", start=1, behind=behind
        )
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        if picture.behind:
            note = {"loc": "right", "fontsize": 9.5, "fontweight": "normal", "color": MUTED}
            ax.set_title("thin: training", **note)
        panels.append(picture)
        marks += [
            _mark(ax, picture.curves[name or "validation"], epoch, name)
            for name, epoch in best.items()
        ]
    return LearningCurves(panels, best, marks, " ".join(sentences))


def _check(run, name, with_metric):
    if not isinstance(run, History) or not run.epochs:
        raise ValueError(
            f"history {name!r} is {run!r}, but a History with at least one epoch is needed."
        )
    if with_metric and not run.training_metric:
        raise ValueError(
            f"history {name!r} has no metric; train with fit(…, metric=accuracy), or give one "
            "Axes, for the loss alone."
        )


def _curves(histories, kind):
    """Return the named curves of a panel, and those that stand behind them."""
    named, behind = {}, {}
    for name, run in histories.items():
        training = getattr(run, f"training_{kind}") or run.loss
        validation = getattr(run, f"validation_{kind}")
        if not name:
            named = {"training": training} | ({"validation": validation} if validation else {})
        else:
            named[name] = validation or training
            if validation:
                behind[name] = training
    return named, behind


def _mark(ax, curve, epoch, name):
    """Mark the best epoch on a curve; if it is the only one, with a line and in words."""
    x, y = curve.get_data()
    if epoch > len(x):
        return []
    look = {"ms": 8, "mec": "white", "color": curve.get_color(), "zorder": 4, "clip_on": False}
    artists = ax.plot(x[epoch - 1], y[epoch - 1], "o", **look)
    if not name:
        artists.append(ax.axvline(epoch, color=MUTED, ls=(0, (1, 2)), lw=1.5, zorder=1))
        artists.append(
            ax.annotate(
                f"lowest loss: epoch {epoch}",
                (epoch, 1),
                xycoords=("data", "axes fraction"),
                xytext=(0, 3),
                textcoords="offset points",
                ha="center",
                color=MUTED,
                fontsize=9.5,
            )
        )
    return artists


def _sentence(name, run, best, metric, with_metric):
    training = run.training_loss or run.loss
    words = [f"loss {rounded(training[0])} to {rounded(training[-1])} in training"]
    if run.validation_loss:
        first, last = run.validation_loss[0], run.validation_loss[-1]
        words.append(f"{rounded(first)} to {rounded(last)} in validation, least at epoch {best}")
    if with_metric:
        both = [*run.training_metric[-1:], *run.validation_metric[-1:]]
        words.append(f"{metric} in the end {' and '.join(map(rounded, both))}")
    name = f"{name}: " if name else "Learning curves over "
    return f"{name}{count(run.epochs, 'epoch')}, {', '.join(words)}."
