"""What can be recognised of a wrong function without a list of mistakes.

Each detector takes the `Evidence` and returns a sentence that holds for every input, or None.
"""

import numpy as np

from lecturekit import activations


def recognised(e):
    """Return what the first detector says that finds something, or None."""
    detectors = (
        constant,
        hard_coded_activation,
        arrangement,
        whole_numbers,
        rounded,
        one_example_only,
        pattern,
        nan,
        ignored,
    )
    return next(filter(None, (detector(e) for detector in detectors)), None)


def constant(e):
    """Recognise the same answer for every input."""
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
    """Recognise an activation that is used whatever the argument says."""
    holders = [name for name, value in e.inputs[-1].items() if _activations_in(value)]
    tried = [getattr(activations, name) for name in ("identity", "sigmoid", "tanh", "relu", "step")]
    for name in holders:
        for f in tried:
            with_f = e.of(e.solution, lambda i, n=name, f=f: i | {n: _with_activation(i[n], f)})
            if e.agrees(with_f):
                where = f"what `{name}` holds" if name == "layers" else f"what `{name}` is"
                return f"The activation is always `{f.name}`, whatever {where}."
    return None


def _activations_in(value):
    if isinstance(value, (list, tuple)):
        return any(map(_activations_in, value))
    return hasattr(value, "derivative")


def _with_activation(value, f):
    if isinstance(value, (list, tuple)):
        return type(value)(_with_activation(item, f) for item in value)
    return f if hasattr(value, "derivative") else value


def arrangement(e):
    """Recognise the right numbers in another shape or order."""
    pairs = e.pairs()
    if pairs is None or any(value.size != right.size for value, right in pairs):
        return None
    value, right = next(pair for pair, good in zip(pairs, e.good, strict=True) if not good)
    shapes = f"Your result has shape {value.shape}; shape {right.shape} is expected."
    differ = any(value.shape != right.shape for value, right in pairs)
    if all(right.ndim > 1 for _, right in pairs) and e.agrees([[r.T] for _, r in pairs]):
        return "The numbers are right, but the result is transposed. " + (shapes if differ else "")
    if all(e.near([v.ravel()], [r.ravel()]) for v, r in pairs):
        return f"The numbers are right, but not their arrangement. {shapes}"
    for axis, what in ((0, "The order"), (-1, "The order within each row")):
        if all(r.ndim for _, r in pairs) and e.agrees([[np.flip(r, axis)] for _, r in pairs]):
            return f"The numbers are right, but {what[0].lower()}{what[1:]} is reversed."
    if all(e.near([np.sort(v, None)], [np.sort(r, None)]) for v, r in pairs):
        return "The numbers are right, but they are in a different order."
    return None


def whole_numbers(e):
    """Recognise numbers whose decimals were cut off."""
    for cut in (np.trunc, np.floor):
        if e.agrees(e.made(lambda arrays, _, cut=cut: [cut(array) for array in arrays])):
            return (
                "Everything after the decimal point is lost. An array made of whole numbers "
                "(`dtype=int`, or `np.array([0, 0])`) cannot hold decimals, and `//` and `int()` "
                "cut them off."
            )
    return None


def rounded(e):
    """Recognise rounding, to whole numbers or to a few decimals."""
    for digits in range(6):
        if e.agrees(e.made(lambda arrays, _, k=digits: [np.round(array, k) for array in arrays])):
            to = f"{digits} decimal{'s' * (digits > 1)}" if digits else "whole numbers"
            return f"The answer is rounded to {to}. Return it as it is."
    return None


def one_example_only(e):
    """Recognise an answer made of the first or of the last example alone."""
    if not e.examples:
        return None
    ways = (
        ("first", slice(None, 1), "Does a `return` stand inside the loop?"),
        ("last", slice(-1, None), "Does `=` stand in the loop where `+=` should?"),
    )
    for which, rows, why in ways:

        def change(inputs, rows=rows):
            return inputs | {name: inputs[name][rows] for name in e.examples}

        alone = list(e.of(e.solution, change))
        if None in e.answers or None in alone:
            continue
        same = all(map(lambda a, b: e.near([_flat(a)], [_flat(b)]), e.answers, alone))
        rest = e.made(lambda arrays, _, rows=rows: [_only(array, rows) for array in arrays])
        if (same and not all(e.good)) or e.agrees(rest):
            return f"Only the {which} example is used. {why}"
    return None


