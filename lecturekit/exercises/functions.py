"""Exercises whose answer is a function: it is called, and its answers are compared."""

import inspect
from dataclasses import dataclass

import numpy as np

from lecturekit.exercises import generic
from lecturekit.exercises.exercise import SECONDS, Exercise
from lecturekit.exercises.notes import Feedback
from lecturekit.exercises.observing import Crash, call_problem, is_empty, observe, read_within
from lecturekit.exercises.values import Misread, as_numbers, same, written, written_apart


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
        A right answer. It is what attempts are compared with, and its source is what
        `solution()` shows.
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
    imports : str
        Lines that the solution needs.
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
        imports="import numpy as np",
        **rest,
    ):
        code = f"{imports}\n\n\n{inspect.getsource(solution)}"
        super().__init__(call=solution.__name__, solution=code, **rest)
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
            diagnosis = self._known(values, tolerance) or generic.diagnose(
                values, self.expected, self.cases, tolerance
            )
            yours, expected = written_apart(values[first], self.expected[first])
            facts = {"your value": self.label + yours, "expected value": self.label + expected}
            return self._wrong(diagnosis, self._input(self.cases[first]) | facts)
        overflowing = [outcome for outcome in outcomes if outcome.overflow]
        if self.overflow and overflowing:
            return self._wrong(self.overflow, self._input(overflowing[0].inputs))
        return Feedback(
            "right",
            f"It was tried on {len(outcomes)} inputs (a relative difference of "
            f"{tolerance:g} counts as none).",
            advice=f"Compare: `exercises.{self.name}.solution()`",
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
