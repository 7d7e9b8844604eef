"""Imports run one way: root <- experiments <- draw <- explore, exercises <- notebooks."""

import ast
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.lectures import LECTURES, ROOT, code_cells, read

PACKAGE = ROOT / "lecturekit"
MODULES = sorted(PACKAGE.rglob("*.py"))
CORE = sorted(path for path in PACKAGE.glob("*.py"))

# room -> the rooms of the package, and the packages of others, that its modules may import.
# "root" are the modules that lie directly in lecturekit/: what the lectures teach.
ROOMS = {"root", "experiments", "draw", "explore", "exercises", "publish"}
MAY_IMPORT = {
    "root": {"root", "numpy"},
    "experiments": {"root", "experiments", "numpy"},
    "draw": {"root", "experiments", "draw", "numpy", "matplotlib", "contourpy", "PIL"},
}
MAY_IMPORT["explore"] = MAY_IMPORT["draw"] | {"explore", "ipywidgets", "tqdm"}
MAY_IMPORT["exercises"] = {"root", "experiments", "draw", "explore", "exercises"}
MAY_IMPORT["notebooks"] = MAY_IMPORT["exercises"] | {"numpy", "sklearn"}
MAY_IMPORT["exercises"] |= {"numpy", "ipywidgets"}
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


def imported(source, module="", package=False):
    """List what Python source imports: (dotted name, is it inside a function?)

    ``from lecturekit import draw`` counts as ``lecturekit.draw``, and relative imports are
    resolved against the dotted name `module`.
    """
    found = []

    def visit(node, inside):
        if isinstance(node, ast.Import):
            found.extend((alias.name, inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                folder = module.split(".")[: None if package else -1]
                folder = folder[: len(folder) - (node.level - 1)]
                base = ".".join([*folder, *filter(None, [base])])
            found.extend((f"{base}.{alias.name}", inside) for alias in node.names)
        inside = inside or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for child in ast.iter_child_nodes(node):
            visit(child, inside)

    visit(ast.parse(source), False)
    return found


def violations(source, room, module="", package=False):
    """Say which imports of a module, or of a notebook's code, run the wrong way."""
    problems = []
    for name, inside in imported(source, module, package):
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
        found[module] = violations(source, room_of(module), module, path.name == "__init__.py")
    assert {module: problems for module, problems in found.items() if problems} == {}


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_notebooks_import_in_one_direction(path):
    source = "\n".join(cell.source for cell in code_cells(read(path)))
    assert violations(source, "notebooks") == []


MODULE_OF = {
    "root": "lecturekit.neuron",
    "experiments": "lecturekit.experiments.quadratics",
    "draw": "lecturekit.draw.points",
    "explore": "lecturekit.explore.line",
    "publish": "lecturekit.publish.notebooks",
    "notebooks": "",
}


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("root", "import matplotlib"),
        ("root", "from lecturekit.draw import show"),
        ("root", "from lecturekit import draw"),
        ("root", "from .draw import show"),
        ("root", "def f():\n    import sklearn"),
        ("root", "import IPython.display"),
        ("root", "from lecturekit.experiments import quadratics"),
        ("experiments", "from lecturekit.draw import show"),
        ("draw", "import ipywidgets"),
        ("draw", "from .. import explore"),
        ("draw", "import matplotlib.pyplot as plt"),
        ("draw", "from matplotlib import pyplot"),
        ("explore", "from lecturekit.publish import notebooks"),
        ("publish", "from matplotlib import pyplot"),
        ("notebooks", "import matplotlib.pyplot as plt"),
        ("notebooks", "from lecturekit.publish.notebooks import execute"),
        ("notebooks", "import torch"),
    ],
)
def test_the_rule_refuses(room, source):
    assert violations(source, room, MODULE_OF[room])


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("root", "import math\nfrom .activations import sigmoid"),
        ("draw", "from lecturekit.draw.style import INK\nimport matplotlib"),
        ("draw", "from lecturekit.experiments import quadratics"),
        ("publish", "from lecturekit.publish import pictures"),
        ("notebooks", "import numpy as np\nfrom lecturekit.draw import show"),
    ],
)
def test_the_rule_allows(room, source):
    assert violations(source, room, MODULE_OF[room]) == []


def test_some_packages_are_imported_inside_functions_only():
    inside = "def iris():\n    from sklearn.datasets import load_iris"
    assert violations(inside, "root", "lecturekit.datasets") == []
    assert violations("from sklearn import datasets", "root", "lecturekit.datasets")


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
        package = path.name == "__init__.py"
        found = imported(path.read_text(encoding="utf-8"), dotted(path), package)
        names.update(name for name, _ in found)
    assert undeclared(names) == []
    assert undeclared({"torch.nn", "numpy.linalg", "os.path"}) == ["torch"]


def loaded_beyond_numpy(*modules):
    """List the foreign packages that are loaded by importing `modules` in a new Python."""
    program = (
        "import sys, numpy; before = set(sys.modules)\n"
        f"import {', '.join(modules)}\n"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(run.stdout.split()) - set(sys.stdlib_module_names) - {"lecturekit", "numpy"}


def test_the_root_loads_nothing_but_numpy():
    assert loaded_beyond_numpy(*map(dotted, CORE)) == set()


def test_that_measurement_sees_a_foreign_package():
    assert "matplotlib" in loaded_beyond_numpy("matplotlib")


def test_every_room_is_known():
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert rooms <= ROOMS
    assert Path(PACKAGE / "__init__.py").exists()
