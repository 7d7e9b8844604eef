"""What Part 4 claims beyond one machine and in practice: sections 34 and 35."""

import math
import re
from itertools import pairwise, product

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.exercises.part4 import RUNS
from lecturekit.experiments import broken_runs
from lecturekit.network import Network
from lecturekit.optimizers import SGD, Adam
from lecturekit.training import accuracy, fit
from tests.claims.part4 import CELLS, net
from tests.exercises.options import right

CAUSES = {1: "labels", 2: "large", 3: "small", 4: "raw", 5: "zero", 6: "sorted"}
(X, X_VALIDATION), (y, Y_VALIDATION) = broken_runs.standardised(), broken_runs.parts()[2:]


@pytest.fixture(scope="module")
def page():
    names = {"__name__": "page"}
    exec(CELLS["setup"].source, names)
    return names


@pytest.mark.claim("4-quiz-four-workers")
def test_four_workers():
    network, rng = net(), np.random.default_rng(0)
    rows = rng.permutation(len(X))[:128]
    shards = [network.loss_and_gradient(X[part], y[part])[1] for part in np.split(rows, 4)]
    whole = network.loss_and_gradient(X[rows], y[rows])[1]
    np.testing.assert_allclose(np.mean(shards, axis=0), whole, rtol=1e-9, atol=1e-12)
    assert right(exercises.quiz_four_workers).startswith("One step with B = 128")


@pytest.mark.claim(
    "4-step-cost", r"sends less than $2 \cdot \text{bytes of } \theta$, whatever $K$ is"
)
@pytest.mark.claim("4-all-reduce-caption", "After $K - 1 = 3$ messages each quarter is complete")
def test_all_reduce_in_a_ring():
    """The figure's own loop, with gradients in place of counts."""
    lines = CELLS["all-reduce-figure"].source.split("\n")
    loop = "\n".join(lines[2 : next(k for k, line in enumerate(lines) if "new_figure" in line)])
    names = {"np": np}
    exec(loop, names)
    counts = names["counts"]
    assert sorted(np.argwhere(counts[3] == 4)[:, 1]) == [0, 1, 2, 3]
    assert (counts[2] < 4).all()
    assert (counts[6] == 4).all()
    assert not (counts[5] == 4).all()
    for old, new in pairwise(counts):
        assert (np.sum(old != new, axis=1) <= 1).all()  # a worker receives one chunk a message
    assert 1 < (len(counts) - 1) / 4 < 2  # messages of a quarter each


@pytest.mark.claim("4-cluster-model-text", "an efficiency of around 90 %, a little more than")
def test_the_cost_model(page):
    *_, last = CELLS["cluster-model"].source.partition("\n\n\n")[0].split("\n")
    assert last.strip().startswith("return computing + 2 * (K - 1) * (latency + size / (K * band")
    shown = "".join(out.get("text", "") for out in CELLS["cluster-model"].outputs)
    fast, slow = (int(share) / 100 for share in re.findall(r"(\d+)% of a step", shown))
    ring = [2 * 31 * (20e-6 + 100e6 / 32 / (gigabits * 1e9 / 8)) for gigabits in (50, 1)]
    assert [fast, slow] == [round(0.18 / (0.18 + seconds), 2) for seconds in ring]
    assert 0.8 < fast < 0.9  # "a little more than the model gives"
    assert slow < 0.2  # "would mostly wait"


@pytest.mark.filterwarnings("ignore:Port 8787")  # a second test may run at the same time
@pytest.mark.claim("4-dask-text", "np.average(gradients, axis=0, weights=sizes)")
def test_dask_takes_the_steps_of_one_process(page):
    pytest.importorskip("distributed")
    (listing,) = re.findall(r"```python\n(.*?)```", CELLS["dask-text"].source, flags=re.DOTALL)
    start, theirs = Network([64, 8, 10], "relu", output="softmax", seed=0), {**page}
    theirs |= {"net": start, "optimizer": SGD(0.1)}
    exec(listing.replace("range(100)", "range(5)"), theirs)
    theirs["client"].close()
    net, optimizer = Network([64, 8, 10], "relu", output="softmax", seed=0), SGD(0.1)
    for _ in range(5):
        optimizer.step(net.theta, net.loss_and_gradient(page["X"], page["y"])[1])
    np.testing.assert_allclose(start.theta, net.theta, rtol=1e-9, atol=1e-12)


@pytest.mark.claim("4-quiz-random-labels")
def test_random_labels(page):
    """With the page's own pixels, and with standardised ones."""
    quiz = exercises.quiz_random_labels
    assert "Adam (α = 0.01) for 100 epochs" in quiz.question
    for (pixels, others), seed in product(
        ((page["X"], page["X_test"]), (X, X_VALIDATION)), range(20)
    ):
        network = Network([64, 64, 10], "relu", output="softmax", seed=seed)
        labels = np.random.default_rng(seed).integers(10, size=200)
        fit(network, pixels[:200], labels, Adam(0.01), 32, 100, seed=seed, say=None)
        assert accuracy(labels, network.predict(pixels[:200])) == 1
        true = Y_VALIDATION if others is X_VALIDATION else page["y_test"]
        assert accuracy(true, network.predict(others)) < 0.2  # "no better than guessing"
    assert f"It has {network.theta.size:,} parameters" in right(quiz)


