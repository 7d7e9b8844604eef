"""The network that learns to read: its epochs are those of `fit`, and the figure says so."""

import numpy as np
import pytest

from lecturekit.draw.scenes.digits import DigitsScene, picks, progress
from lecturekit.experiments.runs import EPOCHS, DigitsRun, digits, digits_run
from lecturekit.network import Network
from lecturekit.optimizers import SGD, Adam
from lecturekit.training import accuracy, fit

START = {"hidden": 8, "optimizer": "SGD", "step_size": 0.1, "batch_size": 64, "seed": 0}


@pytest.mark.parametrize(("name", "optimizer"), [("Adam", Adam(0.03)), ("SGD", SGD(0.03))])
def test_the_epochs_of_digits_are_those_of_one_long_fit(name, optimizer):
    data = digits()
    network = Network([64, 8, 10], "relu", "softmax", seed=2)
    parts = {"validation": (data.X_validation, data.y_validation), "metric": accuracy}
    history = fit(network, data.X, data.y, optimizer, 64, 4, seed=2, say=None, **parts)
    run = DigitsRun(8, name, 0.03, 64, 2)
    for epoch in (2, 1, 4):  # also backward
        assert run.go_to(epoch) == epoch
        J = run.network_at(epoch).loss(data.X, data.y)
        assert run.losses[0, epoch] == pytest.approx(J, rel=1e-12)
    np.testing.assert_array_equal(run.network_at(4).theta, network.theta)
    np.testing.assert_array_equal(run.losses[0, 1:], history.training_loss)
    np.testing.assert_array_equal(run.losses[1, 1:], history.validation_loss)
    np.testing.assert_array_equal(run.accuracies[1, 1:], history.validation_metric)


def test_the_digits_are_split_without_overlap_and_the_test_set_is_not_touched():
    data = digits()
    assert len(data.X) + len(data.X_validation) == 1437  # of 1797
    assert data.images.max() == 16
    np.testing.assert_array_equal(8 * (data.X_validation.reshape(-1, 8, 8) + 1), data.images)
    assert not {row.tobytes() for row in data.X} & {row.tobytes() for row in data.X_validation}


def test_digits_that_overflow_say_so_and_stay_where_they_were():
    wild = START | {"optimizer": "momentum", "step_size": 1e200, "hidden": 4}
    run = digits_run(**wild)
    done = run.go_to(EPOCHS)
    assert done < EPOCHS
    assert run.ended.startswith("Diverged")
    assert run.losses.shape == run.accuracies.shape == (2, done + 1)
    assert np.isfinite(run.network_at(EPOCHS).theta).all()
    scene = DigitsScene()
    scene.update(**wild, epoch=EPOCHS, digit=0)
    words = f"epoch {done + 1}: diverged, J is no longer finite, α is too large"
    assert scene.state.get_text() == words


class Run:
    """A run whose losses are given."""

    ended = None

    def __init__(self, training, validation):
        self.losses = np.array([training, validation], dtype=float)

    def go_to(self, epoch):
        return min(epoch, self.losses.shape[1] - 1)


@pytest.mark.parametrize(
    ("training", "validation", "words"),
    [
        ([2.5], [2.6], "before training: J = 2.5"),
        ([2, 1, 0.5], [2, 1, 0.6], "epoch 2: J is falling"),
        ([2, 1, 1.5], [2, 1, 1.5], "epoch 2: J has risen"),
        ([2, 3], [2, 3], "epoch 1: J is above its start"),
        ([2, 1], [2, 3], "epoch 1: validation J is above its start"),
        ([2, 1e9], [2, 1e9], "epoch 1: diverged, J = 1e9"),
        ([2, 1, 0.5, 0.4, 0.3], [2, 1, 1.1, 1.2, 1.3], "epoch 4: overfitting"),
    ],
)
def test_what_is_said_about_digits(training, validation, words):
    assert progress(Run(training, validation), len(training) - 1)[0].startswith(words)


def test_digits_tell_honest_numbers():
    scene, data = DigitsScene(), digits()
    values = START | {"epoch": 6, "digit": 13}
    scene.update(**values)
    network = digits_run(**START).network_at(6)
    right = int(np.sum(network.predict(data.X_validation) == data.y_validation))
    assert f"{right} of 288 are right" in scene.describe(**values)
    assert scene.numbers.get_text() == f"validation: {100 * right / 288:.1f} % of 288 right"
    shown = [[int(cell.get_text() or 0) for cell in row] for row in scene.cells]
    assert np.trace(shown) == right
    assert np.sum(shown) == 288
    index = picks()[13]
    np.testing.assert_array_equal(scene.image.get_array(), data.images[index])
    heights = [bar.get_height() for bar in scene.bars]
    np.testing.assert_allclose(heights, network(data.X_validation[index : index + 1])[0])
    assert f"{max(heights):.2f}" in scene.answer_name.get_text()
