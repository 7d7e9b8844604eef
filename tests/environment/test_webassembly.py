"""The package in WebAssembly, without a browser: 32 bits, no threads, no floating-point flags.

NumPy, Matplotlib, Pillow and scikit-learn are the oldest versions that pyproject.toml allows.
"""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from lecturekit.publish import packages, pyodide
from tests.environment.numbers import numbers
from tests.house.lectures import ROOT

LOADED = "numpy", "matplotlib", "pillow", "scikit-learn", "ipython", "packaging"
TESTED = [
    *(f"tests/test_{name}.py" for name in ("activations", "checks", "datasets", "gradcheck")),
    *(f"tests/test_{name}.py" for name in ("gradient_descent", "losses", "network")),
    *(f"tests/test_{name}.py" for name in ("one_neuron", "schedules", "training")),
    "tests/experiments",
    "tests/exercises/test_answers.py",
    "tests/exercises/test_checks.py",
    "tests/draw/test_digest.py",
    "tests/draw/test_scene.py",
]
# They start threads and processes. Others are not tested here because they need PyTorch
# (backward, graph, optimizers), a notebook server or a browser, or draw for minutes.
LEFT_OUT = "not main_thread and not progress_bar"
OPTIONS = ["-c/dev/null", "--rootdir=/here", "--import-mode=importlib", "--capture=sys", "-q"]
OPTIONS += [
    "--tb=short",
    "--disable-plugin-autoload",
    "-pno:cacheprovider",
    "-pno:faulthandler",
    "-Werror",
    f"-k{LEFT_OUT}",
]
OPTIONS += ["--ignore=tests/experiments/test_cluster.py"]

pytestmark = pytest.mark.exhaustive


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Runs `python -m …` in WebAssembly, and returns its exit status and what it printed."""
    folder = tmp_path_factory.mktemp("pyodide")
    pyodide.copy(LOADED, folder)
    runner = Path(__file__).with_name("webassembly.mjs")
    more = Path(pytest.__file__).parents[1]  # this environment's packages: the pure ones will do

    def run(*command):
        node = [packages.node_itself(), runner, folder, ",".join(LOADED), ROOT, more]
        return subprocess.run([*node, *command], capture_output=True, text=True, timeout=1800)

    return run


def test_the_tests_of_the_numbers_pass(python):
    run = python("pytest", *OPTIONS, *TESTED)
    assert run.returncode == 0, f"\n{run.stdout[-6000:]}\n{run.stderr[-2000:]}"


def test_the_numbers_are_the_same(python):
    run = python("tests.environment.numbers")
    assert run.returncode == 0, run.stderr[-2000:]
    found, wanted = json.loads(run.stdout), numbers()
    assert found.keys() == wanted.keys()
    for name, values in wanted.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-12, atol=1e-12, err_msg=name)


def test_a_failure_there_is_told(python):
    run = python("pytest", *OPTIONS, "tests/environment/numbers.py::nothing")
    assert run.returncode != 0
    assert "numbers.py::nothing" in run.stdout + run.stderr
