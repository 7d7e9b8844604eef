"""Imports run one way: root <- experiments <- draw <- explore, exercises <- notebooks."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.lectures import LECTURES, ROOT, code_cells, read

PACKAGE = ROOT / "lecturekit"
MODULES = sorted(PACKAGE.rglob("*.py"))

# room -> the rooms of the package, and the packages of others, that its modules may import.
# "root" are the modules that lie directly in lecturekit/: what the lectures teach.
ROOMS = {"root", "experiments", "draw", "explore", "exercises", "browser", "publish"}
MAY_IMPORT = {
    "root": {"root", "numpy"},
    "experiments": {"root", "experiments", "numpy"},
    "draw": {"root", "experiments", "draw", "numpy", "matplotlib", "contourpy", "PIL"},
}
MAY_IMPORT["explore"] = MAY_IMPORT["draw"] | {"explore", "ipywidgets", "tqdm"}
MAY_IMPORT["exercises"] = {"root", "experiments", "draw", "explore", "exercises"}
MAY_IMPORT["notebooks"] = MAY_IMPORT["exercises"] | {"numpy", "sklearn"}
MAY_IMPORT["exercises"] |= {"numpy", "ipywidgets"}
MAY_IMPORT["browser"] = MAY_IMPORT["exercises"] - {"ipywidgets"} | {"browser"}
# What a module may import in addition, but only inside a function: data and progress
# bars must not make `import lecturekit.…` slow.
ONLY_INSIDE_FUNCTIONS = {
    "datasets": {"sklearn"},
    "experiments.cluster": {"distributed"},
    "training": {"tqdm"},
}


def room_of(module):
    """Name the room of a dotted lecturekit module: ``draw``, ``root``, …"""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS - {"root"} else "root"


def imported(source):
    """List what Python source imports: (dotted name, is it inside a function?)

    ``from lecturekit import draw`` counts as ``lecturekit.draw``. A relative import is refused.
    """
    found = []

    def visit(node, inside):
        if isinstance(node, ast.Import):
            found.extend((alias.name, inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            found.extend((f"{base}.{alias.name}", inside) for alias in node.names)
        inside = inside or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for child in ast.iter_child_nodes(node):
            visit(child, inside)

    visit(ast.parse(source), False)
    return found


def violations(source, module=""):
    """Say which imports of a module, or without one of a notebook, run the wrong way."""
    room = room_of(module) if module else "notebooks"
    problems = []
    for name, inside in imported(source):
        top = name.split(".")[0]
        if "pyplot" in name.split(".") or top == "pylab":
            problems.append(f"{name}: pyplot keeps global state; use lecturekit.draw.new_figure")
            continue
        target = room_of(name) if top == "lecturekit" else top
        if target == "publish" and room != "publish":
            problems.append(f"{name}: publish is imported by nobody")
            continue
        if room == "publish" or top in sys.stdlib_module_names or target in MAY_IMPORT[room]:
            continue
        lazily = ONLY_INSIDE_FUNCTIONS.get(module.removeprefix("lecturekit."), set())
        if target in lazily and inside:
            continue
        where = " outside a function" if target in lazily else ""
        problems.append(f"{name}: {room} may not import {target}{where}")
    return problems


def dotted(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_modules_import_in_one_direction():
    found = {}
    for path in MODULES:
        module, source = dotted(path), path.read_text(encoding="utf-8")
        found[module] = violations(source, module)
    assert {module: problems for module, problems in found.items() if problems} == {}


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_notebooks_import_in_one_direction(path):
    source = "\n".join(cell.source for cell in code_cells(read(path)))
    assert violations(source) == []


ROOT_MODULE = "lecturekit.neuron"
EXPERIMENT = "lecturekit.experiments.quadratics"
DRAWING = "lecturekit.draw.points"
EXPLORED = "lecturekit.explore.line"
PUBLISHER = "lecturekit.publish.notebooks"
NOTEBOOK = ""
IN_A_FUNCTION = "def iris():\n    from sklearn.datasets import load_iris"


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (ROOT_MODULE, "import matplotlib"),
        (ROOT_MODULE, "from lecturekit.draw import show"),
        (ROOT_MODULE, "from lecturekit import draw"),
        (ROOT_MODULE, "from .activations import sigmoid"),
        (ROOT_MODULE, IN_A_FUNCTION),
        (ROOT_MODULE, "import IPython.display"),
        (ROOT_MODULE, "from lecturekit.experiments import quadratics"),
        ("lecturekit.datasets", "from sklearn import datasets"),
        (EXPERIMENT, "from lecturekit.draw import show"),
        (DRAWING, "import ipywidgets"),
        (DRAWING, "from .. import explore"),
        (DRAWING, "import matplotlib.pyplot as plt"),
        (DRAWING, "from matplotlib import pyplot"),
        (EXPLORED, "from lecturekit.publish import notebooks"),
        (PUBLISHER, "from matplotlib import pyplot"),
        (NOTEBOOK, "import matplotlib.pyplot as plt"),
        (NOTEBOOK, "from lecturekit.publish.notebooks import execute"),
        (NOTEBOOK, "import torch"),
    ],
)
def test_the_rule_refuses(module, source):
    assert violations(source, module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (ROOT_MODULE, "import math\nfrom lecturekit.activations import sigmoid"),
        ("lecturekit.datasets", IN_A_FUNCTION),
        (DRAWING, "from lecturekit.draw.style import INK\nimport matplotlib"),
        (DRAWING, "from lecturekit.experiments import quadratics"),
        (PUBLISHER, "from lecturekit.publish import pictures"),
        (NOTEBOOK, "import numpy as np\nfrom lecturekit.draw import show"),
    ],
)
def test_the_rule_allows(module, source):
    assert violations(source, module) == []


def undeclared(names):
    """List the foreign packages that pyproject.toml does not name for the package.

    PyTorch and JAX, its extra "compare", are for tests alone.
    """
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = settings["project"]["optional-dependencies"].items()
    lines = [line for name, extra in extras if name != "compare" for line in extra]
    lines += settings["project"]["dependencies"] + settings["build-system"]["requires"]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    foreign = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)
    brought_by = packages_distributions()
    return [
        name
        for name in sorted(foreign - {"lecturekit"})
        if not declared & {canonicalize_name(owner) for owner in brought_by.get(name, [name])}
    ]


def test_all_that_is_imported_is_declared():
    names = set()
    for path in MODULES:
        names.update(name for name, _ in imported(path.read_text(encoding="utf-8")))
    assert undeclared(names) == []
    assert undeclared({"torch.nn", "numpy.linalg", "os.path"}) == ["torch"]


def test_every_room_is_known():
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} <= ROOMS
