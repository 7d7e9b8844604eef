"""Every check, tested on banks of answers and on every mistake that it knows."""

import re

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.network import Network
from tests.exercises import attacks, bank1, bank2, bank3, bank4
from tests.exercises.options import every_function, of_each, what

RIGHT = bank1.RIGHT | bank2.RIGHT | bank3.RIGHT | bank4.RIGHT
WRONG = bank1.WRONG | bank2.WRONG | bank3.WRONG | bank4.WRONG


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_pass_and_wrong_ones_are_told_what_is_wrong(name):
    for attempt in RIGHT[name]:
        feedback = getattr(exercises, name).check(attempt)
        assert feedback.ok, feedback
    for attempt, diagnosis in WRONG.get(name, ()):
        feedback = getattr(exercises, name).check(attempt)
        assert feedback.status == "wrong", feedback
        assert diagnosis in feedback.diagnosis
        named = re.match(r"Begin with `(.*?)`|.*but `(.*?)` is not", feedback.diagnosis)
        if named and "your value" in feedback.facts:  # the diagnosis is of the value shown
            assert feedback.facts["your value"].startswith(named[1] or named[2])
        assert f"exercises.{name}.hint()" in repr(feedback)


@pytest.mark.parametrize("name", attacks.TABLE)
def test_no_attempt_gets_through_or_is_misled(name):
    for attempt, piece in attacks.TABLE[name]:
        feedback = getattr(exercises, name).check(attempt)
        said = re.sub(r"in line \d+, (`+).*?\1\.", "", feedback.diagnosis)  # quotes the attempt
        assert piece in said, feedback
        assert feedback.ok == feedback.diagnosis.startswith(attacks.RIGHT)


def test_every_exercise_has_a_bank():
    """At least two right answers for each exercise, and no bank without an exercise."""
    assert set(RIGHT) == {exercise.name for exercise in exercises.EXERCISES}
    assert set(WRONG) | set(attacks.TABLE) <= set(RIGHT)
    assert min(map(len, RIGHT.values())) >= 2


# ---- what is known


# Not those that ask for a pair of arrays in each layer, however many there are.
ALIKE = [thing for thing in exercises.EXERCISES if not hasattr(thing, "words")]


@every_function
def test_every_known_mistake_is_told_by_its_own_name(exercise):
    """No mistake gets the diagnosis of another, and none passes as right."""
    for mistake in exercise.mistakes:
        feedback = exercise.check(mistake.function)
        assert not feedback.ok
        assert feedback.diagnosis in (what(mistake), exercise.overflow)
        assert list(feedback.facts) == ["input", "your value", "expected value"]
        assert feedback.facts["your value"] != feedback.facts["expected value"]
        assert feedback.facts["input"].startswith(f"{exercise.parameters[0]} = ")
    assert len({mistake.diagnosis for mistake in exercise.mistakes}) >= 5


@of_each([thing for thing in ALIKE if hasattr(thing, "mistakes")])
def test_lists_and_float32_are_welcome(exercise):
    def in_form(form):
        def attempt(*arguments):
            answer = exercise.function(*arguments)
            several = isinstance(answer, tuple)
            return tuple(map(form, answer)) if several else form(answer)

        return attempt

    assert exercise.check(in_form(lambda part: np.asarray(part).tolist()))
    if exercise.name != "hidden_width":  # whole numbers
        assert exercise.check(in_form(np.float32))


# ---- several arrays


def with_part(exercise, k, change):
    """Return an attempt in which ``change(part, inputs)`` replaces part `k` alone."""

    def attempt(*inputs):
        parts = list(exercise.function(*inputs))
        parts[k] = change(parts[k], inputs)
        return parts

    return attempt


