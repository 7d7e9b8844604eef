"""A number that remembers how it was computed, and can therefore be differentiated.

Every operation on a `Value` makes a new one. It keeps its operands and, for each of them,
the *local derivative*: how fast the result changes when that operand alone changes. Together
the Values form the computational graph. `backward` walks it from the output to the inputs
and applies the chain rule at every node: local derivative × upstream gradient, summed where
several paths meet::

    w, x = Value(3.0), Value(2.0)
    y = (w * x).tanh()
    y.backward()
    w.gradient              # dy/dw

This is reverse-mode automatic differentiation (Griewank and Walther, Evaluating
Derivatives, 2008), one number at a time. Part 3 (the chain rule) teaches it, and then does the
same for whole layers, as `Network.loss_and_gradient` does.
"""

import math
import numbers

from lecturekit import activations


class Value:
    """One real number in a computation: a node of the computational graph.

    Operators: ``+ - * /`` with Values and numbers on either side, ``v ** 3``, ``-v``, and the
    methods `exp`, `log`, `tanh`, `sigmoid` and `relu`.

    Parameters
    ----------
    x : float
        A finite number.
    name : str
        Its label in drawings. For a result, set ``v.name = "z"``.

    Attributes
    ----------
    value : float
        Computed once. For other inputs, evaluate the expression again.
    gradient : float
        The derivative of the output with respect to this number, after ``output.backward()``.
    parents : tuple of (Value, float)
        The operands it was computed from, each with its local derivative; empty for an input.
    operation : str
        What made it: "+", "*", "exp", …; "" for an input, "constant" for a plain number.

    Raises
    ------
    TypeError
        If an operand is not a real number or a Value, or if Values are compared.
    ValueError, ZeroDivisionError, OverflowError
        If the result or a local derivative would not be a finite number.

    Examples
    --------
    >>> a, b = Value(2.0), Value(3.0)
    >>> f = (a + b) * b
    >>> f.backward()
    >>> b
    Value(3.0, gradient=8.0)
    """

    __array_priority__ = 1000  # np.float64(2) * v asks v first, as 2 * v does

    def __init__(self, x, name=""):
        self.value = _real(x)
        self.name = name
        self.gradient = 0.0
        self.parents = ()
        self.operation = ""

    def __add__(self, other):
        other = _as_value(other)
        return _result("+", self.value + other.value, (self, 1.0), (other, 1.0))

    def __sub__(self, other):
        other = _as_value(other)
        return _result("-", self.value - other.value, (self, 1.0), (other, -1.0))

    def __mul__(self, other):
        other = _as_value(other)
        return _result("*", self.value * other.value, (self, other.value), (other, self.value))

    def __truediv__(self, other):
        other = _as_value(other)
        if other.value == 0:
            raise ZeroDivisionError(
                f"{self.value} / 0 is undefined; keep the denominator away from 0, for example "
                "by adding a small number to it."
            )
        ratio = self.value / other.value
        return _result("/", ratio, (self, 1 / other.value), (other, -ratio / other.value))

    def __pow__(self, exponent):
        if isinstance(exponent, Value):
            raise TypeError("v ** c takes a number c, not a Value; write (c * v.log()).exp().")
        x, c = self.value, _real(exponent)
        if x < 0 and c != int(c):
            raise ValueError(f"({x}) ** {c} is not a real number; make the base positive first.")
        if x == 0 and c < 1 and c != 0:
            raise ValueError(f"0 ** {c} has no finite derivative; keep the base away from 0.")
        derivative = c * _power(x, c - 1) if c else 0.0
        return _result(f"** {c:g}", _power(x, c), (self, derivative))

    def __neg__(self):
        return _result("neg", -self.value, (self, -1.0))

    def __radd__(self, other):
        return _as_value(other) + self

    def __rsub__(self, other):
        return _as_value(other) - self

    def __rmul__(self, other):
        return _as_value(other) * self

    def __rtruediv__(self, other):
        return _as_value(other) / self

    def exp(self):
        """Return e to the power of this number."""
        power = _power(math.e, self.value, math.exp)
        return _result("exp", power, (self, power))

    def log(self):
        """Return the natural logarithm; the value must be positive."""
        if self.value <= 0:
            raise ValueError(
                f"log({self.value}) is not a real number; make the argument positive, or compute "
                "the loss from z instead of from a ŷ that was rounded to 0 or 1."
            )
        return _result("log", math.log(self.value), (self, 1 / self.value))

    def tanh(self):
        """Return the hyperbolic tangent."""
        return self._activated(activations.tanh)

    def sigmoid(self):
        """Return 1 / (1 + exp(−v)), without overflow."""
        return self._activated(activations.sigmoid)

    def relu(self):
        """Return max(0, v); its derivative at 0 is 0, as in PyTorch."""
        return self._activated(activations.relu)

    def _activated(self, sigma):
        derivative = float(sigma.derivative(self.value))
        return _result(sigma.name, float(sigma(self.value)), (self, derivative))

    def history(self):
        """List all Values that this one depends on in topological order, itself last.

        We use a stack instead of recursion: Python stops at about a thousand nested calls, and a
        graph may be deeper than that.
        """
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, operands_done = stack.pop()
            if operands_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((parent, False) for parent, _ in reversed(node.parents))
        return order

    def backward(self):
        """Write into every Value of the history the derivative of this one with respect to it.

        Whatever `gradient` held there before is replaced, so calling it twice is harmless.
        """
        order = self.history()
        for node in order:
            node.gradient = 0.0
        self.gradient = 1.0
        for node in reversed(order):  # all that depends on a node comes before it
            for parent, local_derivative in node.parents:
                parent.gradient += local_derivative * node.gradient

    def __repr__(self):
        name = f", name={self.name!r}" if self.name else ""
        return f"Value({self.value}, gradient={self.gradient}{name})"

    def _no_comparison(self, other=None):
        raise TypeError(
            "Values cannot be compared: a graph has no branches. Compare the numbers, as in "
            "v.value > 0, or write v.relu() for max(0, v)."
        )

    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __bool__ = _no_comparison
    __hash__ = object.__hash__

    def __float__(self):
        raise TypeError(
            "a Value is not converted to a plain number, because its history would be lost; write "
            "v.value, or v.exp() instead of math.exp(v)."
        )


