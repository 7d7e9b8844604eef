"""Inputs and outputs of an attempt: how to read, compare and write them."""

import numpy as np


class Misread(Exception):
    """A value is not of the kind expected; the message says what it is instead."""


def as_numbers(value):
    """Return `value` as a float array, and whether it was computed in low precision.

    Accepts numbers, lists, tuples, truth values, and arrays of any real numeric type.

    Returns
    -------
    array : ndarray of float64
    coarse : bool
        True for float32 and float16.

    Raises
    ------
    Misread
    """
    if value is None:
        raise Misread("It returns `None`. Is a `return` missing?")
    if isinstance(value, list | tuple):
        len(value)  # NumPy would swallow the exception that stops a length that never ends
    try:
        array = np.asarray(value)
        if array.dtype == object:
            if any(item is None for item in array.flat):  # NumPy would turn it into nan
                raise TypeError
            array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        several = isinstance(value, list | tuple) and any(isinstance(x, np.ndarray) for x in value)
        needed = "one array of numbers is" if several else "numbers are"
        raise Misread(f"It returns {kind(value)}, but {needed} expected.") from None
    if array.dtype.kind == "c":
        raise Misread("It returns complex numbers, but real ones are expected.")
    if array.dtype.kind not in "fiub":
        raise Misread(f"It returns {kind(value)}, but numbers are expected.")
    return array.astype(float), array.dtype.kind == "f" and array.dtype.itemsize <= 4


def kind(value):
    """Say what kind of thing `value` is, without its address or contents."""
    if isinstance(value, str):
        return "text"
    if type(value) in (list, tuple):  # iterating over other types could do anything
        if not value:
            return "nothing at all"
        things = [_thing(item) for item in value]
        if len(set(things)) == 1 and len(things) > 1:
            return f"a {type(value).__name__} of {len(things)} things, each of them {things[0]}"
        more = ["…"] if len(things) > 4 else []
        return f"a {type(value).__name__} of {listed(things[:4] + more)}"
    if isinstance(value, np.ndarray):
        return "an array of text" if value.dtype.kind in "SU" else _thing(value)
    if callable(value):
        return f"a function ({name_of(value)})"
    return _thing(value)


def _thing(value):
    """Say what one item is, in plain words."""
    if value is None or isinstance(value, bool | np.bool_):
        return f"`{value}`"
    if isinstance(value, int | float | np.number):
        return "a number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.ndim else "a number"
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' or name == 'SGD' else 'a'} {name}"


def listed(words):
    """Join words into a list in a sentence: ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def name_of(function):
    """Return the name of a function or an activation."""
    name = getattr(function, "__name__", None) or getattr(function, "name", None)
    return name if isinstance(name, str) else type(function).__name__


def same(value, expected, tolerance, absolute=None):
    """Tell whether two arrays agree in shape and, within a tolerance, in every number.

    Parameters
    ----------
    tolerance : float
        The largest relative difference that still counts as equal.
    absolute : float, optional
        An absolute difference allowed in addition; by default ``tolerance / 100``.
    """
    if value.shape != expected.shape:
        return False
    absolute = tolerance / 100 if absolute is None else absolute
    with np.errstate(all="ignore"):
        close = np.abs(value - expected) <= absolute + tolerance * np.abs(expected)
    close &= np.isfinite(expected)  # an infinite tolerance would take anything
    return bool(np.all(close | (value == expected) | (np.isnan(value) & np.isnan(expected))))


def written(value, digits=6, most=24):
    """Write a number, array or function as short code, such as ``[[1, 0.5], [2, -3]]``."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, tuple):
        shown = [written(item, digits, most) for item in value[:most]] + ["…"] * (len(value) > most)
        return f"({', '.join(shown)}{',' * (len(shown) == 1)})"
    if isinstance(value, list):
        shown = [written(item, digits, most) for item in value[:most]]
        return f"[{', '.join(shown + ['…'] * (len(value) > most))}]"
    if isinstance(value, (int, float, np.number)):
        try:
            return f"{value + 0:.{digits}g}"
        except OverflowError:  # an integer beyond the range of float
            return "beyond ±1.8e308"
    return name_of(value) if callable(value) else repr(value)


def written_apart(value, expected):
    """Write two different arrays with enough digits to show the difference."""
    for digits in (6, 9, 12, 17):
        pair = written(value, digits), written(expected, digits)
        if pair[0] != pair[1]:
            break
    return pair
