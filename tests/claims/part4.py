"""What the claims of Part 4 share: the names of its setup cell, its network, and its cells."""

from lecturekit import Network, datasets
from tests.house.lectures import LECTURES, read

DIGITS = datasets.digits()
X, X_TEST, y, Y_TEST = datasets.split(DIGITS.X / 8 - 1, DIGITS.y, test_size=0.2, seed=0)
CELLS = {cell.id: cell for path in LECTURES if path.stem == "4-sgd" for cell in read(path).cells}


def net(seed=0):
    """Return the network of sections 27 to 32."""
    return Network([64, 32, 10], "relu", output="softmax", seed=seed)
