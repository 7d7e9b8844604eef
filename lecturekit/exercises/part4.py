"""What the exercises of Part 4 need besides their texts: figures, and longer mistakes."""

import math

import numpy as np

from lecturekit.experiments.broken_runs import run, step_size_run

# ---- step_size_curves

STEP_SIZES = {"A": 10, "B": 0.002, "C": 0.3}


def curves():
    """Return the validation losses, before training and after each epoch, by name."""
    return {name: step_size_run(alpha) for name, alpha in STEP_SIZES.items()}


def curves_picture():
    from lecturekit.draw.history import draw_history  # Matplotlib takes a second to load
    from lecturekit.draw.picture import show
    from lecturekit.draw.style import new_figure

    figure, ax = new_figure(7.0, 3.3)
    draw_history(ax, curves(), "validation loss", "epoch", log=True, marker=True)
    ax.set_yticks([0.1, 0.3, 1, 3, 10], ["0.1", "0.3", "1", "3", "10"])
    ax.minorticks_off()
    return show(
        figure,
        f"Three curves of the validation loss over 12 epochs. {curve_seen('A')} {curve_seen('B')} "
        f"{curve_seen('C')}",
        name="step-size-curves",
    )


def curve_seen(name):
    J = curves()[name]
    return {
        "A": f"A jumps from {J[0]:.1f} up to {J[1]:.1f} in the first epoch, and later goes up "
        f"and down between {J[2:].min():.1f} and {J[2:].max():.1f}.",
        "B": f"B falls evenly, from {J[0]:.1f} to {J[-1]:.1f}, and is still on its way.",
        "C": f"C falls to {J[1]:.2f} in the first epoch and then levels off at {J[-1]:.2f}, "
        "the lowest of the three.",
    }[name]


# ---- failing_runs

RUNS = {"A": "sorted", "B": "labels", "C": "zero", "D": "raw"}


def runs_picture():
    from lecturekit.draw.history import draw_run_panels
    from lecturekit.draw.picture import show  # Matplotlib takes a second to load
    from lecturekit.draw.style import new_figure

    figure, axes = new_figure(8.6, 5.0, columns=2, rows=2, sharex=True, sharey=True)
    runs = {name: run(what)[:2] for name, what in RUNS.items()}
    draw_run_panels(axes, runs, run("healthy")[:2], math.log(10), "guessing, ln 10")
    figure.supylabel("loss J", fontsize=10)
    figure.supxlabel("step t, with a line after each epoch", fontsize=10)
    healthy, losses, validation = axes[0, 1].get_legend_handles_labels()[0]
    axes[0, 1].legend(handles=[losses, validation, healthy], loc="upper right", ncols=1)
    return show(
        figure,
        "Four training runs on digits, the loss of each minibatch and the validation loss after "
        f"each epoch, in front of a healthy run that falls from {run('healthy').losses[0]:.1f} to "
        f"{run('healthy').validation[-1]:.2f}. " + " ".join(map(run_seen, RUNS)),
        name="failing-runs",
    )


def run_seen(name):
    losses, validation, _ = run(RUNS[name])
    epoch = len(losses) // len(validation)
    start = f"{losses[0]:.2f}"
    return {
        "A": f"A falls below {_rounded_up(losses[:epoch].min())} within the first epoch, jumps "
        f"up to {losses[1:epoch].max():.1f} in between, and repeats this pattern; its validation "
        f"loss is {validation[0]:.2f} after the first epoch and {validation[-1]:.2f} at the end.",
        "B": f"B begins at {start}, and in the last epoch the mean over its minibatches "
        f"is {losses[-epoch:].mean():.2f}; its validation loss goes from "
        f"{validation[0]:.2f} to {validation[-1]:.2f}.",
        "C": f"C begins at {losses[0]:.4f} and never leaves the range from {losses.min():.2f} "
        f"to {losses.max():.2f}; its validation loss is {validation[-1]:.2f} at the end.",
        "D": f"D begins at {start}, before any step, and rises to {losses.max():.0f}; at the "
        f"end its validation loss is {validation[-1]:.2f}.",
    }[name]


def _rounded_up(value):
    return f"{math.ceil(100 * value) / 100:.2f}"


# ---- noise_scale


def estimates(
    s2=lambda variance, B, K: B * variance,
    square=lambda length, variance, B, K: length - variance / K,
    variance=lambda G: np.var(G, axis=0, ddof=1).sum(),
):
    """Return an attempt that computes both estimates from ‖mean‖² and the variance of the rows."""

    def attempt(G, batch_size):
        mean, v = G.mean(axis=0), variance(G)
        return s2(v, batch_size, len(G)), square(mean @ mean, v, batch_size, len(G))

    return attempt


# ---- cosine_warm_up


def wave(x):
    return (1 + math.cos(math.pi * min(x, 1))) / 2


def alpha(wave=wave, ramp=lambda t, r: (t + 1) / r, done=lambda t, r, steps: (t - r) / (steps - r)):
    """Return an attempt: peak · ramp(t, r) for t < r, then peak · wave(done(t, r, steps))."""
    return lambda t, peak, r, steps: peak * (ramp(t, r) if t < r else wave(done(t, r, steps)))


# ---- read_search


def reading(
    alphas,
    losses,
    score=np.mean,
    spread=lambda row: np.std(row, ddof=1),
    log=np.log10,
    nearer=min,
    ends=lambda alphas: (min(alphas), max(alphas)),
    itself=1,
):
    """Read a search with a different score, standard deviation or distance from the border."""
    i, means = np.argmin([score(row) for row in losses]), losses.mean(axis=1)
    low, high = ends(alphas)
    others = np.delete(means, i) <= means[i] + spread(losses[i])
    return alphas[i], nearer(log(alphas[i] / low), log(high / alphas[i])), others.sum() + itself


# ---- hidden_bugs


def loop_seen(name):
    """Return what experiments with a loop show that the other causes cannot explain."""
    return {
        "A": "in A, 32 copies of a digit lead to the same first step as one copy, all weights "
        "change, and with `alpha=0.001` most digits are right in the end.",
        "B": "in B, a second step on all digits is no longer than the first, all weights change, "
        "and with `alpha=0.003` most digits are right in the end.",
        "C": "in C, the first step is the same for 32 copies of a digit as for one, a second step "
        "on all digits is no longer, and the last losses are close to the loss on all digits.",
        "D": "in D, the first step is the same for 32 copies of a digit as for one, a second step "
        "on all digits is no longer, all weights change, and over half the digits are right.",
    }[name]
