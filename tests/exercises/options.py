"""Every exercise, and the pieces of quizzes that the tests of their numbers use."""

import pytest

from lecturekit.exercises import EXERCISES


def of_each(exercises):
    return pytest.mark.parametrize("exercise", exercises, ids=lambda thing: thing.name)


every_exercise = of_each(EXERCISES)
every_function = of_each([thing for thing in EXERCISES if hasattr(thing, "mistakes")])


def what(mistake):
    """Return the diagnosis of a mistake without its last part, what to write instead."""
    return mistake.diagnosis.partition("\n\n")[0]


def right(quiz):
    """Return the text and reason of a quiz's right answer as one string."""
    return next(f"{option.text} {option.reason}" for option in quiz.options if option.right)


def offered(quiz):
    """Return the texts of a quiz's options, the right one first."""
    return [option.text for option in sorted(quiz.options, key=lambda option: not option.right)]


def reason_of(quiz, start):
    """Return the reason for the option whose text starts with `start`."""
    return next(option.reason for option in quiz.options if option.text.startswith(start))