# ---- the exercise on failing runs


@pytest.mark.claim("4-exercise-failing-runs-task")
def test_the_broken_runs_are_what_they_are_said_to_be():
    guessing, epoch = math.log(10), 43
    healthy = broken_runs.run("healthy")
    assert healthy.validation[-1] < 0.2
    runs = {what: broken_runs.run(what) for what in CAUSES.values()}
    losses = {what: run.losses for what, run in runs.items()}
    validation = {what: run.validation for what, run in runs.items()}
    assert losses["large"][0] == losses["small"][0] == healthy.losses[0]
    assert losses["large"].max() > 1e6
    assert validation["small"][0] > validation["small"][-1] > 2
    assert losses["small"][-epoch:].mean() < losses["small"][:epoch].mean()
    assert losses["labels"][0] == pytest.approx(healthy.losses[0], abs=0.5)
    assert guessing - 0.2 < losses["labels"][-epoch:].mean() < guessing < validation["labels"][-1]
    assert losses["zero"][0] == pytest.approx(guessing, abs=1e-12)
    assert abs(losses["zero"] - guessing).max() < 0.05
    assert np.count_nonzero(runs["zero"].network.theta) == 10  # only the last biases have changed
    assert losses["raw"][0] > 4 * guessing
    hidden = runs["raw"].network.forward(broken_runs.parts()[1]).outputs[1]
    assert (hidden == 0).all(axis=0).mean() > 0.5  # "most ReLU neurons are dead"
    assert (validation["sorted"] > 2 * healthy.validation).all()
    for part in np.split(losses["sorted"][: 4 * epoch], 4):
        assert (np.diff(np.log(part)) > 1).sum() >= 5  # jumps, "in every epoch anew"
        assert part.min() < 0.05
    with pytest.raises(ValueError, match=r"^name is 'Large'; choose one of 'healthy'"):
        broken_runs.run("Large")


@pytest.mark.claim("4-exercise-failing-runs-task")
def test_the_answers_are_the_causes_of_the_runs_and_two_are_left_over():
    failing = exercises.failing_runs
    assert {name: CAUSES[k] for name, k in failing.answers.items()} == RUNS
    assert len(failing.choices) - len(failing.answers) == 2


# ---- the loops with hidden bugs


def after(name, page, rows=slice(None), seed=0, **settings):
    """Return a network after training by a loop, θ before, and the losses of the steps."""
    network = net(seed)
    theta = network.theta.copy()
    loop = broken_runs.faulty_loop(name)
    return network, theta, loop(network, page["X"][rows], page["y"][rows], seed=seed, **settings)


def length(name, page, rows=slice(None), epochs=1):
    net, theta, _ = after(name, page, rows, alpha=1e-5, batch_size=2000, epochs=epochs)
    return np.linalg.norm(net.theta - theta)


@pytest.mark.claim("4-exercise-hidden-bugs-task")
def test_experiments_tell_the_loops_apart(page):
    """What `loop_seen` and the solution say, with 20 seeds where it rests on chance."""
    assert exercises.hidden_bugs.answers == {"A": 2, "B": 1, "C": 4, "D": 5}
    for name, copies, second in (("A", 1, 3), ("B", 32, 2), ("C", 1, 2), ("D", 1, 2)):
        assert length(name, page, [0] * 32) / length(name, page, [0]) == pytest.approx(copies)
        assert length(name, page, epochs=2) / length(name, page) == pytest.approx(second, rel=0.05)
    X, y = page["X"], page["y"]
    for name, alpha, least in (("A", 0.001, 0.5), ("B", 0.003, 0.5), ("D", 0.1, 0.5)):
        for seed in range(20):
            net, theta, losses = after(name, page, seed=seed, alpha=alpha)
            assert accuracy(y, net.predict(X)) > least  # "most digits"
            assert all(np.any(W != 0) for W, _ in net.views(net.theta - theta))
    assert losses[-20:].mean() < 0.1 < net.loss(X, y)  # of D: the last in the list
    for seed in range(20):
        net, theta, losses = after("C", page, seed=seed)
        assert np.all(net.views(net.theta - theta)[0][0] == 0)
        assert net.loss(X, y) == pytest.approx(losses[-20:].mean(), rel=0.15)
        assert accuracy(y, net.predict(X)) > 0.7  # "it learns at all"


@pytest.mark.claim("4-clipping-text", "around 1 without clipping and around 0.1 with it")
def test_clipping(page):
    """The cell's own function, over the seeds that the text speaks of."""
    source = CELLS["clipping"].source
    exec(source[: source.index("\n\n\nprint")], page)
    settings = (1.0, np.inf), (1.0, 1.0), (0.5, np.inf)
    with np.errstate(all="ignore"):
        J = [[page["clipped_run"](*pair, seed) for seed in range(20)] for pair in settings]
    without, clipped, smaller = np.median(J, axis=1)
    assert 0.6 < without < 1.6
    assert 0.07 < clipped < 0.15
    assert 0.07 < smaller < 0.15
    assert max(J[1]) < 0.5 < np.quantile(J[0], 0.4)