@of_each([thing for thing in ALIKE if getattr(thing, "parts", None)])
def test_a_known_mistake_is_known_in_a_single_array_too(exercise):
    known = tuple(map(what, exercise.mistakes))
    for mistake in exercise.mistakes:
        with np.errstate(all="ignore"):
            one_vector = isinstance(mistake.function(*exercise.cases[0].values()), np.ndarray)
        for k, name in enumerate(() if one_vector else exercise.parts):
            attempt = with_part(exercise, k, lambda _, inputs: mistake.function(*inputs)[k])  # noqa: B023
            feedback = exercise.check(attempt)
            if not feedback.ok and "It stops with" not in feedback.diagnosis:
                assert feedback.diagnosis.endswith(known), feedback
                assert feedback.facts["your value"].startswith(f"{name} = ")


def test_a_wrong_array_is_shown_alone_with_an_input_where_it_is_wrong():
    raw = exercises.raw_inputs
    feedback = raw.check(with_part(raw, 0, lambda W, _: -W))
    assert feedback.facts["your value"] == "W_raw = [[-0.5]]"
    assert feedback.facts["expected value"] == "W_raw = [[0.5]]"
    assert feedback.facts["input"].startswith("W = [[1]], b = ")
    feedback = raw.check(with_part(raw, 1, lambda b, inputs: b / len(inputs[0])))
    assert feedback.facts["expected value"] == "b_raw = [0, -1]"  # right for one neuron
    feedback = raw.check(with_part(raw, 0, lambda W, _: W.T))
    assert feedback.diagnosis.endswith("The numbers are right, but the result is transposed.")


def test_two_mistakes_are_told_one_after_the_other():
    raw = exercises.raw_inputs
    told = raw.check(lambda W, b, m, s: (W * s, b + W / s @ m)).diagnosis
    assert told.startswith("Begin with `W_raw`. `W` is multiplied by the standard deviations.")
    assert "And then `b_raw`: The mean is *subtracted* from the input" in told
    told = raw.check(lambda W, b, m, s: (W / s + 1, b - W / s @ m - 2)).diagnosis
    assert told.startswith("Begin with `W_raw`. Every number is too large by 1.")
    assert not raw.check(with_part(raw, 1, lambda b, _: b * 1.0001))


# ---- what is unfilled, and what cannot be read

HUGE, MATCHES = 10**400, ("step_size_curves", "failing_runs", "planted_bugs", "hidden_bugs")
SIZES = {"and_not": 3, "bound": 3, "parity": 4, "failing_runs": 4, "hidden_bugs": 4}


def yields_dots(X, y, batch_size, rng):
    yield ..., ...


@pytest.mark.parametrize("name", ["and_not", "bound", "parity", *MATCHES])
def test_numbers_that_are_unfilled_or_no_numbers(name):
    exercise, size = getattr(exercises, name), SIZES.get(name, 3)
    for attempt in (None, ..., [...] * size, [None] * size, [1, ..., *[1] * (size - 2)]):
        assert exercise.check(attempt).status == "not attempted yet"
    for attempt in ("text", object(), {1, 2}, np.exp, {"w": 1}, [HUGE] + [1] * (size - 1), [[5]]):
        feedback = exercise.check(attempt)
        assert feedback.status == "wrong"
        assert re.search("needed|list goes|numbered|be read|keys are", feedback.diagnosis)


def test_a_network_or_a_match_or_a_loop_may_be_half_filled():
    W, b = bank2.COUNTS
    for attempt in ((W, b, ..., 0), ([[1, ...], [1, 1]], b, [1, 1], 0)):
        assert exercises.parity.check(attempt).status == "not attempted yet"
    for attempt in (([[1], [2, 3]], [1, 2], [1, 2], 0), (1j, 2, 3, 4), Network([2, 1])):
        assert "needed" in exercises.parity.check(attempt).diagnosis
    for name in MATCHES:
        exercise = getattr(exercises, name)
        assert exercise.check(exercise.answers | {"C": ...}).status == "not attempted yet"
    for attempt in (None, ..., lambda network, X, y, step_size, batch_size, epochs, rng: []):
        assert exercises.sgd_loop.check(attempt).status == "not attempted yet"


# ---- weights


