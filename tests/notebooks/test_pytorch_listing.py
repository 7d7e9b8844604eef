"""Part 4 prints the same network in PyTorch: the listing runs as printed, and takes our steps."""

import re
import subprocess
import sys

import numpy as np
import pytest

from lecturekit.network import Network
from lecturekit.optimizers import SGD
from lecturekit.training import accuracy
from tests.house.lectures import LECTURES, read

torch = pytest.importorskip("torch")
(BOOK,) = (read(path) for path in LECTURES if path.stem == "4-sgd")
CELLS = {cell.id: cell.source for cell in BOOK.cells}


def listings(cell):
    return re.findall(r"```python\n(.*?)```", CELLS[cell], flags=re.DOTALL)


def test_the_listing_runs_as_printed_and_takes_our_steps():
    (listing,) = listings("pytorch")
    page = {}
    exec(CELLS["setup"], page)
    exec(listing, page)
    X, y, model = page["X"], page["y"], page["model"]
    assert accuracy(y, model(page["X_t"]).argmax(1).numpy()) > 0.95

    torch.manual_seed(0)  # the same weights and orders again, for a network of ours
    start = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
    net, optimizer = Network([64, 32, 10], "relu", output="softmax"), SGD(0.1)
    net.theta[:] = flat(start)
    for _ in range(10):
        for rows in torch.randperm(len(X)).split(32):
            optimizer.step(net.theta, net.loss_and_gradient(X[rows.numpy()], y[rows.numpy()])[1])
    np.testing.assert_allclose(flat(model), net.theta, rtol=1e-3, atol=1e-4)  # 32 bits against 64


def flat(model):
    return np.concatenate([values.detach().numpy().ravel() for values in model.parameters()])


# In one write, for two processes share the output.
SHOW = """
theta = sum(values.sum().item() for values in model.parameters())
print(f"{theta} {len(X_t)}\\n", end="", flush=True)
"""
# A thread of gloo may free its last tensor only while Python shuts down, and then aborts a process
# that has done its work (3 runs of 48 on a busy machine, with PyTorch 2.13). So leave at once.
LEAVE = "import os; os._exit(0)"


@pytest.mark.exhaustive
def test_two_processes_run_the_listing_with_the_lines_for_them(tmp_path):
    """They stay at the same θ, which is not that of one process."""
    (listing,), (lines,) = listings("pytorch"), listings("ddp")
    shard, wrapped, end = lines.split("\n\n")
    listing = listing.replace("model = ", f"{shard}\nmodel = ", 1)
    listing = listing.replace("optimizer = ", f"{wrapped}\noptimizer = ", 1)
    script = tmp_path / "train.py"
    script.write_text("\n".join([CELLS["setup"], listing, SHOW, end, LEAVE]), encoding="utf-8")
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node=2", script]
    done = subprocess.run(torchrun, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (theta, n), (other, m) = sorted(line.split() for line in done.stdout.splitlines()[-2:])
    assert theta == other
    assert {n, m} == {"718", "719"}
