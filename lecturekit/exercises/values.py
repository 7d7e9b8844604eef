"""Values that go into an attempt and come out of it: read, compared, written down, told apart."""

import numpy as np


class Misread(Exception):
    """A value is not of the kind that was asked for; the message says what it is instead."""


def as_numbers(value):
    """Return `value` as a float array, and the precision it was computed in.

    Numbers, lists, tuples, truth values and arrays of every numeric type are welcome.

    Returns
    -------
    array : ndarray of float64
    coarse : bool
        True for float32 and coarser.

    Raises
    ------
    Misread
    """
    if value is None:
        raise Misread("It returns `None`. Is a `return` missing?")
    try:
        array = np.asarray(value)
        if array.dtype == object:
            if any(item is None for item in array.flat):  # NumPy would call it nan
                raise TypeError
            array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise Misread(f"It returns {kind(value)}, but numbers are expected.") from None
    if array.dtype.kind == "c":
        raise Misread("It returns complex numbers, but real ones are expected.")
    if array.dtype.kind not in "fiub":
        raise Misread(f"It returns {kind(value)}, but numbers are expected.")
    return array.astype(float), array.dtype.kind == "f" and array.dtype.itemsize <= 4


def kind(value):
    """Say what kind of thing `value` is, without its address or its contents."""
    if isinstance(value, str):
        return "text"
    if type(value) in (list, tuple):  # others may do anything when they are walked through
        things = sorted({type(item).__name__ for item in value})
        return f"a {type(value).__name__} of {' and '.join(things)}" if things else "nothing at all"
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    if callable(value):
        return f"a function ({name_of(value)})"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def name_of(function):
    """Return the name of a function or of an activation."""
    name = getattr(function, "__name__", None) or getattr(function, "name", None)
    return name if isinstance(name, str) else type(function).__name__


def same(value, expected, tolerance):
    """Tell whether two arrays agree in shape and, within `tolerance`, in every number."""
    if value.shape != expected.shape:
        return False
    return np.allclose(value, expected, rtol=tolerance, atol=tolerance / 100, equal_nan=True)


def written(value, digits=6, most=24):
    """Write a number, an array or a function as short code: ``[[1, 0.5], [2, -3]]``."""
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
        except OverflowError:  # a whole number beyond the range of float
            return "beyond ±1.8e308"
    return name_of(value) if callable(value) else repr(value)


def written_apart(value, expected):
    """Write two different arrays with as many digits as it takes to see the difference."""
    for digits in (6, 9, 12, 17):
        pair = written(value, digits), written(expected, digits)
        if pair[0] != pair[1]:
            break
    return pair


def difference(values, expected, cases, tolerance):
    """Say how `values` differ from what was `expected`.

    Parameters
    ----------
    values, expected : lists of ndarray
        The answers of an attempt and the right ones, case by case; not all agree.
    cases : list of dict
        The arguments of each case.
    tolerance : float
        See `same`.

    Returns
    -------
    str
        A sentence, in Markdown.
    """
    pairs = list(zip(values, expected, strict=True))
    good = [same(*pair, tolerance) for pair in pairs]
    value, right = pairs[good.index(False)]
    if value.shape != right.shape:
        return _shapes_differ(value, right, tolerance)
    if not np.isfinite(value).all() and np.isfinite(right).all():
        what = "`nan` (not a number)" if np.isnan(value).any() else "infinity"
        return f"The answer holds {what}. Where does that come from?"
    if value.ndim > 1 and all(same(v.T, e, tolerance) for v, e in pairs):
        return "The numbers are right, but the result is transposed."
    shaped = all(v.shape == e.shape for v, e in pairs)
    return (shaped and _pattern(pairs, cases, tolerance)) or _share(good)


def _shapes_differ(value, right, tolerance):
    shapes = f"Your result has shape {value.shape}; shape {right.shape} is expected."
    if value.ndim > 1 and same(value.T, right, tolerance):
        return f"The result is transposed. {shapes}"
    if value.size == right.size and same(value.reshape(right.shape), right, tolerance):
        return f"The numbers are right, but not their arrangement. {shapes}"
    return shapes


def _pattern(pairs, cases, tolerance):
    """Recognise a wrong sign, a wrong factor, a wrong offset that all cases share."""
    if all(same(-v, e, tolerance) for v, e in pairs):
        return "The sign is reversed: every number is the negative of the right one."
    first = [next(iter(case.values())) for case in cases]
    if all(np.ndim(X) == 2 for X in first) and all(
        same(v / len(X), e, tolerance) for (v, e), X in zip(pairs, first, strict=True)
    ):
        return "Every number is *n* times too large: a sum where a mean is expected."
    value, right = (np.concatenate([a.ravel() for a in side]) for side in zip(*pairs, strict=True))
    largest = np.argmax(np.abs(right))
    factor = value[largest] / (right[largest] or np.nan)
    if factor and same(value, factor * right, tolerance):
        return f"Every number is {factor:.4g} times the right one."
    offset = value[0] - right[0]
    if same(value, right + offset, tolerance):
        return f"Every number is too {'large' if offset > 0 else 'small'} by {abs(offset):.4g}."
    return None


def _share(good):
    if any(good):
        return f"It is right for {sum(good)} of {len(good)} inputs. The smallest other one:"
    return "The value is not right. The smallest input that was tried:"
