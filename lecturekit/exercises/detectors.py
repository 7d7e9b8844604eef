"""What can be said about a wrong function without a list of known mistakes.

Each detector takes the `Evidence` and returns a diagnosis, or None.
"""

import numpy as np

from lecturekit import activations


def recognised(e):
    """Return the diagnosis of the first detector that finds something, or None."""
    detectors = (
        constant,
        hard_coded_activation,
        arrangement,
        rounded,
        one_example_only,
        pattern,
        nan,
        ignored,
    )
    return next(filter(None, (detector(e) for detector in detectors)), None)


def constant(e):
    """Recognise the same answer for every input, or the same number everywhere."""
    answers = [answer for answer in e.answers if answer is not None]
    numbers = np.concatenate([part.ravel() for answer in answers for part in answer] or [[]])
    if len(answers) < 2 or not numbers.size or not np.isfinite(numbers).all():
        return None
    if all(e.near(answer, answers[0]) for answer in answers):
        return "The answer is the same for every input. What in it should depend on the input?"
    if np.ptp(numbers) == 0:
        return f"Every number is {numbers[0]:.4g}, whatever the input is."
    return None


def hard_coded_activation(e):
    """Recognise one fixed activation, used whichever is passed."""
    for name in e.inputs[0]:
        for f in map(vars(activations).get, ("identity", "sigmoid", "tanh", "relu", "step")):
            changed = [inputs | {name: _with_activation(inputs[name], f)} for inputs in e.inputs]
            moved = any(
                new[name] is not old[name] for new, old in zip(changed, e.inputs, strict=True)
            )
            if moved and e.agrees(e.run(e.solution, inputs) for inputs in changed):
                return f"The activation is always `{f.name}`, whatever `{name}` says."
    return None


def _with_activation(value, f):
    if isinstance(value, (list, tuple)):
        return type(value)(_with_activation(item, f) for item in value)
    return f if hasattr(value, "derivative") else value


def arrangement(e):
    """Recognise the right numbers in the wrong shape or order."""
    pairs = e.pairs()
    if pairs is None or any(value.size != right.size for value, right in pairs):
        return None
    value, right = next(pair for pair, good in zip(pairs, e.good, strict=True) if not good)
    shapes = f" Your result has shape {value.shape}; shape {right.shape} is expected."
    shapes *= value.shape != right.shape
    if right.ndim > 1 and e.agrees([[r.T] for _, r in pairs]):
        return f"The numbers are right, but the result is transposed.{shapes}"
    if all(e.near([v.ravel()], [r.ravel()]) for v, r in pairs):
        return f"The numbers are right, but not their arrangement.{shapes}"
    for axis, what in ((0, ""), (-1, " within each row")) if right.ndim else ():
        if e.agrees([[np.flip(r, axis)] for _, r in pairs]):
            return f"The numbers are right, but the order{what} is reversed."
    if all(e.near([np.sort(v, None)], [np.sort(r, None)]) for v, r in pairs):
        return "The numbers are right, but they are in a different order."
    return None


def rounded(e):
    """Recognise numbers that were truncated, or rounded to a few decimals."""
    if any(e.agrees(e.made(lambda right, _, f=f: f(right))) for f in (np.trunc, np.floor)):
        return (
            "Everything after the decimal point is lost. An array made of whole numbers "
            "(`dtype=int`, or `np.array([0, 0])`) cannot hold decimals, and `//` and `int()` "
            "cut them off."
        )
    for digits in range(6):
        if e.agrees(e.made(lambda right, _, k=digits: np.round(right, k))):
            to = f"{digits} decimal{'s' * (digits > 1)}" if digits else "whole numbers"
            return f"The answer is rounded to {to}. Return it as it is."
    return None


