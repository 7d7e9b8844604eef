"""Training: every example once an epoch, the same path each time, and clean ends of every kind."""

import os
import signal
import subprocess
import sys
import threading
import tracemalloc

import numpy as np
import pytest

from lecturekit import datasets
from lecturekit.callbacks import Callback, EarlyStopping
from lecturekit.network import Network
from lecturekit.optimizers import SGD, Adam, AdamW
from lecturekit.schedules import cosine
from lecturekit.training import accuracy, evaluate, fit, minibatches

X, Y = datasets.moons(90, noise=0.2)
OTHER = datasets.moons(60, noise=0.2, seed=1)


@pytest.fixture(autouse=True)
def somebody_listens():
    """Ctrl-C works as in a terminal, even if the tests were started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def net():
    return Network([2, 8, 1], "tanh", output="sigmoid")


def trained(X=X, y=Y, optimizer=None, **settings):
    """Return θ and the history of a new network after training."""
    network = net()
    history = fit(network, X, y, optimizer, **settings)
    return network.theta, history


def rng(seed=0):
    return np.random.default_rng(seed)


# ---- minibatches


def test_an_epoch_shows_every_example_once_and_x_beside_its_y():
    numbers = np.arange(23)
    batches = list(minibatches(10 * numbers[:, None], numbers, 5, rng()))
    assert [len(y) for _, y in batches] == [5, 5, 5, 5, 3]
    for X_batch, y_batch in batches:
        np.testing.assert_array_equal(X_batch[:, 0], 10 * y_batch)
    seen = np.concatenate([y for _, y in batches])
    np.testing.assert_array_equal(np.sort(seen), numbers)


def test_examples_are_shuffled_and_not_batches():
    numbers, generator = np.arange(1000), rng()
    epochs = [next(minibatches(numbers, numbers, 100, g))[1] for g in (generator, generator, rng())]
    assert np.ptp(epochs[0]) > 900
    assert (epochs[0] != epochs[1]).any()
    np.testing.assert_array_equal(epochs[0], epochs[2])


@pytest.mark.parametrize("size", [4, 9])
def test_a_batch_of_all_examples_is_all_examples_in_their_order(size):
    [(X_batch, y_batch)] = minibatches(np.arange(8).reshape(4, 2), [0, 1, 2, 3], size, rng())
    np.testing.assert_array_equal(X_batch, np.arange(8).reshape(4, 2))
    np.testing.assert_array_equal(y_batch, [0, 1, 2, 3])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((X, Y, 2.5, rng()), "batch_size is 2.5"),
        ((X, Y, 4, 0), "rng is 0, but a generator is needed"),
        ((X[:0], Y[:0], 4, rng()), "n is 0"),
        ((X, 3.0, 4, rng()), "one target for each example"),
    ],
)
def test_bad_minibatches_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        minibatches(*arguments)


# ---- fit does what the algorithm says


def test_fit_is_the_algorithm():
    by_hand, generator, losses = net(), rng(4), []
    theta, history = trained(optimizer=SGD(0.3), batch_size=20, epochs=3, seed=4)
    for _ in range(3):
        for X_batch, y_batch in minibatches(X, Y, 20, generator):
            J, gradient = by_hand.loss_and_gradient(X_batch, y_batch)
            by_hand.theta -= 0.3 * gradient
            losses.append(J)
    np.testing.assert_allclose(theta, by_hand.theta, rtol=1e-11)
    np.testing.assert_allclose(history.step_losses, losses, rtol=1e-11)
    sizes = [20, 20, 20, 20, 10]
    means = [np.average(losses[k : k + 5], weights=sizes) for k in (0, 5, 10)]
    np.testing.assert_allclose(history.loss, means, rtol=1e-11)
    assert (history.epochs, history.steps, history.stopped) == (3, 15, "epochs")


def test_it_learns_and_measures_on_both_sets():
    network = net()
    history = fit(network, X, Y, Adam(0.05), epochs=100, validation=OTHER, metric=accuracy)
    assert history.training_metric[-1] > 0.95
    assert history.validation_metric[-1] > 0.9
    assert history.training_loss[-1] == pytest.approx(network.loss(X, Y), rel=1e-12)
    assert history.validation_loss[-1] == pytest.approx(network.loss(*OTHER), rel=1e-12)
    assert history.training_metric[-1] == np.mean(network.predict(X) == Y)
    assert len(history.training_loss) == len(history.validation_metric) == 100
    assert "100 epochs, 300 steps" in repr(history)


def test_several_classes_and_single_precision():
    digits = datasets.digits()
    few, labels = digits.X[:300] / 16, digits.y[:300]
    classes, one_hot = (
        Network([64, 20, 10], "relu", output="softmax", dtype=np.float32) for _ in range(2)
    )
    history = fit(classes, few, labels, Adam(0.01), epochs=15, metric=accuracy)
    assert history.training_metric[-1] > 0.97
    assert classes.theta.dtype == np.float32
    assert history.step_losses[0] == pytest.approx(np.log(10), rel=0.3)
    rows = fit(one_hot, few, np.eye(10)[labels], Adam(0.01), epochs=15)
    np.testing.assert_allclose(rows.loss, history.loss)


def test_the_seed_decides_and_the_optimizer_begins_afresh():
    optimizer = Adam(0.01)
    first, again, other = (
        trained(optimizer=optimizer, epochs=2, seed=seed, dropout=0.3)[0] for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_weight_decay_and_dropout_change_training_alone():
    plain, _ = trained(optimizer=AdamW(0.02, weight_decay=0), epochs=30)
    decayed, _ = trained(optimizer=AdamW(0.02, weight_decay=1.0), epochs=30)
    assert np.linalg.norm(decayed) < 0.8 * np.linalg.norm(plain)
    dropped, adam = net(), AdamW(0.02, weight_decay=0)
    history = fit(dropped, X, Y, adam, epochs=30, dropout=0.5, metric=accuracy)
    assert (dropped.theta != plain).any()
    assert history.training_loss[-1] == pytest.approx(dropped.loss(X, Y))  # without dropout
    assert np.mean(history.loss) > np.mean(history.training_loss)


# ---- going on


class Pause(Callback):
    """Stop after these steps."""

    def __init__(self, *stops):
        self.stops = stops

    def after_step(self, run):
        if run.step in self.stops:
            run.stop("a pause")


def pieces(*stops):
    """Train 6 epochs in pieces: stop after so many steps, and go on."""
    network, history, done, optimizer = net(), None, 0, Adam(cosine(0.05, 40))
    settings = {"validation": OTHER, "metric": accuracy, "dropout": 0.2, "say": None}
    settings |= {"batch_size": 20, "seed": 3, "callbacks": [Pause(*stops)]}
    while done < 6:
        history = fit(network, X, Y, optimizer, epochs=6 - done, history=history, **settings)
        optimizer, done = None, history.epochs
    return network, history


@pytest.mark.parametrize("stops", [{10}, {1}, {4}, {5, 7, 14, 15, 29}, set(range(30))])
def test_training_in_pieces_is_one_training_bit_for_bit(stops):
    whole, expected = pieces()
    network, history = pieces(*stops)
    np.testing.assert_array_equal(network.theta, whole.theta)
    for name in ["step_losses", "loss", "training_loss", "validation_loss", "validation_metric"]:
        assert getattr(history, name) == getattr(expected, name)
    assert (expected.steps, expected.epochs) == (30, 6)


def test_going_on_in_the_middle_of_an_epoch_wants_the_same_batches():
    network = net()
    history = fit(network, X, Y, batch_size=20, epochs=2, callbacks=Pause(1), say=None)
    before = network.theta.copy()
    with pytest.raises(ValueError, match="inside an epoch of 90 examples in batches of 20, but"):
        fit(network, X, Y, batch_size=30, history=history)
    np.testing.assert_array_equal(network.theta, before)
    assert history.steps == 1
    fit(network, X, Y, batch_size=20, epochs=1, history=history)
    fit(network, X, Y, batch_size=30, epochs=1, history=history)  # between epochs it may change
    assert history.steps == 5 + 3


# ---- ends


class PressStop(Callback):
    """Press Ctrl-C in the middle of a step: from inside the update of θ."""

    def __init__(self, at, times=1):
        self.at, self.times = at, times

    def begin(self, run):
        update = run.optimizer.update

        def interrupted(theta, gradient, alpha, *memory):
            if run.step == self.at:
                for _ in range(self.times):
                    os.kill(os.getpid(), signal.SIGINT)
            update(theta, gradient, alpha, *memory)

        run.optimizer.update = interrupted

    def end(self, run):
        del run.optimizer.update


@pytest.mark.parametrize("at", [0, 3, 4, 8])
def test_the_stop_button_waits_for_the_step_and_fit_can_go_on(at):
    whole, expected = trained(optimizer=Adam(0.02), batch_size=20, epochs=3)
    network, said, stop = net(), [], PressStop(at)
    history = fit(network, X, Y, Adam(0.02), 20, epochs=3, callbacks=stop, say=said.append)
    assert history.stopped == "interrupted"
    assert history.steps == at + 1  # the step was finished
    assert history.epochs == (at + 1) // 5
    assert said == [history.message]
    assert f"after step {at + 1}" in history.message
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    history = fit(network, X, Y, batch_size=20, epochs=3 - history.epochs, history=history)
    np.testing.assert_array_equal(network.theta, whole)
    assert history.step_losses == expected.step_losses
    assert history.loss == expected.loss
    assert history.stopped == "epochs"


def test_pressing_twice_breaks_off():
    with pytest.raises(KeyboardInterrupt):
        fit(net(), X, Y, Adam(0.02), callbacks=[PressStop(3, times=2)])
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_after_an_interrupt_between_steps_or_an_error_it_can_go_on():
    def press(run):
        raise KeyboardInterrupt

    def fail(run):
        raise RuntimeError("mine")

    network = net()
    history = fit(network, X, Y, Adam(0.02), 20, epochs=3, callbacks=press, say=None)
    assert (history.stopped, history.epochs) == ("interrupted", 1)
    with pytest.raises(RuntimeError, match="mine"):
        fit(network, X, Y, batch_size=20, epochs=3, callbacks=fail, history=history)
    fit(network, X, Y, batch_size=20, epochs=1, history=history)
    whole, _ = trained(optimizer=Adam(0.02), batch_size=20, epochs=3)
    np.testing.assert_array_equal(network.theta, whole)


class Path(Callback):
    """θ at the start and after every step."""

    def begin(self, run):
        self.thetas = [run.theta.copy()]

    def after_step(self, run):
        self.thetas.append(run.theta.copy())


def test_divergence_stops_with_advice_and_a_smaller_step_size_goes_on(capsys):
    network, path = Network([2, 4, 1], "relu", loss="squared_error"), Path()
    start = network.theta.copy()
    history = fit(network, X, Y, SGD(1e150), epochs=1, callbacks=[path])
    assert history.stopped == "diverged"
    assert np.isfinite(network.theta).all()
    assert np.isfinite(history.step_losses).all()
    assert f"Diverged: after step {history.steps}, with step size 1e+150" in history.message
    assert "Try a step size of 1e+149, standardise X" in history.message
    assert capsys.readouterr().out == history.message + "\n"
    # θ is where the last loss was measured: before the step that led too far.
    np.testing.assert_array_equal(network.theta, path.thetas[-2])
    assert history.optimizer.t == 0
    network.theta[:] = start
    history = fit(network, X, Y, SGD(0.1), epochs=5, history=history)
    assert history.stopped == "epochs"
    assert np.isfinite(history.loss).all()


@pytest.mark.parametrize(
    ("theta", "X", "y", "alpha", "size", "said"),
    [
        ([1, -1, 0], X, 1e3 * Y, 1e308, 90, "Diverged: after step 1"),
        ([1e200, 1e200, 0], 1 + np.abs(X), Y, 0.1, 90, "Diverged before the first step"),
        ([1e-50, 0], [[1e200]], [0], 0.1, 1, "Diverged: after step 1"),
        ([1e-50, 0], [[1e200]] * 3, [0] * 3, 0.1, 1, "Diverged: after step 1"),
    ],
    ids=["in the last step", "before any step", "in the gradient of a finite loss", "mid-epoch"],
)
def test_theta_is_taken_back_from_where_it_overflows(theta, X, y, alpha, size, said):
    network = Network([len(theta) - 1, 1])
    network.theta[:] = theta
    history = fit(network, X, y, SGD(alpha), batch_size=size, epochs=1, say=None)
    assert (history.stopped, history.epochs) == ("diverged", 0)
    assert said in history.message
    np.testing.assert_array_equal(network.theta, theta)


def test_outside_the_main_thread_it_trains_as_well():
    network = net()
    thread = threading.Thread(target=fit, args=(network, X, Y), kwargs={"epochs": 2})
    thread.start()
    thread.join()
    np.testing.assert_array_equal(network.theta, trained(epochs=2)[0])


# ---- callbacks


def test_early_stopping_takes_back_the_best_theta():
    network, early, path = Network([2, 40, 1], "tanh", output="sigmoid"), EarlyStopping(4), Path()
    said, watch = [], {"validation": OTHER, "callbacks": [early, path]}
    history = fit(network, X[:15], Y[:15], Adam(0.1), 15, epochs=500, say=said.append, **watch)
    best = int(np.argmin(history.validation_loss)) + 1
    assert history.stopped == "callback"
    assert (early.best_epoch, history.epochs) == (best, best + 4)
    assert network.loss(*OTHER) == pytest.approx(early.best_loss, rel=1e-12)
    np.testing.assert_array_equal(network.theta, path.thetas[best])
    assert said == [
        f"Stopped: the validation loss has not improved for 4 epochs; θ is that of epoch {best}."
    ]
    assert repr(early).startswith("EarlyStopping(patience=4): best validation loss 0.")


def test_early_stopping_leaves_theta_where_patience_lasted():
    path = Path()
    theta, _ = trained(epochs=4, validation=OTHER, callbacks=[EarlyStopping(5), path])
    np.testing.assert_array_equal(theta, path.thetas[-1])


def test_functions_are_called_after_each_epoch_and_may_stop():
    seen = []

    def look(run):
        seen.append((run.epoch, run.step, run.history.loss[-1]))
        if run.epoch == 2:
            run.stop("enough")

    history = fit(net(), X, Y, batch_size=30, callbacks=look, say=None)
    assert seen == [(1, 3, history.loss[0]), (2, 6, history.loss[1])]
    assert history.message == "Stopped: enough."


@pytest.mark.parametrize(("disable", "shown"), [("", True), ("1", False)])
def test_the_progress_bar_is_wiped_away_and_quiet_when_told(disable, shown):
    program = (
        "from lecturekit.network import Network\n"
        "from lecturekit.training import fit\n"
        "import time\n"
        "slow = [lambda run: time.sleep(0.3)]\n"
        "fit(Network([1, 1]), [[0]], [1], epochs=4, progress=True, callbacks=slow)\n"
        "fit(Network([1, 1]), [[0]], [1], epochs=1)\n"
    )
    environment = os.environ | {"TQDM_DISABLE": disable}
    run = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert ("step" in run.stdout) == shown
    *_, last = ["", *run.stdout.split("\n")[:-1]]  # each \r of the bar is read as a new line
    assert last.strip() == ""


# ---- data larger than memory


def test_a_file_trains_like_an_array_in_little_memory(tmp_path):
    n, d = 20_000, 50
    rows = rng().integers(0, 256, size=(n, d), dtype=np.uint8)
    labels = (rows[:, 0] > 127).astype(np.int64)
    np.save(tmp_path / "X.npy", rows)
    np.save(tmp_path / "y.npy", labels)
    stored = [np.load(tmp_path / name, mmap_mode="r") for name in ("X.npy", "y.npy")]
    first, from_file, from_memory = (Network([d, 4, 1], "tanh", output="sigmoid") for _ in range(3))
    fit(first, *stored, SGD(1e-4), 200, epochs=1)  # imports and caches
    tracemalloc.start()
    fit(from_file, *stored, SGD(1e-4), batch_size=200, epochs=1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < rows.size * 8  # the whole file as floats
    fit(from_memory, rows.astype(float), labels, SGD(1e-4), batch_size=200, epochs=1)
    np.testing.assert_array_equal(from_file.theta, from_memory.theta)


class File:
    """As in HDF5: a slice, or rows in rising order."""

    def __init__(self, array):
        self.array, self.shape = array, array.shape

    def __len__(self):
        return len(self.array)

    def __getitem__(self, rows):
        if not isinstance(rows, slice):
            assert (np.diff(rows) > 0).all()
        return self.array[rows]


@pytest.mark.parametrize("kind", [File, np.ndarray.tolist, np.asfortranarray])
def test_whatever_gives_rows_in_rising_order_will_do_and_stays_as_it_is(kind):
    kept, labels = X.copy(), Y.copy()
    theta, _ = trained(kind(X), kind(Y), epochs=2)
    np.testing.assert_array_equal(theta, trained(epochs=2)[0])
    np.testing.assert_array_equal(X, kept)
    np.testing.assert_array_equal(Y, labels)


def test_evaluation_in_pieces_is_evaluation(monkeypatch):
    network, broken = net(), X.copy()
    broken[80, 1] = np.nan
    whole = evaluate(network, X, Y, accuracy)
    monkeypatch.setattr("lecturekit.minibatches.ENTRIES", 8 * 7)  # seven rows at a time
    np.testing.assert_allclose(evaluate(network, X, Y, accuracy), whole, rtol=1e-12)
    assert whole[0] == pytest.approx(network.loss(X, Y))
    assert evaluate(network, X, Y)[1] is None
    with pytest.raises(ValueError, match="In the examples starting at index 77: X holds nan"):
        fit(network, broken, Y)


def test_accuracy_by_hand():
    assert accuracy([0, 1, 2, 1], [0, 1, 1, 1]) == 0.75
    assert accuracy(np.eye(3), [0, 1, 1]) == pytest.approx(2 / 3)
    assert accuracy([[0], [1]], [0, 1]) == 1
    assert accuracy([[0, 1], [1, 1]], [[0, 1], [0, 1]]) == 0.75
    for y, predicted in [([0, 1, 1], [0, 1]), ([], []), (1, 1), (np.ones((3, 0)), [0, 1, 1])]:
        with pytest.raises(ValueError, match=r"y has shape .* and at least one example"):
            accuracy(y, predicted)


# ---- the door


def nan_in(array):
    array = np.array(array, float)
    array.flat[3] = np.nan
    return array


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"X": X[:, :1]}, "X has 1 feature, but this network takes 2"),
        ({"y": Y + 1}, "y holds 2, outside"),
        ({"y": nan_in(Y)}, "y holds nan"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"epochs": 2.5}, "epochs is 2.5"),
        ({"seed": -1}, "seed is -1"),
        ({"dropout": 1.0}, "dropout is 1.0"),
        ({"optimizer": 0.1}, "optimizer is 0.1, but one from lecturekit.optimizers"),
        ({"validation": (X[:, :1], Y)}, "X has 1 feature"),
        ({"validation": X}, "validation needs two parts"),
        ({"metric": "accuracy"}, "metric is 'accuracy', but a function"),
        ({"metric": lambda y, predicted: int("x")}, "invalid literal"),
        ({"say": "x"}, "say is 'x', but a function is needed, such as print"),
        ({"callbacks": [EarlyStopping]}, r"the class EarlyStopping, .*; write EarlyStopping\(\)\."),
        ({"callbacks": [3]}, "callbacks holds 3"),
        ({"callbacks": EarlyStopping()}, "validation is missing, but EarlyStopping watches"),
        ({"history": [0.1]}, r"history is \[0.1\]"),
    ],
)
def test_bad_arguments_are_refused_and_nothing_changes(change, message):
    network, optimizer = net(), Adam()
    with pytest.raises(ValueError, match=message):
        fit(network, **{"X": X, "y": Y, "optimizer": optimizer} | change)
    np.testing.assert_array_equal(network.theta, net().theta)
    assert optimizer.t == 0


def test_networks_that_do_not_fit_are_refused():
    _, history = trained(optimizer=Adam(), epochs=1)
    with pytest.raises(ValueError, match="remembers gradients of 33 parameters"):
        fit(Network([2, 3, 1], output="sigmoid"), X, Y, history=history)
    network = net()
    network.theta[2] = np.nan
    with pytest.raises(ValueError, match=r"network.theta holds nan"):
        fit(network, X, Y)
