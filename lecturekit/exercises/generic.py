"""What can be said about wrong numbers without knowing the exercise."""

import numpy as np

from lecturekit.exercises.values import same


def diagnose(values, expected, cases, tolerance):
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
        return _shapes(value, right, tolerance)
    if not np.isfinite(value).all() and np.isfinite(right).all():
        what = "`nan` (not a number)" if np.isnan(value).any() else "infinity"
        return f"The answer holds {what}. Where does that come from?"
    if value.ndim > 1 and all(same(v.T, e, tolerance) for v, e in pairs):
        return "The numbers are right, but the result is transposed."
    shaped = all(v.shape == e.shape for v, e in pairs)
    return (shaped and _pattern(pairs, cases, tolerance)) or _share(good)


def _shapes(value, right, tolerance):
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