def one_example_only(e):
    """Recognise an answer computed from the first or the last example alone."""
    ways = (
        ("first", slice(None, 1), "Does a `return` stand inside the loop?"),
        ("last", slice(-1, None), "Does `=` stand in the loop where `+=` should?"),
    )
    for which, rows, why in ways if e.examples and None not in e.answers else ():
        cut = [i | {name: i[name][rows] for name in e.examples} for i in e.inputs]
        alone = [e.run(e.solution, inputs) for inputs in cut]
        same = None not in alone and all(
            e.near([_flat(a)], [_flat(b)]) for a, b in zip(e.answers, alone, strict=True)
        )
        if same or e.agrees(e.made(lambda right, _, rows=rows: _only(right, rows))):
            return f"Only the {which} example is used. {why}"
    return None


def _flat(arrays):
    return np.concatenate([array.ravel() for array in arrays])


def _only(array, rows):
    kept = np.zeros_like(array)
    if array.ndim:
        kept[rows] = array[rows]
    return kept


def pattern(e):
    """Recognise a wrong sign, factor or offset, the same for all inputs."""
    if e.agrees(e.made(lambda right, _: -right)):
        return "The sign is reversed: every number is the negative of the right one."
    for name, axis, what in _sizes(e.inputs[0]):
        for power, large in ((1, "large"), (-1, "small")):
            times = e.made(lambda r, i, n=name, k=axis, p=power: r * float(i[n].shape[k]) ** p)
            if e.agrees(times):
                return f"Every number is too {large} by the factor {what}."
    pairs = e.pairs()
    if pairs is None or any(value.shape != right.shape for value, right in pairs):
        return None
    value, right = (np.concatenate([a.ravel() for a in side]) for side in zip(*pairs, strict=True))
    largest = np.argmax(np.abs(right)) if right.size else 0
    factor, offset = value[largest] / right[largest], value[largest] - right[largest]
    if np.isfinite(factor) and e.agrees(e.made(lambda right, _: factor * right)):
        return f"Every number is {_not_one(factor)} times the right one."
    if np.isfinite(offset) and e.agrees(e.made(lambda right, _: right + offset)):
        large = "large" if offset > 0 else "small"
        return f"Every number is too {large} by {abs(offset):.4g}."
    return None


def _sizes(inputs):
    """Yield the axes of the arrays in a call: argument, axis, and a name for its length."""
    for name, value in inputs.items():
        axes = value.shape if isinstance(value, np.ndarray) else ()
        words = ("number of rows", "number of columns") if len(axes) == 2 else ("length",)
        for axis in range(len(axes)):
            what = f"the {words[axis]} of `{name}`"
            yield name, axis, f"*n*, {what}" if (name, axis) == ("X", 0) else what


def _not_one(factor):
    """Write a factor with as many digits as it takes to tell it from 1."""
    return next((s for d in (4, 7, 10) if (s := f"{factor:.{d}g}") != "1"), f"{factor:.17g}")


def nan(e):
    """Recognise nan or infinity in a wrong answer."""
    wrong = [pair for pair, good in zip(e.answers, e.good, strict=True) if pair and not good]
    numbers = _flat(wrong[0]) if wrong else np.zeros(1)
    if np.isfinite(numbers).all():
        return None
    what = "`nan` (not a number)" if np.isnan(numbers).any() else "infinity"
    return f"The answer holds {what}. Where does that come from?"


def ignored(e):
    """Recognise an argument that has no effect, by changing it."""
    if any(a and a[0].shape != r[0].shape for a, r in zip(e.answers, e.right, strict=True)):
        return None  # then the shape is the thing to report
    calls = list(zip(e.inputs, e.good, strict=True))
    calls = [call for call in calls if not call[1]][-12:] + [call for call in calls if call[1]][
        -12:
    ]
    for name in e.inputs[0]:
        moved = []
        for inputs, good in calls:
            other = _other(inputs[name])
            changed = inputs | {name: other}
            pair = [] if other is None else [e.run(e.attempt, inputs), e.run(e.attempt, changed)]
            if not pair or None in pair or not e.near(*pair):
                break
            pair = [e.run(e.solution, inputs), e.run(e.solution, changed)]
            moved.append(not good and None not in pair and not e.near(*pair))
        if len(moved) == len(calls) and sum(moved) > min(6, e.good.count(False) / 2):
            return f"`{name}` plays no part: the answer stays the same if only `{name}` changes."
    return None


