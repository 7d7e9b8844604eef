"""Curves of training over steps, epochs or gradients, and ranges over several seeds."""

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from lecturekit.checks import count
from lecturekit.draw.charts import Chart, curve_look, faint_grid, label_ends, note
from lecturekit.draw.rounding import rounded
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED

FARTHEST = 1e100  # limits beyond it overflow inside Matplotlib
RUN_LIMITS = (0.01, 200.0)  # of the axis of losses of several runs
RUN_TICKS = (0.01, 0.1, 1, 10, 100)


def draw_history(
    ax,
    values,
    label="loss J",
    xlabel="step t",
    log=False,
    start=0,
    marker=False,
    x=None,
    behind=None,
):
    """Draw one or several training curves, labelled at their ends.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    values : array_like, shape (steps,), or dict of str to array_like
        One curve, or several by name. They may differ in length. A value that is not finite
        ends its curve with the word "diverged".
    label, xlabel : str
        Labels of the vertical and the horizontal axis.
    log : bool
        Whether the vertical axis is logarithmic.
    start : int
        Number of the first step.
    marker : bool
        Whether to mark every value.
    x : array_like, optional
        Horizontal coordinates of the values, instead of start, start + 1, ….
    behind : dict of str to array_like, optional
        For some of the names, a second curve, drawn thin in the same colour, without a label.

    Returns
    -------
    dict of str to matplotlib.lines.Line2D
        The curves by their names.
    """
    several = isinstance(values, dict)
    curves = {k: np.asarray(v, float) for k, v in (values if several else {"": values}).items()}
    thin = {name: np.asarray(row, float) for name, row in (behind or {}).items()}
    longest = max(map(len, curves.values()))
    x = start + np.arange(longest) if x is None else np.asarray(x)
    # The frame first: Matplotlib's own choice of limits fails on values near 1e308.
    if log:
        ax.set_yscale("log", nonpositive="mask")
    ax.set(xlabel=xlabel, ylabel=label, xlim=(x[0], max(x[longest - 1], x[0] + 1)))
    ax.set_ylim(*_room([*curves.values(), *thin.values()], log))
    ax.grid(axis="y", color=FAINT)
    lines, ends, broken = {}, {}, []
    for i, (name, curve) in enumerate(curves.items()):
        finite = np.isfinite(curve)
        good = curve if finite.all() else curve[: np.argmin(finite)]
        look = curve_look(i) | {"marker": "o" if marker else None, "ms": 4}
        (lines[name],) = ax.plot(x[: len(good)], good, label=name or "_history", **look)
        if len(good) < len(curve):
            broken.append((name, i, x[max(len(good) - 1, 0)], good[-1] if len(good) else np.nan))
        elif several:
            ends[name] = (x[len(good) - 1], good[-1])
    for name, row in thin.items():
        ax.plot(x[: len(row)], row, color=lines[name].get_color(), lw=1, zorder=1.9)
    label_ends(ax, ends, [lines[name].get_color() for name in ends])
    for name, i, step, value in broken:
        _diverged(ax, name, i, step, value)
    return lines


def _room(curves, log):
    """Return limits around all finite values, with a margin, and zero if it is near."""
    values = np.concatenate(curves)
    values = values[np.isfinite(values) & ((values > 0) | (not log))]
    if not values.size:
        return (0.1, 10) if log else (0, 1)
    low, high = (float(np.clip(v, -FARTHEST, FARTHEST)) for v in (values.min(), values.max()))
    if log:
        low, high = max(low, 1 / FARTHEST), max(high, 10 / FARTHEST)
        air = max(high / low, 10) ** 0.06
        return low / air, high * air
    if 0 < low < 0.4 * high:
        low = 0.0
    span = high - low or abs(high) or 1.0
    return low if low == 0 else low - 0.06 * span, high + 0.06 * span