def _flat(arrays):
    return np.concatenate([array.ravel() for array in arrays])


def _only(array, rows):
    if not array.ndim:
        return array
    kept = np.zeros_like(array)
    kept[rows] = array[rows]
    return kept


def pattern(e):
    """Recognise a wrong sign, a wrong factor, a wrong offset that all inputs share."""
    if e.agrees(map(negative, e.right)):
        return "The sign is reversed: every number is the negative of the right one."
    for name, axis, what in _sizes(e.inputs[0]):
        for times in (1, -1):
            scaled = e.made(
                lambda arrays, inputs, n=name, k=axis, t=times: [
                    array * float(inputs[n].shape[k]) ** t for array in arrays
                ]
            )
            if e.agrees(scaled):
                if what == "n":
                    end = (
                        "a sum where a mean is expected" if times > 0 else "divided once too often"
                    )
                    return f"Every number is *n* times too {_large(times)}: {end}."
                return f"Every number is too {_large(times)} by a factor, {what}."
    pairs = e.pairs()
    if pairs is None or any(value.shape != right.shape for value, right in pairs):
        return None
    value, right = (np.concatenate([a.ravel() for a in side]) for side in zip(*pairs, strict=True))
    largest = np.argmax(np.abs(right)) if right.size else 0
    factor = value[largest] / right[largest] if right.size and right[largest] else 0
    if (
        np.isfinite(factor)
        and factor
        and e.agrees(e.made(lambda arrays, _: [factor * array for array in arrays]))
    ):
        return f"Every number is {_not_one(factor)} times the right one."
    offset = value[0] - right[0] if right.size else 0
    if (
        np.isfinite(offset)
        and offset
        and e.agrees(e.made(lambda arrays, _: [array + offset for array in arrays]))
    ):
        return f"Every number is too {_large(offset)} by {abs(offset):.4g}."
    return None


def negative(arrays):
    return None if arrays is None else [-array for array in arrays]


def _sizes(inputs):
    """List the axes of the arrays in a call: argument, axis, and how to call its length."""
    words = "number of rows", "number of columns"
    for position, (name, value) in enumerate(inputs.items()):
        for axis in range(value.ndim if isinstance(value, np.ndarray) else 0):
            first = position == 0 and axis == 0 and value.ndim == 2
            what = words[axis] if value.ndim == 2 else "length"
            yield name, axis, "n" if first else f"the {what} of `{name}`"


def _large(sign):
    return "large" if sign > 0 else "small"


def _not_one(factor):
    """Write a factor with as many digits as it takes to tell it from 1."""
    return next((s for d in (4, 7, 10) if (s := f"{factor:.{d}g}") != "1"), f"{factor:.17g}")


def ignored(e):
    """Recognise an argument that plays no part, by changing it."""
    if any(a and a[0].shape != r[0].shape for a, r in zip(e.answers, e.right, strict=True)):
        return None  # then the shape is what to speak of
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
    """Return something of the same kind with other numbers, or None."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return 1.7 * value + 0.3
    if isinstance(value, float):
        return 1.7 * value + 0.3
    return value + 1 if isinstance(value, int) else None


def nan(e):
    """Say that there is nan or infinity where a number is expected."""
    for answer, right, good in zip(e.answers, e.right, e.good, strict=True):
        if answer is not None and not good:
            for value, expected in zip(answer, right, strict=True):
                if not np.isfinite(value).all() and np.isfinite(expected).all():
                    what = "`nan` (not a number)" if np.isnan(value).any() else "infinity"
                    return f"The answer holds {what}. Where does that come from?"
            return None
    return None


def share(e):
    """Say for which inputs it is right, or which shapes differ."""
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
        return f"It is right for {sum(e.good)} of {len(e.good)} inputs. Here is a small other one."
    return "The value is not right. This is the smallest input that was tried."


def _has(came):
    return f"is {came}" if came.startswith("a ") else f"has {came}"


def only_where(e):
    """Return a sentence on the property of the inputs that decides between right and wrong."""
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
    """List what may be so of an input: words, and a function that tells."""
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
