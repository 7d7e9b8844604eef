"""Every section is there, in order, and runs alone after the setup cell; what it defines, under a
tag ``defines:lecturekit.module.name``, computes what the package computes."""

import importlib
import re
import warnings

import matplotlib as mpl
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from lecturekit.activations import tanh
from lecturekit.experiments.random_features import random_network
from lecturekit.neuron import Neuron
from lecturekit.publish.cells import slide_type
from tests.house.lectures import (
    LECTURES,
    ROOT,
    code,
    code_by_section,
    code_cells,
    headings,
    markdown,
    part,
    read,
    run_alone,
    sample,
    setup_cells,
    tags,
)
from tests.house.marks import borrowed


@pytest.fixture
def as_in_a_notebook(monkeypatch):
    """Give a cell the folder, the warnings and the settings that a kernel would give it."""
    monkeypatch.chdir(ROOT / "notebooks")
    with mpl.rc_context(), np.errstate(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_every_part_is_there_and_sections_are_numbered_through_all_of_them():
    assert [part(path) for path in LECTURES] == [1, 2, 3, 4]
    numbers = [
        re.match(r"## (\d+)\. \S", line) for path in LECTURES for line in headings(read(path))
    ]
    found = [int(number[1]) for number in numbers if number]
    assert found == list(range(1, len(found) + 1))
    assert len(found) >= 30


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_one_cell_is_the_setup_and_it_comes_first(path):
    book = read(path)
    assert setup_cells(book) == code_cells(book)[1:2]
    # Before it comes only what Colab needs, and no slide and no page shows that.
    (colab,) = code_cells(book)[:1]
    assert (colab.id, slide_type(colab), tags(colab)) == ("colab", "skip", ["colab"])


def section_cases():
    for path in LECTURES:
        setup, by_section = code_by_section(read(path))
        for heading, cells in by_section:
            yield pytest.param(setup, cells, id=f"{path.stem}: {heading[3:]}")


@pytest.mark.parametrize(("setup", "cells"), list(section_cases()))
def test_a_section_needs_only_itself_and_the_setup_and_its_core_only_the_core(setup, cells):
    assert borrowed([setup, *cells]) == []
    assert borrowed([setup, *(cell for cell in cells if "deeper" not in tags(cell))]) == []


@pytest.mark.exhaustive
@pytest.mark.usefixtures("as_in_a_notebook")
@pytest.mark.parametrize(("setup", "cells"), list(section_cases()))
def test_a_section_runs_alone_after_the_setup(setup, cells):
    run_alone(setup, cells)


SETUP = code("import numpy as np", "imports", tags=["setup"])


def test_the_rule_refuses_a_section_that_leans_on_another():
    book = sample(
        SETUP,
        markdown("## 1. One", "one"),
        code("radius = 2", "radius"),
        code("1 / 0", "failure", tags=["raises-exception"]),
        markdown("## 2. Two", "two"),
        code("np.pi * radius**2", "area"),
    )
    _, [(_, first), (_, second)] = code_by_section(book)
    assert run_alone(SETUP, first)["radius"] == 2
    with pytest.raises(NameError, match="radius"):
        run_alone(SETUP, second)
    assert borrowed([SETUP, *first]) == []
    assert borrowed([SETUP, *second]) == ["area: radius"]


TAG = "defines:"
Z = np.array([-1e3, -30.0, -2.5, -1.0, -1e-9, 0.0, 1e-9, 0.5, 1.0, 4.0, 30.0, 1e3])
NEURON = Neuron(w=[0.7, -1.3], b=0.2)
SURE = Neuron([1.0]), np.array([[-1e3], [-40.0], [40.0], [1e3]]), np.array([0, 1, 1, 0])
X = np.random.default_rng(0).normal(size=(20, 2))
Y = (X[:, 0] + X[:, 1] > 0.1).astype(int)

SCORES = np.array([[1.0, 2.0, 3.0], [1e3, 0.0, -1e3], [-5.0, -5.0, -5.0]])


# What to do with a definition, so that page and package can be compared: a function of the
# defined thing that returns numbers (an array, or a tuple of arrays).
PROBES = {
    "lecturekit.activations.sigmoid": lambda sigmoid: sigmoid(Z),
    "lecturekit.activations.softmax": lambda softmax: (softmax(SCORES), softmax(SCORES[0])),
    "lecturekit.neuron.Neuron": lambda Neuron: Neuron([0.7, -1.3], 0.2, tanh)(X),
    "lecturekit.logistic.logistic_loss_and_gradient": lambda f: (*f(NEURON, X, Y), *f(*SURE)),
    "lecturekit.experiments.random_features.random_network": lambda f: (
        f(5).theta,
        f(4, seed=3, spread=0.5).theta,
    ),
    "lecturekit.experiments.random_features.fit_output": lambda f: (
        (net := random_network(6), f(net, X, Y))[0].theta  # changed in place
    ),
    "lecturekit.experiments.random_filters.four_rows": lambda f: [
        *f(0, LogisticRegression(max_iter=5000)).values()
    ],
}


def definitions(book):
    """List (dotted name, the cells that it takes) for every tagged cell.

    A definition stands on the setup cell and on what its own section ran before it.
    """
    setup, by_section = code_by_section(book)
    return [
        (tag.removeprefix(TAG), [setup, *cells[: place + 1]])
        for _, cells in by_section
        for place, cell in enumerate(cells)
        for tag in tags(cell)
        if tag.startswith(TAG)
    ]


def disagreement(name, cells, probes):
    """Say how the page's definition differs from the package's, or return None."""
    if name not in probes:
        return f"{name}: tell in PROBES how to compare it"
    module, _, attribute = name.rpartition(".")
    packaged = getattr(importlib.import_module(module), attribute)
    namespace = run_alone(cells[0], cells[1:])
    if attribute not in namespace:
        return f"{name}: the cell does not define {attribute}"
    if namespace[attribute] is packaged:
        return f"{name}: the cell imports {attribute} instead of defining it"
    page, package = (_parts(probes[name](f)) for f in (namespace[attribute], packaged))
    try:
        for ours, theirs in zip(page, package, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)
    except (AssertionError, ValueError) as error:
        return f"{name}: page and package differ: {error}"
    return None


def _parts(result):
    return result if isinstance(result, tuple) else (result,)


def cases():
    for path in LECTURES:
        for name, cells in definitions(read(path)):
            yield pytest.param(name, cells, id=f"{path.stem}: {name}")


@pytest.mark.usefixtures("as_in_a_notebook")
@pytest.mark.parametrize(("name", "cells"), list(cases()))
def test_page_and_package_agree(name, cells):
    assert disagreement(name, cells, PROBES) is None


SIGMOID = "lecturekit.activations.sigmoid"


@pytest.mark.parametrize(
    ("name", "source", "problem"),
    [
        (SIGMOID, "def sigmoid(z):\n    return 0.5 + 0.5 * np.tanh(z / 2)", None),
        (SIGMOID, "def sigmoid(z):\n    return 0.5 + 0.4 * np.tanh(z / 2)", "differ"),
        (SIGMOID, "def sigmoid(z):\n    return 0.5", "differ"),
        (SIGMOID, "sigma = np.tanh", "does not define"),
        (SIGMOID, "from lecturekit.activations import sigmoid", "imports sigmoid"),
        ("lecturekit.activations.unheard_of", "unheard_of = 1", "PROBES"),
    ],
)
@pytest.mark.usefixtures("as_in_a_notebook")
def test_the_rule_tells_a_drifting_definition(name, source, problem):
    found = disagreement(name, [SETUP, code(source)], {SIGMOID: PROBES[SIGMOID]})
    assert found is None if problem is None else problem in found


def test_a_definition_stands_on_its_own_section():
    f, g, h = (code("…", name, tags=[f"{TAG}lecturekit.a.{name}"]) for name in "fgh")
    plain = code("1", "plain")
    book = sample(SETUP, markdown("## 1. A"), f, plain, g, markdown("## 2. B"), h)
    assert [(name[-1], [cell.id for cell in cells]) for name, cells in definitions(book)] == [
        ("f", ["imports", "f"]),
        ("g", ["imports", "f", "plain", "g"]),
        ("h", ["imports", "h"]),
    ]