def _real(x):
    """Return `x` as a float if it is one finite real number."""
    if isinstance(x, bool) or not isinstance(x, numbers.Real):
        fix = "give a number such as 2.0"
        if isinstance(x, str):
            fix = "float(...) turns text into a number"
        elif hasattr(x, "__len__"):
            fix = "make one Value for each entry"
        raise TypeError(f"{x!r} is a {type(x).__name__}, but a Value is one real number; {fix}.")
    if not math.isfinite(x):
        raise ValueError(f"{x} is given, but a Value is a finite number; find where it comes from.")
    return float(x)


def _as_value(operand):
    """Return `operand` itself if it is a Value, else a constant with its value."""
    if isinstance(operand, Value):
        return operand
    constant = Value(operand)
    constant.operation = "constant"
    return constant


def _result(operation, value, *parents):
    """Make the Value that an operation returns."""
    if not all(map(math.isfinite, (value, *(derivative for _, derivative in parents)))):
        operands = ", ".join(f"{parent.value:g}" for parent, _ in parents)
        raise OverflowError(
            f"{operation!r} of {operands} exceeds the range of floats (about 1e308); make the "
            "numbers smaller first."
        )
    result = Value(value)
    result.operation, result.parents = operation, parents
    return result


def _power(base, exponent, function=None):
    """Return base ** exponent, or infinity where Python would raise OverflowError."""
    try:
        return function(exponent) if function else base**exponent
    except OverflowError:
        return math.inf
