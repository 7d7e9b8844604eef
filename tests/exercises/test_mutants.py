"""Every small change to a right answer is judged wrong, unless it changes no result at all."""

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.exercises import drawing, functions
from tests.exercises.mutants import mutants
from tests.exercises.options import every_function

MORE = 300  # inputs, larger and wilder than the check's own, to show whether anything changes
EVERY = 12  # the fast run tries one mutant in 12


class Wild(drawing.Draw):
    """Draws numbers that no exercise draws, and larger sizes than they do."""

    def __init__(self, rng):
        super().__init__(rng.integers, most=6)
        self.rng = rng

    def number(self, positive=False, zero=True):
        value = float(self.rng.choice([self.rng.normal(), self.rng.integers(-3, 4)]))
        value = abs(value) if positive else value
        return value if zero or value else 1.0


def answers_alike(exercise, attempt):
    """Tell whether an attempt agrees with the solution on all wild inputs."""
    rng = np.random.default_rng(2)
    for _ in range(MORE):
        inputs = exercise._named(exercise.random(Wild(rng)))
        right = exercise.answer(exercise.function, inputs)
        if exercise._look(attempt, inputs, right).trouble:
            return False
    return True


def tried(exercise, monkeypatch, every):
    """Return the number of mutants tried, and what was changed in those wrongly accepted."""
    monkeypatch.setattr(functions, "diagnose", lambda *evidence: "")
    monkeypatch.setattr(functions, "known", lambda *evidence: "")
    monkeypatch.setattr(
        functions.FunctionExercise, "_smallest", lambda self, attempt, made, look: look
    )
    number, passed = 0, []
    for k, (what, code) in enumerate(mutants(exercise._solution[0])):
        if k % every:
            continue
        space, number = {}, number + 1
        exec(compile(code, "<a mutant>", "exec"), space)
        attempt = space[exercise.function.__name__]
        if exercise.judge(attempt).ok and not answers_alike(exercise, attempt):
            passed.append(what)
    return number, passed


@every_function
def test_some_mutants_of_the_solution_fail(exercise, monkeypatch):
    number, passed = tried(exercise, monkeypatch, EVERY)
    assert number
    assert not passed


@pytest.mark.exhaustive
@every_function
def test_all_mutants_of_the_solution_fail(exercise, monkeypatch):
    number, passed = tried(exercise, monkeypatch, 1)
    assert number >= 9
    assert not passed


@every_function
def test_random_inputs_have_all_shapes(exercise):
    """The length of each axis varies, unless it is always 1 or 2 or the shape is fixed."""
    shapes = {
        (name, axis, length)
        for _, inputs, _ in exercise.drawn
        for name, value in inputs.items()
        for axis, length in enumerate(np.shape(value) if isinstance(value, np.ndarray) else ())
    }
    for name, axis in {shape[:2] for shape in shapes}:
        lengths = {length for n, k, length in shapes if (n, k) == (name, axis)}
        always = len({np.shape(inputs[name]) for _, inputs, _ in exercise.drawn}) == 1
        assert len(lengths) >= 2 or always or lengths in ({1}, {2})


# ---- the smallest input


def test_a_failure_is_shown_on_the_smallest_input():
    feedback = exercises.raw_inputs.check(
        lambda W, b, mean, std: (W / np.append(std[:3], 1 + 0 * std[3:]), b - W @ (mean / std))
    )
    told = "W = [[1, 1, 1, 1]], b = [1], mean = [1, 1, 1, 1], std = [1.25, 1.25, 1.25, 1.25]"
    assert feedback.facts["input"] == told


def test_choices_are_made_smaller_for_as_long_as_it_fails():
    def make(draw):
        return draw.array(draw.size(), draw.size()), draw.whole(0, 9)

    choices, arguments = drawing.inputs(make, 40)[-1]
    assert drawing._again(make, choices)[1][0].tolist() == arguments[0].tolist()
    image, whole = drawing.smallest(make, choices, lambda arguments: arguments[0].shape[1] > 1)
    assert (image.tolist(), whole) == ([[1, 1]], 0)
    assert drawing.smallest(make, choices, lambda arguments: False)[0].tolist() == (
        arguments[0].tolist()
    )