def _diverged(ax, name, i, step, value):
    colour = curve_look(i)["color"]
    place, coords = (step, value), "data"
    if not np.isfinite(value) or (ax.get_yscale() == "log" and value <= 0):
        place, coords = (0.02, 0.93 - 0.09 * i), "axes fraction"
    else:
        ax.plot(step, value, "X", ms=8, color=colour, mec="white", zorder=4)
    look = {"color": colour, "fontweight": "bold", "fontsize": 9.5, "va": "center"}
    beside = {"xycoords": coords, "xytext": (8, 0), "textcoords": "offset points"}
    ax.annotate(f"{name} diverged".strip(), place, annotation_clip=False, **beside, **look)


def draw_races(ax, losses, evaluations, log=True):
    """Draw named loss curves against the number of single-example gradients they took.

    This is the fair measure of cost: one step on all n examples costs as much as n steps on one.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        8 × 3.6 inches. At most seven curves have colours of their own.
    losses : dict of str to array_like, shape (k,)
        A value that is not finite ends its curve with the word "diverged".
    evaluations : array_like, shape (k,)
        Gradients of single examples so far, ascending.
    log : bool
        Whether the losses have a logarithmic axis.
    """
    draw_history(ax, losses, xlabel="gradients of single examples", log=log, x=evaluations)
    ax.xaxis.set_major_formatter("{x:,.0f}")


def draw_learning_curves(axes, history, log=False):
    """Draw loss and accuracy over the epochs of one training run, or of several by name.

    For one run, both curves are labelled. For several, the thick curve is validation, and the thin
    one in the same colour is training. The epoch with the lowest validation loss is marked: after
    it, the network learns what is peculiar to its training examples.

    Parameters
    ----------
    axes : Axes or two Axes
        For the loss, or for loss and accuracy; 9 × 3.4 inches.
    history : History, or dict of str to History
        What `fit` returned. Without validation there is one curve.
    log : bool
        Whether the losses have a logarithmic axis.
    """
    axes = np.ravel(axes)
    histories = history if isinstance(history, dict) else {"": history}
    for name, run in histories.items():
        whose = f"history[{name!r}]" if name else "history"
        if not run.epochs:
            raise ValueError(f"{whose} has no finished epoch; give fit(…) at least one epoch.")
        if len(axes) > 1 and not run.training_metric:
            raise ValueError(f"{whose} has no metric; give fit(…, metric=accuracy), or one axes.")
    best = {
        name: int(np.nanargmin(run.validation_loss)) + 1
        for name, run in histories.items()
        if np.isfinite(run.validation_loss).any()
    }
    for ax, kind in zip(axes, ("loss", "metric"), strict=False):
        label, log = ("loss J", log) if kind == "loss" else ("accuracy", False)
        curves, behind = _curves(histories, kind)
        lines = draw_history(ax, curves, label, "epoch", log=log, start=1, behind=behind)
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        if behind:
            note(ax, "thin: training")
        for name, epoch in best.items():
            _mark(ax, lines[name or "validation"], epoch)
        if "" in best:
            _name_epoch(ax, best[""])
    sentences = [
        _sentence(name, run, best.get(name), len(axes) == 2) for name, run in histories.items()
    ]
    return Chart(" ".join(sentences))


def _curves(histories, kind):
    """Return the named curves of a panel, and those drawn behind them."""
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


def _mark(ax, line, epoch):
    """Mark the best epoch on a curve, unless it diverged before."""
    x, y = line.get_data()
    if epoch <= len(x):
        look = {"ms": 8, "mec": "white", "color": line.get_color(), "zorder": 4}
        ax.plot(x[epoch - 1], y[epoch - 1], "o", clip_on=False, **look)


def _name_epoch(ax, epoch):
    ax.axvline(epoch, color=MUTED, ls=(0, (1, 2)), lw=1.5, zorder=1)
    place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    look = {"ha": "center", "color": MUTED, "fontsize": 9.5}
    ax.annotate(f"lowest loss: epoch {epoch}", (epoch, 1), (0, 3), **place, **look)