def test_every_threshold_network_that_counts_is_judged_by_its_table():
    """Networks whose hidden neurons count ones get the right verdict, and a true reason."""
    corners, right = np.array(list(np.ndindex(2, 2, 2))), 0
    rng = np.random.default_rng(0)
    for _ in range(1500):
        W = rng.choice([-1, 1], (3, 1)) * np.ones((3, 3))
        b, w, c = rng.integers(-3, 3, 3) + 0.5, rng.choice([-1, 1], 3), rng.integers(-3, 2) + 0.5
        hidden = corners @ W.T + b >= 0
        feedback = exercises.parity.check((W, b, w, c))
        assert feedback.ok == np.array_equal(hidden @ w + c >= 0, corners.sum(axis=1) % 2)
        right += feedback.ok
        if "both land on" in feedback.diagnosis:
            assert len(np.unique(hidden, axis=0)) < 4
    assert right > 3


def test_every_wrong_reading_of_the_picture_is_told_by_its_own_name():
    bound = exercises.bound
    for name, number, told in bound.others:
        assert bound.check(*(bound.right | {name: number}).values()).diagnosis == told
    assert "Nine points on a grid" in bound.figure().alt


# ---- minibatches


def test_a_wrong_loop_is_shown_its_batches_by_row():
    nothing_shuffled, _ = bank4.WRONG["sgd_loop"][0]
    feedback = exercises.sgd_loop.check(nothing_shuffled)
    assert feedback.facts["input"] == "X of shape (12, 2), y of shape (12,), batch_size = 4"
    whole = "[[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]"
    assert feedback.facts["rows in epoch 1"] == feedback.facts["rows in epoch 2"] == whole
    assert "rows in epoch 3" not in feedback.facts


# ---- matching


@pytest.mark.parametrize("name", MATCHES)
def test_every_guess_gets_a_reason_and_no_reason_is_that_of_the_answer(name):
    exercise = getattr(exercises, name)
    for which, answer in exercise.answers.items():
        for guess in exercise.choices:
            feedback = exercise.check(exercise.answers | {which: guess})
            assert feedback.ok == (guess == answer)
            if guess != answer:
                traces = exercise.traces or {}
                reasons = traces.get(guess, "would leave"), "would leave", "would spoil"
                assert any(reason in feedback.diagnosis for reason in reasons)
                for secret in (exercise.choices[answer], traces.get(answer, "no trace")):
                    assert secret not in feedback.diagnosis


@pytest.mark.parametrize("name", ["step_size_curves", "failing_runs"])
def test_the_figure_can_be_seen_and_heard_and_does_not_tell_the_answer(name):
    exercise = getattr(exercises, name)
    picture = exercise.figure()
    assert picture.png.startswith(b"\x89PNG")
    assert picture.width <= 860
    assert not any(choice in picture.alt for choice in exercise.choices.values())
    for which in exercise.answers:
        assert f" {which} " in picture.alt


def test_the_planted_bugs_are_what_they_are_said_to_be():
    """Compared with finite differences of their loss: which gradients are wrong, and how."""
    hunt = exercises.planted_bugs
    found = {name: run(*hunt.data) for name, run in hunt.passes.items()}
    for name, wrong in {"A": "011000000", "B": "1" * 9, "C": "111111000"}.items():
        gradient = hunt.gradients[name](hunt.theta)
        errors = exercises.gradient_errors.function(hunt.J, gradient, hunt.theta, 1e-5)
        assert "".join("1" if error > 1e-5 else "0" for error in errors) == wrong
    X, y, W_1, b_1, W_2, b_2 = hunt.data
    A_1 = np.tanh(X @ W_1.T + b_1)
    y_hat = 1 / (1 + np.exp(-(A_1 @ W_2.T + b_2)))
    delta_2 = (y_hat - y) / len(y)
    np.testing.assert_allclose(found["B"][3], (delta_2 * y_hat * (1 - y_hat)).sum(axis=0))
    delta_1 = delta_2 @ W_2 * (1 - np.tanh(A_1) ** 2)
    np.testing.assert_allclose(found["C"][1], delta_1.sum(axis=0))
