"""The scalar computational graph: every rule by hand, random expressions against PyTorch."""

import gc
import math
import operator

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from lecturekit.graph import Value

NUMBERS = st.floats(-3, 3).filter(lambda x: abs(x) > 0.05)


def gradients(f, *numbers):
    """The value of f and its derivatives, by the graph."""
    inputs = [Value(x) for x in numbers]
    output = f(*inputs)
    output.backward()
    return output.value, [v.gradient for v in inputs]


# ---- one operation at a time -------------------------------------------------------------

SIGMOID = 1 / (1 + math.exp(0.7))
BINARY = {
    "+": (operator.add, lambda a, b: (1, 1)),
    "-": (operator.sub, lambda a, b: (1, -1)),
    "*": (operator.mul, lambda a, b: (b, a)),
    "/": (operator.truediv, lambda a, b: (1 / b, -a / b**2)),
}
UNARY = {
    "neg": (lambda v: -v, -0.7, 0.7, -1),
    "exp": (lambda v: v.exp(), -0.7, math.exp(-0.7), math.exp(-0.7)),
    "log": (lambda v: v.log(), 0.7, math.log(0.7), 1 / 0.7),
    "tanh": (lambda v: v.tanh(), -0.7, math.tanh(-0.7), 1 - math.tanh(-0.7) ** 2),
    "sigmoid": (lambda v: v.sigmoid(), -0.7, SIGMOID, SIGMOID * (1 - SIGMOID)),
    "relu": (lambda v: v.relu(), 0.7, 0.7, 1),
    "relu of a negative number": (lambda v: v.relu(), -0.7, 0, 0),
    "relu at its kink": (lambda v: v.relu(), 0.0, 0, 0),
    "square": (lambda v: v**2, -0.7, 0.49, -1.4),
    "third power": (lambda v: v**3, -0.7, -0.343, 3 * 0.49),
    "root": (lambda v: v**0.5, 0.7, math.sqrt(0.7), 0.5 / math.sqrt(0.7)),
    "inverse": (lambda v: v**-1, -0.7, -1 / 0.7, -1 / 0.49),
    "power 0": (lambda v: v**0, 0.0, 1, 0),
    "power 1 at 0": (lambda v: v**1, 0.0, 0, 1),
    "NumPy function": (lambda v: np.exp(v), -0.7, math.exp(-0.7), math.exp(-0.7)),
    "sum of a list": (lambda v: sum([v, v, 1]), -0.7, -0.4, 2),
}


@pytest.mark.parametrize("name", BINARY)
def test_an_operator_against_its_closed_form_also_with_plain_numbers(name):
    rule, derivatives = BINARY[name]
    for a, b in np.random.default_rng(0).uniform(0.3, 3, (20, 2)) * (1, -1):
        value, found = gradients(rule, a, b)
        assert value == rule(a, b)
        assert found == pytest.approx(derivatives(a, b), rel=1e-14)
        for five in (5, np.float64(5), np.float32(5)):
            first = gradients(lambda v, five=five: rule(five, v), b)
            second = gradients(lambda v, five=five: rule(v, five), a)
            assert first == (rule(5, b), [pytest.approx(derivatives(5, b)[1], rel=1e-14)])
            assert second == (rule(a, 5), [pytest.approx(derivatives(a, 5)[0], rel=1e-14)])


@pytest.mark.parametrize("name", UNARY)
def test_a_function_against_its_closed_form(name):
    rule, x, value, derivative = UNARY[name]
    found, (gradient,) = gradients(rule, x)
    assert found == pytest.approx(value, rel=1e-14)
    assert gradient == pytest.approx(derivative, rel=1e-14)


def test_far_out_nothing_overflows():
    assert gradients(lambda v: v.sigmoid(), -800.0) == (0.0, [0.0])
    assert gradients(lambda v: v.sigmoid(), 800.0) == (1.0, [0.0])
    value, (gradient,) = gradients(lambda v: v.sigmoid(), 40.0)
    assert value == 1.0
    assert gradient == pytest.approx(math.exp(-40))  # σ(1 − σ) would have been 0
    assert gradients(lambda v: v.tanh(), 800.0) == (1.0, [0.0])


# ---- the graph ---------------------------------------------------------------------------


def test_a_result_remembers_operands_and_local_derivatives():
    a, b = Value(2.0), Value(3.0)
    product = a * b
    (first, to_first), (second, to_second) = product.parents
    assert first is a
    assert second is b
    assert (to_first, to_second) == (3.0, 2.0)
    assert (a.parents, a.operation, product.operation) == ((), "", "*")
    assert (a - 1).parents[1][0].operation == "constant"


def test_a_node_used_twice_sums_over_its_paths():
    assert gradients(lambda v: v + v, 3.0) == (6.0, [2.0])
    assert gradients(lambda v: v * v, 3.0) == (9.0, [6.0])
    assert gradients(lambda v: v - v, 3.0) == (0.0, [0.0])
    assert gradients(lambda v: v / v, 3.0)[1] == pytest.approx([0.0])
    # One path from b to the end goes through the sum, one does not.
    assert gradients(lambda a, b: (a + b) * b, 2.0, 3.0) == (15.0, [3.0, 8.0])


