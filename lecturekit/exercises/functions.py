"""Exercises whose answer is a function: it is called, and its answers are compared.

An attempt always goes through the same stages: the fixed cases (here), random ones and the
smallest that fails (`drawing`), known mistakes (`diagnosing`), patterns that need no list of
mistakes (`detectors`), and remarks prompted by the code itself (`observing`).
"""

import inspect
import time
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lecturekit.exercises import drawing
from lecturekit.exercises.detectors import only_where
from lecturekit.exercises.diagnosing import Evidence, diagnose, joined, known
from lecturekit.exercises.exercise import SECONDS, Exercise
from lecturekit.exercises.observing import (
    call_problem,
    hears_overflow,
    is_empty,
    observe,
    read_within,
    remarks,
)
from lecturekit.exercises.running import printing, quietly
from lecturekit.exercises.values import (
    Misread,
    as_numbers,
    kind,
    listed,
    same,
    written,
    written_apart,
)

RANDOM_SECONDS = 2.0  # of CPU time, then no more are tried: a slow attempt may be right


@dataclass(frozen=True)
class Mistake:
    """A known mistake.

    Attributes
    ----------
    diagnosis : str
        What is wrong, in Markdown; a second paragraph says what to write instead.
    function : callable
        Makes the mistake: an attempt with the same answers gets the diagnosis.
    """

    diagnosis: str
    function: object


