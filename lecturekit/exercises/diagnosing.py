"""What is wrong with a function, judged by its answers to many inputs.

The mistakes listed in an exercise come first, then what can be recognised without a list. A
mistake that explains most answers, but not all, is reported as a likeness only.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import permutations

import numpy as np

from lecturekit.exercises.detectors import constant, recognised, share
from lecturekit.exercises.values import listed

ENOUGH = 5  # inputs it takes where nan is the only evidence


@dataclass
class Evidence:
    """The answers of an attempt and the right answers, input by input.

    Attributes
    ----------
    inputs : list of dict
        The arguments of each call.
    answers, right : list
        For each call, a list of arrays, one per result; None if there is no answer.
    near : callable
        Tells whether two lists of arrays agree up to rounding.
    run : callable
        ``run(function, inputs)`` returns what any function answers, None if it fails.
    attempt, solution : callable
    mistakes : sequence of Mistake
    examples : sequence of str
        The arguments whose first axis counts the examples.
    like : str
        The argument whose shape the result should have, to be named in the diagnosis.
    """

    inputs: list
    answers: list
    right: list
    near: object
    run: object
    attempt: object
    solution: object
    mistakes: tuple
    examples: tuple = ()
    like: str = ""

    @cached_property
    def good(self):
        """Tell for each input whether the answer is right."""
        pairs = zip(self.answers, self.right, strict=True)
        return [answer is not None and self.near(answer, right) for answer, right in pairs]

    def part(self, k, like=""):
        """Return the evidence on result `k` alone, which has the shape of the argument `like`."""

        def run(function, inputs):
            arrays = self.run(function, inputs)
            return arrays and [arrays[k]]

        answers = [arrays and [arrays[k]] for arrays in self.answers]
        right = [[arrays[k]] for arrays in self.right]
        return replace(self, answers=answers, right=right, run=run, like=like)

    def of(self, function):
        """Return an iterator over the answers of a function to the inputs."""
        return (self.run(function, inputs) for inputs in self.inputs)

    def made(self, change):
        """Yield the right answers, changed by ``change(array, inputs)``."""
        for arrays, inputs in zip(self.right, self.inputs, strict=True):
            yield [change(array, inputs) for array in arrays]

    def agrees(self, others):
        """Tell whether the attempt gives these answers, on more evidence than a few nan."""
        weight = 0
        for mine, other, right in zip(self.answers, others, self.right, strict=False):
            if mine is None or other is None:
                if mine is not other:
                    return False
                weight += 1
            elif not self.near(mine, other):
                return False
            elif not self.near(mine, right):
                weight += ENOUGH if _finite_difference(mine, right, self.near) else 1
        return weight >= ENOUGH

    def likeness(self, others):
        """Of the inputs on which either is wrong, return the share on which both agree."""
        alike = told = 0
        for mine, other, right, good in zip(
            self.answers, others, self.right, self.good, strict=False
        ):
            if not good or other is None or not self.near(other, right):
                told += 1
                alike += None not in (mine, other) and self.near(mine, other)
        return alike / told if told >= ENOUGH else 0

    def pairs(self):
        """List the pairs (answer, right answer) as arrays; None if an answer is missing.

        For a single result only.
        """
        if any(answer is None or len(answer) > 1 for answer in self.answers):
            return None
        return [(a[0], r[0]) for a, r in zip(self.answers, self.right, strict=True)]


def _finite_difference(mine, right, near):
    """Tell whether two answers differ in shape or in a finite number."""
    for a, r in zip(mine, right, strict=True):
        if a.shape != r.shape:
            return True
        finite = np.isfinite(a)
        if not near([a[finite]], [r[finite]]):
            return True
    return False


def diagnose(evidence, parts=None, shown=0):
    """Say what is wrong.

    Several results are judged one by one, beginning with number `shown`, whose value is shown
    with the diagnosis; `parts` maps their names to the argument of the same shape.
    """
    names = list(parts or ())
    told = known(evidence) or order_of_results(evidence, names)
    if not told and len(names) < 2:
        return recognised(evidence) or looks_like(evidence) or share(evidence)
    told = told or constant(evidence)
    if told:
        return told
    parts = [evidence.part(k, parts[name]) for k, name in enumerate(names)]
    # Where an attempt crashes, it has no answers: that is no reason to blame every result.
    wrong = [k for k, part in enumerate(parts) if any(map(_is_wrong, part.answers, part.good))]
    right = [f"`{name}`" for k, name in enumerate(names) if k not in wrong]
    first, *others = sorted(wrong, key=lambda k: k != shown)
    if right:
        are = "is" if len(right) == 1 else "are"
        start = f"{listed(right)} {are} right, but `{names[first]}` is not. "
    else:
        start = f"Begin with `{names[first]}`. "
    told = known(parts[first]) or recognised(parts[first]) or looks_like(parts[first])
    for k in others:
        second = known(parts[k])
        if second and second != told and told:
            return joined(start + told, f"And then `{names[k]}`: {second}")
    return start + (told or share(parts[first]))


def _is_wrong(answer, good):
    return answer is not None and not good


def joined(*told):
    """Join diagnoses: first what is wrong, then, in separate paragraphs, what to write."""
    said = [one.partition("\n\n") for one in told]
    return "\n\n".join([" ".join(one[0] for one in said), *(one[2] for one in said if one[2])])


# ---- known mistakes


def known(e):
    """Return the diagnosis of the known mistake with these answers, or their negatives."""
    for mistake in e.mistakes:
        if e.agrees(e.of(mistake.function)):
            return mistake.diagnosis
    if e.agrees(e.made(lambda right, _: -right)):  # a sign, and nothing else
        return None
    for mistake in e.mistakes:
        negatives = (arrays and [-array for array in arrays] for arrays in e.of(mistake.function))
        if e.agrees(negatives):
            return joined("The sign is reversed, and that is not all.", mistake.diagnosis)
    return None


def looks_like(e):
    """Return the diagnosis of the known mistake that gives most of these answers."""
    best = max(e.mistakes, key=lambda mistake: e.likeness(e.of(mistake.function)), default=None)
    likeness = e.likeness(e.of(best.function)) if best else 0
    if likeness < 0.8:
        return None
    return joined("It looks like this, though not for every input:", best.diagnosis)


def order_of_results(e, names):
    """Recognise the right results, of a few, in the wrong order."""
    if None in e.answers or not 2 <= len(names) <= 4:
        return None
    mine = [[part.ravel() for part in arrays] for arrays in e.answers]
    for order in list(permutations(range(len(names))))[1:]:
        others = [[arrays[k].ravel() for k in order] for arrays in e.right]
        if all(map(e.near, mine, others)):
            came, needed = (
                ", ".join(f"`{names[k]}`" for k in ks) for ks in (order, range(len(names)))
            )
            return f"The results are right, but in another order: {came} came; return {needed}."
    return None
