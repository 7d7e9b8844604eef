"""Part 4 shows the same network in PyTorch, as text. Here it runs, and must say the same."""

import re

import nbformat
import numpy as np
import torch

from lecturekit import datasets
from lecturekit.network import Network
from lecturekit.optimizers import SGD
from lecturekit.training import fit
from tests.house.lectures import LECTURES


def listing():
    book = nbformat.read(next(path for path in LECTURES if path.stem == "4-sgd"), as_version=4)
    (cell,) = (cell for cell in book.cells if cell.id == "pytorch")
    (code,) = re.findall(r"```python\n(.*?)```", cell.source, flags=re.DOTALL)
    return code.split("\nfor epoch", 1)


def test_the_listing_takes_the_same_steps_as_fit(monkeypatch):
    data = datasets.digits()
    X, y = data.X[:500] / 8 - 1, data.y[:500]
    net = Network([64, 32, 10], "relu", output="softmax", seed=0)
    rng = np.random.default_rng(0)
    monkeypatch.setattr(torch, "randperm", lambda n: torch.from_numpy(rng.permutation(n)))

    built, trained = listing()
    names = {"X": torch.from_numpy(X), "y": torch.from_numpy(y)}
    exec(built, names)
    model = names["model"].double()  # PyTorch starts with 32 bits
    with torch.no_grad():
        for values, window in zip(model.parameters(), _arrays(net), strict=True):
            values.copy_(torch.from_numpy(window))
    exec("for epoch" + trained, names)

    fit(net, X, y, SGD(0.1), batch_size=32, epochs=3, seed=0)
    theirs = [values.detach().numpy() for values in model.parameters()]
    for ours, other in zip(_arrays(net), theirs, strict=True):
        np.testing.assert_allclose(ours, other, rtol=1e-9, atol=1e-11)


def _arrays(net):
    return [array for pair in net.views(net.theta) for array in pair]
