"""Every section of the lecture is there, in order, and runs alone after the setup cell."""

import builtins
import symtable

import pytest

from tests.house.lectures import (
    LECTURES,
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
)

HEADINGS = {
    1: [
        "## 1. Review: components of a supervised learning problem",
        "## 2. Review: binary classification",
        "## 3. Review: logistic regression",
        "## 4. A biological neuron",
        "## 5. An artificial neuron: example",
        "## 6. An artificial neuron: notation",
        "## 7. Logistic regression as an artificial neuron",
        "## 8. Perceptron",
        "## 9. Example: one neuron, two ways to learn",
        "## 10. Activation functions",
    ],
    2: [
        "## 11. Review: artificial neuron",
        "## 12. Neural networks: intuition",
        "## 13. Neural networks: layers",
        "## 14. Neural networks: notation",
        "## 15. What a network can represent",
        "## 16. Example of a neural network",
        "## 17. Types of layers",
        "## 18. Neuroscience angle",
    ],
    3: [
        "## 19. Review: layers and networks",
        "## 20. Review: the gradient",
        "## 21. Review: gradient descent",
        "## 22. Review: chain rule of calculus",
        "## 23. Backpropagation",
        "## 24. Example",
        "## 25. Checking a gradient",
        "## 26. Training it",
    ],
    4: [
        "## 27. Why not the whole batch?",
        "## 28. The stochastic gradient",
        "## 29. The algorithm",
        "## 30. Step size",
        "## 31. Batch size",
        "## 32. Momentum and adaptive methods",
        "## 33. A real run: handwritten digits",
        "## 34. Beyond one machine",
        "## 35. In practice",
    ],
}


def missing_headings(book, expected):
    """List the expected headings that are not there, or not in their place."""
    rest = iter(headings(book))
    return [heading for heading in expected if heading not in rest]


def test_every_part_is_there():
    assert [part(path) for path in LECTURES] == list(HEADINGS)


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_headings_are_those_of_the_lecture(path):
    book = read(path)
    assert missing_headings(book, HEADINGS[part(path)]) == []
    numbered = [heading for heading in headings(book) if heading[3].isdigit()]
    assert numbered == HEADINGS[part(path)]


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_one_cell_is_the_setup_and_it_comes_first(path):
    book = read(path)
    assert setup_cells(book) == code_cells(book)[:1]


def section_cases():
    for path in LECTURES:
        setup, by_section = code_by_section(read(path))
        for heading, cells in by_section:
            yield pytest.param(setup, cells, id=f"{path.stem}: {heading[3:]}")


def borrowed(setup, cells):
    """List the names that code cells use, but neither they nor the setup cell define before."""
    known, missing = {*dir(builtins), "__name__", "display"}, []
    for cell in [setup, *cells]:
        table = symtable.symtable(cell.source, cell.id, "exec")
        known |= {name.get_name() for name in table.get_symbols() if name.is_assigned()}
        known |= {name.get_name() for name in table.get_symbols() if name.is_imported()}
        missing += sorted(f"{cell.id}: {name}" for name in globals_of(table) - known)
    return missing


def globals_of(table):
    """Return the names that code looks up outside of all its functions."""
    inside = table.get_type() != "module"
    names = {
        name.get_name()
        for name in table.get_symbols()
        if name.is_referenced() and (name.is_global() or not inside)
    }
    return names.union(*(globals_of(child) for child in table.get_children()))


@pytest.mark.parametrize(("setup", "cells"), list(section_cases()))
def test_a_section_needs_only_itself_and_the_setup(setup, cells):
    assert borrowed(setup, cells) == []


@pytest.mark.exhaustive
@pytest.mark.usefixtures("as_in_a_notebook")
@pytest.mark.parametrize(("setup", "cells"), list(section_cases()))
def test_a_section_runs_alone_after_the_setup(setup, cells):
    run_alone(setup, cells)


def test_the_rule_refuses_missing_and_swapped_headings():
    expected = HEADINGS[1]
    assert missing_headings(sample(markdown("\n".join(expected))), expected) == []
    assert missing_headings(sample(markdown("\n".join(expected[1:]))), expected)
    assert missing_headings(sample(markdown("\n".join(expected[::-1]))), expected)
    assert missing_headings(sample(code("\n".join(expected))), expected)


def test_the_rule_refuses_a_section_that_leans_on_another():
    setup = code("import math", "imports", tags=["setup"])
    book = sample(
        setup,
        markdown("## 1. One", "one"),
        code("radius = 2", "radius"),
        code("1 / 0", "failure", tags=["raises-exception"]),
        markdown("## 2. Two", "two"),
        code("math.pi * radius**2", "area"),
    )
    _, [(_, first), (_, second)] = code_by_section(book)
    assert run_alone(setup, first)["radius"] == 2
    with pytest.raises(NameError, match="radius"):
        run_alone(setup, second)
    assert borrowed(setup, first) == []
    assert borrowed(setup, second) == ["area: radius"]