def _sentence(name, run, best, with_metric):
    training = run.training_loss or run.loss
    words = [f"loss {rounded(training[0])} to {rounded(training[-1])} in training"]
    if run.validation_loss:
        first, last = run.validation_loss[0], run.validation_loss[-1]
        words.append(f"{rounded(first)} to {rounded(last)} in validation, lowest at epoch {best}")
    if with_metric:
        both = [*run.training_metric[-1:], *run.validation_metric[-1:]]
        words.append(f"final accuracy {' and '.join(map(rounded, both))}")
    name = f"{name}: " if name else "Learning curves over "
    return f"{name}{count(run.epochs, 'epoch')}, {', '.join(words)}."


def draw_run_panels(axes, runs, healthy, guessing, guessing_name):
    """Draw the losses of several runs, one per panel, each in front of the same healthy run.

    Parameters
    ----------
    axes : sequence of Axes
        One for each run.
    runs : dict of str to (losses, validation_losses)
        By name: J of each minibatch, shape (steps,), and J of the validation set after each
        epoch, shape (epochs,); all epochs have the same number of steps.
    healthy : (losses, validation_losses)
    guessing : float
        J of a uniform guess, ln K for K classes, and its label.
    guessing_name : str
    """
    axes = np.ravel(axes)
    for ax, (name, (losses, validation)) in zip(axes, runs.items(), strict=True):
        epoch = len(losses) // len(validation)
        ends = np.arange(1, len(validation) + 1) * epoch
        ax.set_yscale("log")
        ax.set(xlim=(0, len(losses)), ylim=RUN_LIMITS, title=name, xticks=[0, *ends])
        ax.set_yticks(RUN_TICKS, [f"{tick:g}" for tick in RUN_TICKS])
        faint_grid(ax)
        ax.axhline(guessing, color=MUTED, ls=(0, (1, 2)), lw=1.3, zorder=1)
        behind = {"color": MUTED, "alpha": 0.55, "lw": 1, "label": "a healthy run"}
        dots = {"ms": 6.5, "color": HIGHLIGHT, "mec": "white", "label": "validation"}
        ax.plot(np.clip(healthy[0], *RUN_LIMITS), zorder=2, **behind)
        shown, ended = np.clip(losses, *RUN_LIMITS), np.clip(validation, *RUN_LIMITS)
        ax.plot(shown, color=INK, lw=1.1, zorder=3, label="minibatch")
        ax.plot(ends, ended, "o", zorder=4, clip_on=False, **dots)
        words = f"J {losses[0]:.3f} → {losses[-epoch:].mean():.3f},   "
        words += f"validation {validation[0]:.3f} → {validation[-1]:.3f}"
        note(ax, words, size=9)
        place = {"xytext": (0, 5), "textcoords": "offset points", "ha": "right"}
        ax.annotate(guessing_name, (len(losses), guessing), fontsize=9, color=MUTED, **place)


# ---- ranges over seeds ---------------------------------------------------------------------------


def draw_ranges(ax, x, rows, i=0, name=""):
    """Draw a median and a range over several seeds for each x, on logarithmic axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    x : array_like of float, shape (k,)
        Ascending.
    rows : array_like, shape (k, 3) or (3 k,)
        Median, least and largest value.
    i : int
        Which of several curves it is. Each is moved a little, or their ranges would coincide.
    name : str
    """
    middle, low, high = np.reshape(rows, (-1, 3)).T
    look = curve_look(i) | {"marker": "o", "ms": 5, "capsize": 2, "elinewidth": 1.2}
    ax.errorbar(np.multiply(x, 1.03**i), middle, (middle - low, high - middle), label=name, **look)
    ax.set(xscale="log", yscale="log")
    ax.relim()  # Matplotlib 3.8 takes bars on logarithmic axes for longer; the caps end them, too
    ax.autoscale_view()
    ax.set_xticks(x, [f"{one:,g}" for one in x])
    ax.set_xticks([], minor=True)
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_minor_formatter(NullFormatter())
    faint_grid(ax)
