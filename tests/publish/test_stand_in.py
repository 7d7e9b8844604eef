"""In the page a few lines stand in for scikit-learn: `datasets` gets the same numbers from them."""

import importlib.util
import sys
from itertools import product

import numpy as np
import pytest

from lecturekit import datasets
from lecturekit.publish import packs


@pytest.fixture
def without_scikit_learn(monkeypatch, tmp_path):
    """Return a function that calls another one as it is called in the page."""
    spec = importlib.util.spec_from_file_location("stand_in", packs.TEMPLATES / "sklearn.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.DATA = tmp_path / "sklearn.npz"
    module.DATA.write_bytes(packs._data_sets())

    def call(function, *arguments, **options):
        with monkeypatch.context() as patch:
            for name in ("datasets", "model_selection"):
                patch.setitem(sys.modules, f"sklearn.{name}", module)
            return tuple(function(*arguments, **options))

    return call


def assert_equal(found, expected):
    for one, other in zip(found, expected, strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("load", [datasets.iris, datasets.digits])
def test_the_data_are_the_same(without_scikit_learn, load):
    assert_equal(without_scikit_learn(load), load())


def test_random_data_are_the_same_for_each_seed(without_scikit_learn):
    for n, seed, noise in product((2, 3, 60, 201), (0, 1, 2**32 - 1), (0, 0.3)):
        for make in (datasets.moons, datasets.circles):
            asked = {"n": n, "noise": noise, "seed": seed}
            assert_equal(without_scikit_learn(make, **asked), make(**asked))
    assert_equal(without_scikit_learn(datasets.circles, factor=0.3), datasets.circles(factor=0.3))


def test_splits_are_the_same_for_each_seed(without_scikit_learn):
    rng = np.random.default_rng(0)
    for classes, test_size, seed in product((1, 2, 5), (0.2, 0.25, 1 / 3, 0.5), range(8)):
        y = np.append(np.repeat(np.arange(classes), 9), rng.integers(classes, size=seed))
        rng.shuffle(y)
        X = rng.normal(size=(len(y), 2))
        asked = (X, y, test_size, seed)
        assert_equal(without_scikit_learn(datasets.split, *asked), datasets.split(*asked))


def test_mnist_says_that_it_is_not_there(without_scikit_learn):
    with pytest.raises(ConnectionError, match="MNIST is not on this machine"):
        without_scikit_learn(datasets.mnist)
