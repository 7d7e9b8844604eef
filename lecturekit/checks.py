"""Bad input is refused at the door: each check returns the clean value or says what to fix.

Every message names the argument, what came, what was expected and the fix, because the
person who reads it is in the middle of a lecture.
"""

import math
import numbers

import numpy as np


def as_floats(values, name="z"):
    """Return `values` as a floating-point array; integers and lists become float64.

    Raises
    ------
    TypeError
        If `values` holds something that is not a real number, or masked entries.
    """
    if np.ma.is_masked(values):
        raise TypeError(
            f"{name} has masked entries, whose mask would be lost; leave those examples out, or "
            "fill them in with .filled(...)."
        )
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise TypeError(f"{name} has rows of different lengths; make them all equal.") from error
    if array.dtype.kind == "f":
        return array
    if array.dtype.kind in "biu":
        return array.astype(float)
    fix = "turn it into floats first, for example with np.asarray(..., dtype=float)"
    if name == "y" and array.dtype.kind in "OSU":
        fix = "classes, y = np.unique(y, return_inverse=True) numbers the labels"
    raise TypeError(f"{name} has dtype {array.dtype}, but numbers are needed; {fix}.")


def all_finite(array):
    """Return whether an array of floats holds neither NaN nor infinity."""
    # The sum of squares is one fast product; only if it is not finite is each number checked.
    return math.isfinite(np.vdot(array, array)) or bool(np.isfinite(array).all())


def finite(values, name):
    """Return `values` as a floating-point array without NaN or infinity."""
    array = as_floats(values, name)
    if all_finite(array):
        return array
    if array.ndim == 0:
        raise ValueError(f"{name} is {array}, but a finite number is needed.")
    good = np.isfinite(array)
    place = ", ".join(map(str, np.argwhere(~good)[0]))
    raise ValueError(
        f"{name} holds {array[~good][0]} at index ({place}), and {np.sum(~good)} such value(s) "
        "in all; remove or replace them first."
    )


def feature_matrix(X, features=None, taker="this model", name="X"):
    """Return `X` as a finite array of shape (n, d) with n ≥ 1 and d ≥ 1.

    Parameters
    ----------
    X : array_like, shape (n, d)
    features : int, optional
        The d that `taker` needs.
    """
    X = as_floats(X, name)
    if X.size == 0:
        raise ValueError(
            f"{name} is empty (shape {X.shape}); give at least one example and one feature."
        )
    if X.ndim != 2:
        fix = f"{name}.reshape(1, -1) makes it one example, {name}.reshape(-1, 1) one feature"
        if X.ndim != 1:
            fix = "one row per example"
        raise ValueError(
            f"{name} has shape {X.shape}, but a table of shape (n, d) is needed: {fix}."
        )
    if features is not None and X.shape[1] != features:
        raise ValueError(
            f"{name} has {count(X.shape[1], 'feature')}, but {taker} takes {features}; "
            f"give {name} of shape (n, {features})."
        )
    return finite(X, name)


def binary_labels(y, n):
    """Return `y` as a float array of shape (n,) that holds only 0 and 1."""
    y = as_floats(y, "y")
    if y.shape == (n, 1):
        raise ValueError(f"y has shape {y.shape}, but shape ({n},) is needed; use y.ravel().")
    if y.shape != (n,):
        raise ValueError(
            f"y has shape {y.shape}, but X has {count(n, 'example')}; give one label per example, "
            f"shape ({n},)."
        )
    strangers = np.setdiff1d(y, [0, 1])
    if strangers.size:
        signs = np.isin(y, [-1, 1]).all()
        fix = "(y + 1) / 2 turns -1/+1 into 0/1" if signs else "recode them first"
        raise ValueError(f"y holds the label {strangers[0]:g}, but labels must be 0 or 1; {fix}.")
    return y


def with_ones(X):
    """Append a constant input 1 to each example, so the bias becomes one more weight."""
    return np.column_stack([X, np.ones(len(X))])


def vector(values, name, length=None):
    """Return `values` as a finite array of shape (length,); a single number counts as length 1."""
    array = np.atleast_1d(finite(values, name))
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}, but a nonempty vector is needed.")
    if length is not None and array.size != length:
        raise ValueError(f"{name} has {count(array.size, 'entry')}, but {length} are needed.")
    return array


def interval(limits, name):
    """Return two limits as floats; the smaller must come first."""
    low, high = vector(limits, name, 2)
    if not low < high:
        raise ValueError(f"{name} is ({low:g}, {high:g}); give the smaller limit first.")
    return float(low), float(high)


def number(value, name, above=None, at_least=None, below=None, at_most=None):
    """Return `value` as a float; it must be within the given bounds."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not math.isfinite(value):
        raise ValueError(f"{name} is {value!r}, but a finite number is needed.")
    _bounds(value, name, above, at_least, below, at_most)
    return float(value)


def whole_number(value, name, at_least=1, at_most=None):
    """Return `value` as an int; it must be within the given bounds."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise ValueError(f"{name} is {value!r}, but a whole number is needed, such as {at_least}.")
    _bounds(value, name, None, at_least, None, at_most)
    return int(value)


def choice(value, name, choices):
    """Return `value`; it must be one of `choices`."""
    if value not in list(choices):  # a dict would want a hash, which a list has not
        raise ValueError(f"{name} is {value!r}; choose one of {', '.join(map(repr, choices))}.")
    return value


def keep_arrays(self, name, value):
    """Set an attribute, except that the arrays which θ and the layers share are not replaced."""
    if name in ("theta", "W", "b") and vars(self).get(name, value) is not value:
        raise AttributeError(
            f"{name} = … would put a new array in the place of one that θ and the layers share; "
            f"write {name}[:] = … or {name} -= … to change its values."
        )
    object.__setattr__(self, name, value)


def count(n, noun):
    """Return a phrase such as '1 feature', '3 features' or '2 entries'."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{n} {noun if n == 1 else plural}"


def _bounds(value, name, above, at_least, below, at_most):
    rules = [
        (above is not None and not value > above, f"greater than {above}"),
        (at_least is not None and not value >= at_least, f"at least {at_least}"),
        (below is not None and not value < below, f"less than {below}"),
        (at_most is not None and not value <= at_most, f"at most {at_most}"),
    ]
    for broken, rule in rules:
        if broken:
            raise ValueError(f"{name} is {value}, but it must be {rule}.")
