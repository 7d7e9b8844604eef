"""Exercises whose answer is a function: it is called, and its answers are compared.

The answer may be one array, or several, each with a name.
"""

import inspect
from dataclasses import dataclass

import numpy as np

from lecturekit.exercises.exercise import SECONDS, Exercise
from lecturekit.exercises.observing import Crash, call_problem, is_empty, observe, read_within
from lecturekit.exercises.values import (
    Misread,
    as_numbers,
    difference,
    kind,
    same,
    written,
    written_apart,
)


@dataclass(frozen=True)
class Mistake:
    """A way to go wrong that is known.

    Attributes
    ----------
    diagnosis : str
        What is wrong, in Markdown.
    function : callable
        It makes the mistake: an attempt that answers like it gets the diagnosis.
    """

    diagnosis: str
    function: object


class FunctionExercise(Exercise):
    """Write a function.

    Parameters
    ----------
    solution : callable
        A right answer, with which attempts are compared.
    cases : sequence of tuple
        Arguments to call it with, the smallest first. Lists with decimal numbers become arrays;
        lists of whole numbers, as of a network's sizes, stay lists, and so do lists of layers
        ``(W, b, activation)``, whose W and b become arrays.
    mistakes : sequence of Mistake
    tolerance : float
        Relative difference up to which two answers count as the same; a hundredth of it
        counts as zero. Computations in float32 get 1e-4.
    overflow : str, optional
        A diagnosis; with it, a function that overflows on the way is wrong even where its
        answer is right.
    read : callable, optional
        Turns what the function returns into an array of float64, and tells whether it was
        computed in float32; raises `Misread`.
    label : str
        Written before the values that are shown, where `read` has put them in another form.
    **rest
        See `Exercise`.
    """

    def __init__(
        self,
        *,
        solution,
        cases,
        mistakes,
        tolerance=1e-6,
        overflow=None,
        read=as_numbers,
        label="",
        **rest,
    ):
        super().__init__(**rest)
        self.function, self.mistakes = solution, tuple(mistakes)
        self.parameters = tuple(inspect.signature(solution).parameters)
        self.cases = [
            dict(zip(self.parameters, map(_argument, case), strict=True)) for case in cases
        ]
        self.tolerance, self.overflow, self.read = tolerance, overflow, read
        self.label = label
        self.expected = [self._answer(solution, case) for case in self.cases]

    def judge(self, attempt):
        problem = call_problem(attempt, self.parameters, self.call)
        if problem:
            return self._wrong(problem)
        try:
            outcomes = observe(attempt, self.cases, SECONDS)
        except Crash as crash:
            if isinstance(crash.cause, NotImplementedError):
                return self._unfilled()
            return self._wrong(str(crash), self._input(crash.inputs))
        if _is_unfilled(outcomes[0].value) or (outcomes[0].value is None and is_empty(attempt)):
            return self._unfilled()
        return self._compare(outcomes)

    def _compare(self, outcomes):
        """Judge outcomes from the surest sign of trouble to the vaguest."""
        for outcome in outcomes:
            if outcome.changed:
                return self._wrong(
                    f"It changes its argument `{outcome.changed}` in place, so the caller's data "
                    "is no longer what it was. Compute something new instead (`a = a + 1`, not "
                    "`a += 1`).",
                    self._input(outcome.inputs),
                )
        values, tolerance = [], self.tolerance
        for outcome in outcomes:
            try:
                value, coarse = read_within(SECONDS, self.read, outcome.value)
            except Misread as misread:
                return self._wrong(str(misread), self._input(outcome.inputs))
            values.append(value)
            tolerance = max(tolerance, 1e-4) if coarse else tolerance
        good = [same(*pair, tolerance) for pair in zip(values, self.expected, strict=True)]
        if not all(good):
            first = good.index(False)
            diagnosis = self._known(values, tolerance) or difference(
                values, self.expected, self.cases, tolerance
            )
            yours, expected = written_apart(values[first], self.expected[first])
            facts = {"your value": self.label + yours, "expected value": self.label + expected}
            return self._wrong(diagnosis, self._input(self.cases[first]) | facts)
        overflowing = [outcome for outcome in outcomes if outcome.overflow]
        if self.overflow and overflowing:
            return self._wrong(self.overflow, self._input(overflowing[0].inputs))
        return self._right(
            f"It was tried on {len(outcomes)} inputs (a relative difference of "
            f"{tolerance:g} counts as none)."
        )

    def _known(self, values, tolerance):
        """Return the diagnosis of the known mistake that answers like this, or None."""
        for mistake in self.mistakes:
            wrong = [self._answer(mistake.function, case) for case in self.cases]
            if all(same(*pair, tolerance) for pair in zip(values, wrong, strict=True)):
                return mistake.diagnosis
        return None

    def _answer(self, function, case):
        with np.errstate(all="ignore"):
            return self.read(function(*case.values()))[0]

    @staticmethod
    def _input(inputs):
        return {"input": ", ".join(f"{name} = {written(value)}" for name, value in inputs.items())}


