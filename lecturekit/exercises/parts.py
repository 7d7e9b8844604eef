"""Exercises whose answer is a function that returns several arrays, each with a name."""

import numpy as np

from lecturekit.exercises import generic
from lecturekit.exercises.functions import FunctionExercise
from lecturekit.exercises.values import Misread, as_numbers, kind, same, written_apart


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
        return told + generic.diagnose(mine, expected, self.cases, tolerance)

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