class FunctionExercise(Exercise):
    """Write a function.

    Parameters
    ----------
    solution : callable
        A right answer to compare attempts with.
    cases : sequence of tuple
        Arguments to call it with, smallest first. Lists that contain floats become arrays; lists
        of integers, such as layer sizes, stay lists, and so do lists of layers
        ``(W, b, activation)``, whose W and b become arrays.
    mistakes : sequence of Mistake
        With several results, the diagnosis is also given if only one of them is wrong in this
        way, so it must be true of each on its own.
    random : callable
        Makes arguments from a `drawing.Draw`; tried after the cases.
    parts : dict of str: str, optional
        Maps the names of several results, in order, to the argument of the same shape, or "".
    examples : sequence of str
        The arguments whose first axis counts the examples.
    tolerance, absolute : float
        See `values.same`. Computations in float32 get a tolerance of at least 1e-4.
    tries : int
        How many random inputs there are; fewer where an attempt is slow.
    overflow : str, optional
        A diagnosis; if given, a function that overflows along the way is wrong even if its
        answers are right.
    read : callable, optional
        Turns what the function returns into an array of float64, and tells whether it was
        computed in float32; raises `Misread`.
    also : callable, optional
        Another right answer, which agrees with a second convention.
    **rest
        See `Exercise`.
    """

    def __init__(
        self,
        *,
        solution,
        cases,
        mistakes,
        random,
        parts=None,
        examples=(),
        tolerance=1e-6,
        absolute=None,
        tries=100,
        overflow=None,
        read=as_numbers,
        also=None,
        **rest,
    ):
        super().__init__(**rest)
        self.function, self.mistakes, self.random = solution, tuple(mistakes), random
        self.parameters = tuple(inspect.signature(solution).parameters)
        self.cases = [self._named(map(_argument, case)) for case in cases]
        self.parts, self.examples = dict(parts or {}), tuple(examples)
        self.tolerance, self.absolute, self.read = tolerance, absolute, read
        self.tries, self.overflow, self.also = tries, overflow, also
        self._answered = {}  # answers of known mistakes to inputs that recur
        self._right_answers = [self.answer(solution, case) for case in self.cases]

    def judge(self, attempt):
        problem = call_problem(attempt, self.parameters, self.call)
        if problem:
            return self._wrong(problem)
        looks, rights = [], self._right_answers
        if self.also and self._agrees(attempt):
            return self._right(f"It was tried on {len(rights)} inputs.")
        with printing():
            for case, right in zip(self.cases, rights, strict=True):
                looks.append(self._look(attempt, case, right))
                if looks[-1].trouble == "crash":
                    break
        first = looks[0]
        if isinstance(looks[-1].cause, NotImplementedError) or _is_unfilled(first.value):
            return self._unfilled()
        if first.value is None and first.trouble == "misread" and is_empty(attempt):
            return self._unfilled()
        for trouble in ("crash", "changed", "misread", "wrong"):
            failed = next((look for look in looks if look.trouble == trouble), None)
            if failed:
                return self._told(attempt, failed, looks)
        return self._at_random(attempt, looks)

    def _at_random(self, attempt, looks):
        """Judge an attempt that is right on the fixed cases."""
        choices, more = self._more(attempt)
        k = next((k for k, look in enumerate(more) if look.trouble), None)
        if k is not None:
            return self._told(attempt, self._smallest(attempt, choices[k], more[k]), looks, more)
        overflowing = [look for look in looks if look.overflow]
        if self.overflow and not overflowing:
            overflowing = [look for look in looks if hears_overflow(attempt, look.inputs, SECONDS)]
        if self.overflow and overflowing:
            return self._wrong(self.overflow, self._input(overflowing[0].inputs))
        return self._right(f"It was tried on {len(looks) + len(more)} inputs.")

    def _told(self, attempt, failed, looks, more=None):
        """Say what is wrong, with an input that shows it."""
        if failed.trouble in ("changed", "misread") or failed.stopped:
            return self._wrong(failed.told, self._input(failed.inputs))
        looks = looks + (more if more is not None else self._more(attempt)[1])
        with quietly():
            evidence = self._evidence(attempt, looks)
            if failed.trouble == "crash":
                why = known(evidence) or only_where(evidence)
                told = joined(failed.told, *filter(None, [why]))
                return self._wrong(told, self._input(failed.inputs))
            pairs = zip(failed.answer, failed.right, strict=True)
            k = next(k for k, (mine, right) in enumerate(pairs) if not self._near([mine], [right]))
            told = joined(diagnose(evidence, self.parts, k), *remarks(attempt))
        facts = self._input(failed.inputs) | self._values(failed, k)
        name = facts["your value"].partition(" = ")[0]
        where = f"`{name}` is wrong for this input." if self.parts else ""
        return self._wrong(told, facts, where)

    def _agrees(self, attempt):
        """Tell whether an attempt follows the second convention."""
        with printing(0):
            pairs = [(case, self.answer(self.also, case)) for case in self.cases]
            return not any(self._look(attempt, case, right).trouble for case, right in pairs)

    # ---- one call

    def _look(self, attempt, inputs, right):
        """Call an attempt once and compare its answer."""
        look = observe(attempt, inputs, SECONDS, right)
        if not look.trouble:
            try:
                look.answer, coarse = read_within(
                    SECONDS, lambda value: self._arrays(value, right), look.value
                )
                look.trouble = None if self._near(look.answer, right, coarse) else "wrong"
            except Misread as misread:
                look.trouble, look.told = "misread", str(misread)
        return look

    def _near(self, some, others, coarse=False):
        tolerance, absolute = self.tolerance, self.absolute
        if coarse:
            tolerance, absolute = max(tolerance, 1e-4), None
        return all(same(a, b, tolerance, absolute) for a, b in zip(some, others, strict=True))

    def _arrays(self, value, right=None):
        """Return the results as a list of arrays, and whether they are in float32.

        An array of length 1 also counts as a number, if `right` answers are given to show that
        a number is expected.
        """
        if self.parts:
            arrays, coarse = self._several(value, right)
        else:
            array, coarse = self.read(value)
            arrays = [array]
        for k, expected in enumerate(right or ()):
            if expected.ndim == 0 and arrays[k].shape == (1,):
                arrays[k] = arrays[k].reshape(())
        return arrays, coarse

    def _several(self, value, right):
        names = list(self.parts)
        if isinstance(value, np.ndarray) and value.shape[:1] == (len(names),):
            alike = all(part.shape == value.shape[1:] for part in right or ())
            value = list(value) if alike else value
        if not isinstance(value, (tuple, list)):
            array, _ = as_numbers(value)  # raises if these are not numbers at all
            came = f"One array, of shape {array.shape}," if array.ndim else "A single number"
        elif len(value) != len(names):
            came = f"{len(value)} result{'s' * (len(value) != 1)}"
        else:
            came = None
        if came:
            needed = ("two", "three", "four")[len(names) - 2]
            parts = listed([f"`{name}`" for name in names])
            raise Misread(f"{came} came, but {needed} results are needed: {parts}.")
        arrays = []
        for name, item in zip(names, value, strict=True):
            try:
                arrays.append(as_numbers(item))
            except Misread:
                raise Misread(f"`{name}` is {kind(item)}, but numbers are needed.") from None
        return [array for array, _ in arrays], any(coarse for _, coarse in arrays)

    # ---- many calls

    def answer(self, function, inputs):
        """Return a function's answer to `inputs`, a dict of arguments, as a list of arrays."""
        with np.errstate(all="ignore"):
            return self._arrays(function(*inputs.values()))[0]

    @cached_property
    def drawn(self):
        """The random inputs: their choices, arguments by name, and right answers."""
        pairs = drawing.inputs(self.random, self.tries)
        named = [(choices, self._named(arguments)) for choices, arguments in pairs]
        return [(made, inputs, self.answer(self.function, inputs)) for made, inputs in named]

    def _more(self, attempt):
        """Try the random inputs, as many as time allows."""
        choices, looks, ends = [], [], time.process_time() + RANDOM_SECONDS
        with printing(0):
            for made, inputs, right in self.drawn:
                looks.append(self._look(attempt, inputs, right))
                choices.append(made)
                if time.process_time() > ends or looks[-1].stopped:
                    break
        return choices, looks

    def _smallest(self, attempt, choices, failed):
        """Return the outcome on the smallest input that fails in the same way."""
        if failed.stopped:
            return failed
        ends = time.process_time() + RANDOM_SECONDS

        def look(arguments):
            inputs = self._named(arguments)
            return self._look(attempt, inputs, self.answer(self.function, inputs))

        def fails(arguments):
            return time.process_time() < ends and look(arguments).trouble == failed.trouble

        with printing(0):
            found = look(drawing.smallest(self.random, choices, fails))
        return found if found.trouble == failed.trouble else failed

    def _evidence(self, attempt, looks):
        rights = {id(look.inputs): look.right for look in looks}
        mistakes = {mistake.function for mistake in self.mistakes}
        endless = []

        def run(function, inputs):
            if function is attempt:
                return tried(inputs)
            key = function, id(inputs)
            if key not in self._answered:
                answer = fresh(function, inputs)
                if function not in mistakes or id(inputs) not in rights:
                    return answer
                self._answered[key] = answer
            return self._answered[key]

        def tried(inputs):
            if not endless:  # on inputs that are not of its kind, an attempt may never end
                with suppress(Exception), printing(0):
                    look = self._look(attempt, inputs, self.answer(self.function, inputs))
                    endless.extend([look] * look.stopped)
                    return look.answer
            return None

        def fresh(function, inputs):
            copies = {name: _copied(value) for name, value in inputs.items()}
            with np.errstate(all="ignore"):
                try:
                    right = rights.get(id(inputs)) or self.answer(self.function, inputs)
                    return self._arrays(function(*copies.values()), right)[0]
                except Exception:
                    return None

        return Evidence(
            inputs=[look.inputs for look in looks],
            answers=[look.answer for look in looks],
            right=[look.right for look in looks],
            near=self._near,
            run=run,
            attempt=attempt,
            solution=self.function,
            mistakes=self.mistakes,
            examples=self.examples,
        )

    # ---- what is shown

    def _named(self, arguments):
        return dict(zip(self.parameters, arguments, strict=True))

    @staticmethod
    def _input(inputs):
        return {"input": ", ".join(f"{name} = {written(value)}" for name, value in inputs.items())}

    def _values(self, look, k):
        """Return result `k`, and what it should be."""
        label = f"{list(self.parts)[k]} = " if self.parts else ""
        yours, expected = written_apart(look.answer[k], look.right[k])
        return {"your value": label + yours, "expected value": label + expected}


def _argument(value):
    if isinstance(value, tuple):
        return tuple(map(_argument, value))
    if not isinstance(value, list):
        return value
    if any(isinstance(item, tuple | np.ndarray) for item in value):
        return list(map(_argument, value))
    array = np.array(value)
    return array if array.dtype.kind == "f" else value


def _copied(value):
    return deepcopy(value) if isinstance(value, (np.ndarray, list)) else value


def _is_unfilled(value):
    if type(value) in (list, tuple):  # iterating over other types could do anything
        return any(item is ... for item in value)
    return value is ...