def _argument(value):
    if isinstance(value, tuple):
        return tuple(map(_argument, value))
    if not isinstance(value, list):
        return value
    if any(isinstance(item, tuple) for item in value):
        return list(map(_argument, value))
    array = np.array(value)
    return array if array.dtype.kind == "f" else value


def _is_unfilled(value):
    if type(value) in (list, tuple):  # others may do anything when they are walked through
        return any(item is ... for item in value)
    return value is ...


class PartsExercise(FunctionExercise):
    """Write a function that returns several arrays, such as dW, db and dX.

    Each array is judged on its own, so that a wrong one is named.

    Parameters
    ----------
    parts : dict of str: str
        The arrays by name, in order; each with the argument that has the same shape.
    **rest
        See `FunctionExercise`. The diagnosis of a mistake is also given where a single array
        is wrong in this way, so it must be true of each array on its own.
    """

    def __init__(self, *, parts, **rest):
        self.parts = dict(parts)
        super().__init__(read=self._read, **rest)

    def _read(self, value):
        """Read several arrays as one long vector."""
        arrays, coarse = self._arrays(value)
        return np.concatenate([array.ravel() for array in arrays]), coarse

    def _arrays(self, value):
        if not isinstance(value, (tuple, list)):
            as_numbers(value)  # it says so if these are no numbers at all
        if not isinstance(value, (tuple, list)) or len(value) != len(self.parts):
            came = f"{len(value)} came" if isinstance(value, (tuple, list)) else "One array came"
            raise Misread(f"{came}, but {len(self.parts)} are needed: {_listed(self.parts)}.")
        arrays = []
        for name, item in zip(self.parts, value, strict=True):
            try:
                arrays.append(as_numbers(item))
            except Misread:
                raise Misread(f"`{name}` is {kind(item)}, but numbers are needed.") from None
        return [array for array, _ in arrays], any(coarse for _, coarse in arrays)

    def _compare(self, outcomes):
        feedback = super()._compare(outcomes)
        if not (feedback.ok or "your value" in feedback.facts):
            return feedback  # something else than the numbers is wrong
        read = [self._arrays(outcome.value) for outcome in outcomes]  # it could be read before
        tolerance = max(self.tolerance, 1e-4) if any(c for _, c in read) else self.tolerance
        yours, right = [arrays for arrays, _ in read], self._answers(self.function)
        wrong = [k for k in range(len(self.parts)) if not _agree(yours, right, tolerance, k)]
        if not wrong:
            return feedback
        k, name = wrong[0], list(self.parts)[wrong[0]]
        i = next(i for i in range(len(yours)) if not same(yours[i][k], right[i][k], tolerance))
        pair = written_apart(yours[i][k], right[i][k])
        facts = {
            f"{which} value": f"{name} = {value}"
            for which, value in zip(("your", "expected"), pair, strict=True)
        }
        diagnosis = self._told(yours, right, wrong, tolerance)
        return self._wrong(diagnosis, self._input(self.cases[i]) | facts)

    def _told(self, yours, right, wrong, tolerance):
        """Say what is wrong: with all arrays together, or with the first wrong one."""
        answers = [(m.diagnosis, self._answers(m.function)) for m in self.mistakes]
        for diagnosis, made in answers:
            if all(_agree(yours, made, tolerance, k) for k in range(len(self.parts))):
                return diagnosis
        k, names = wrong[0], list(self.parts)
        good = [f"`{name}`" for j, name in enumerate(names) if j not in wrong]
        are = f"{_and(good)} {'is' if len(good) == 1 else 'are'} right, but " if good else ""
        told = f"{are}`{names[k]}` is not. " if good else f"First `{names[k]}`. "
        for diagnosis, made in answers:
            if _agree(yours, made, tolerance, k):
                return told + diagnosis
        for mine, expected in zip(yours, right, strict=True):
            if mine[k].shape != expected[k].shape:
                return told + self._shape(names[k], mine[k], expected[k], tolerance)
        mine, expected = ([arrays[k] for arrays in side] for side in (yours, right))
        return told + difference(mine, expected, self.cases, tolerance)

    def _shape(self, name, mine, expected, tolerance):
        like = f" that of `{self.parts[name]}`," if self.parts[name] else ""
        shapes = f"Its shape is {mine.shape}, but{like} {expected.shape}, is needed."
        if mine.ndim == 2 and same(mine.T, expected, tolerance):
            return f"It is transposed. {shapes}"
        return shapes

    def _answers(self, function):
        """Return the arrays that `function` answers, case by case."""
        with np.errstate(all="ignore"):
            return [self._arrays(function(*case.values()))[0] for case in self.cases]


def _agree(some, others, tolerance, k):
    """Tell whether part `k` is the same in all cases."""
    return all(same(a[k], b[k], tolerance) for a, b in zip(some, others, strict=True))


def _listed(names):
    return _and([f"`{name}`" for name in names])


def _and(words):
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