def _other(value):
    """Return a value of the same type with different numbers, or None."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return 1.7 * value + 0.3
    if isinstance(value, float):
        return 1.7 * value + 0.3
    return value + 1 if isinstance(value, int) else None


def share(e):
    """Say for which inputs the answer is right, or which shapes differ."""
    for answer, right, good in zip(e.answers, e.right, e.good, strict=True):
        if not good and answer is not None and len(answer) == 1:
            value, expected = answer[0], right[0]
            if value.shape != expected.shape:
                came = "a single number" if value.ndim == 0 else f"shape {value.shape}"
                needed = "a single number" if expected.ndim == 0 else f"shape {expected.shape}"
                needed += f", that of `{e.like}`," if e.like else ""
                return f"Your result {_has(came)}; {needed} is expected. {only_where(e)}".strip()
            break
    told = only_where(e)
    if told:
        return told
    if any(e.good):
        return f"It is right for {sum(e.good)} of {len(e.good)} inputs, but not for this one."
    return "The value is not right. This is the smallest input that was tried."


def _has(came):
    return f"is {came}" if came.startswith("a ") else f"has {came}"


def only_where(e):
    """Name the property of the inputs that separates right from wrong answers, or return ""."""
    for words, holds in _properties(e.inputs):
        with np.errstate(all="ignore"):
            told = [holds(inputs) for inputs in e.inputs]
        inside = [good for good, told_ in zip(e.good, told, strict=True) if told_]
        outside = [good for good, told_ in zip(e.good, told, strict=True) if not told_]
        if (
            len(inside) > 2
            and all(inside)
            and len(outside) > 2
            and sum(outside) <= len(outside) / 9
        ):
            hardly = " and hardly anywhere else" if any(outside) else ""
            return f"It is right where {words}{hardly or ', and nowhere else'}."
    return ""


def _properties(calls):
    """Yield properties that an input may have: a description, and a function that tests for it."""
    inputs = {
        name: value
        for name, value in calls[-1].items()
        if len({np.ndim(call[name]) for call in calls if not isinstance(value, list)}) == 1
    }
    arrays = [name for name, value in inputs.items() if isinstance(value, np.ndarray)]
    tables = [name for name in arrays if inputs[name].ndim == 2]
    if tables:
        yield (
            "every matrix is square" if len(tables) > 1 else f"`{tables[0]}` is square",
            lambda i: all(i[name].shape[0] == i[name].shape[1] for name in tables),
        )
    for name in tables:
        yield f"`{name}` is square", lambda i, n=name: i[n].shape[0] == i[n].shape[1]
    for name, axis, _ in _sizes(inputs):
        many = inputs[name].ndim == 2
        what = ("row", "column")[axis] if many else "entry"
        yield f"`{name}` has one {what}", lambda i, n=name, k=axis: i[n].shape[k] == 1
    for name in arrays:
        yield f"nothing in `{name}` is negative", lambda i, n=name: (i[n] >= 0).all()
        yield f"nothing in `{name}` is positive", lambda i, n=name: (i[n] <= 0).all()
        yield (
            f"no number comes twice in `{name}`",
            lambda i, n=name: len(np.unique(i[n])) == i[n].size,
        )
        yield f"`{name}` holds whole numbers", lambda i, n=name: (i[n] % 1 == 0).all()
        yield f"no number in `{name}` is 0", lambda i, n=name: i[n].all()
    for name, value in inputs.items():
        if isinstance(value, (int, float)):
            yield f"`{name}` is 0", lambda i, n=name: i[n] == 0
            yield f"`{name}` is 1", lambda i, n=name: i[n] == 1
            yield f"`{name}` is not negative", lambda i, n=name: i[n] >= 0