def test_a_tower_of_diamonds_is_walked_once():
    """Each floor doubles the number of paths; there are 2 ** 200 of them."""
    a = Value(1.0)
    floor = a
    for _ in range(200):
        floor = floor + floor
    floor.backward()
    assert a.gradient == 2.0**200
    assert len(floor.history()) == 201


def test_backward_starts_anew_each_time():
    a = Value(2.0)
    square = a * a
    cube = square * a
    for _ in range(2):
        cube.backward()
        assert (a.gradient, square.gradient, cube.gradient) == (12.0, 2.0, 1.0)
    square.backward()
    assert (a.gradient, square.gradient) == (4.0, 1.0)
    a.backward()
    assert a.gradient == 1.0


def test_a_chain_of_100_000_nodes():
    first = v = Value(1.0)
    for _ in range(100_000):
        v = v + 1
    v.backward()
    assert v.value == 100_001
    assert first.gradient == 1.0
    del v
    gc.collect()  # taking it apart must not be too deep either
    assert first.value == 1.0


# ---- random expressions ------------------------------------------------------------------


def combine(expressions):
    """Larger expressions from smaller ones; all are functions of a, b and c."""
    operators = st.sampled_from([operator.add, operator.sub, operator.mul])
    functions = st.sampled_from(["tanh", "sigmoid", "relu"])
    f = expressions
    return st.one_of(
        st.tuples(operators, f, f).map(lambda p: lambda n, x: p[0](p[1](n, x), p[2](n, x))),
        st.tuples(f, f).map(lambda p: lambda n, x: p[0](n, x) / (p[1](n, x) ** 2 + 1)),
        st.tuples(functions, f).map(lambda p: lambda n, x: n[p[0]](p[1](n, x))),
        f.map(lambda f: lambda n, x: n["exp"](-(f(n, x) ** 2))),
        f.map(lambda f: lambda n, x: n["log"](f(n, x) ** 2 + 1)),
        f.map(lambda f: lambda n, x: (f(n, x) ** 2 + 1) ** -1.5),
        st.tuples(NUMBERS, f).map(lambda p: lambda n, x: p[0] - p[1](n, x)),
    )


LEAVES = st.sampled_from([0, 1, 2]).map(lambda i: lambda n, x: x[i])
EXPRESSIONS = st.recursive(LEAVES, combine, max_leaves=8)
POINTS = st.tuples(NUMBERS, NUMBERS, NUMBERS)
METHODS = {f: operator.methodcaller(f) for f in ("exp", "log", "tanh", "sigmoid", "relu")}


@given(EXPRESSIONS, POINTS)
def test_random_expressions_against_pytorch(f, point):
    inputs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in point]
    theirs = f(METHODS, inputs)
    assume(abs(theirs.item()) < 1e6)
    theirs.backward()
    slopes = [0.0 if x.grad is None else x.grad.item() for x in inputs]
    value, found = gradients(lambda *x: f(METHODS, x), *point)
    assert value == pytest.approx(theirs.item(), rel=1e-10, abs=1e-10)
    assert found == pytest.approx(slopes, rel=1e-9, abs=1e-10 * max(map(abs, [1.0, *slopes])))


# ---- refusals ----------------------------------------------------------------------------

V = Value(2.0)


@pytest.mark.parametrize(
    ("action", "error", "words"),
    [
        (lambda: Value("3"), TypeError, r"'3' is a str, .* float\(\.\.\.\)"),
        (lambda: V * np.array([1.0, 2.0]), TypeError, "one Value for each entry"),
        (lambda: V * 1j, TypeError, "1j is a complex"),
        (lambda: Value(V), TypeError, "is a Value, but"),
        (lambda: Value(True), TypeError, "True is a bool"),
        (lambda: Value(math.nan), ValueError, "nan is given"),
        (lambda: Value(0).log(), ValueError, r"log\(0.0\) .* make the argument positive"),
        (lambda: 1 / Value(0), ZeroDivisionError, "1.0 / 0 .* away from 0"),
        (lambda: Value(0) ** 0.5, ValueError, r"0 \*\* 0.5 has no finite derivative"),
        (lambda: Value(-2) ** 0.5, ValueError, r"\(-2.0\) \*\* 0.5 is not a real number"),
        (lambda: V**V, TypeError, r"\(c \* v.log\(\)\).exp\(\)"),
        (lambda: Value(1000).exp(), OverflowError, "'exp' of 1000 exceeds the range"),
        (lambda: Value(1e200) * Value(1e200), OverflowError, r"'\*' of 1e\+200, 1e\+200"),
        (lambda: V > 1, TypeError, r"v.value > 0, or write v.relu\(\)"),
        (lambda: V == 2.0, TypeError, "Values cannot be compared"),
        (lambda: bool(V), TypeError, "Values cannot be compared"),
        (lambda: math.exp(V), TypeError, r"v.exp\(\) instead of math.exp"),
        (lambda: float(V), TypeError, "write v.value"),
    ],
)
def test_what_is_not_supported_says_the_fix(action, error, words):
    with pytest.raises(error, match=words):
        action()
    assert (V.value, V.gradient, V.parents) == (2.0, 0.0, ())  # left alone
