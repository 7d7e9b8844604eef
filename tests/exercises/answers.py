"""What the banks of answers of all Parts have in common.

A bank maps an exercise's name to answers by what they do: to an attempt if they are right, to
an attempt and a piece of the expected diagnosis if they are wrong.
"""

from lecturekit import exercises


def of_part(part):
    """List the exercises of a Part, by their titles: 1.1, 1.2, …"""
    return [thing for thing in exercises.EXERCISES if f"**Exercise {part}." in thing.task]


def listed(bank):
    """List a bank as (exercise, answer) for `parametrize`."""
    return [(name, how) for name, answers in bank.items() for how in answers]


def assert_right(name, attempt):
    feedback = getattr(exercises, name).check(attempt)
    assert feedback.ok, feedback


def assert_told(name, attempt, diagnosis):
    feedback = getattr(exercises, name).check(attempt)
    assert feedback.status == "wrong", feedback
    assert diagnosis in feedback.diagnosis, feedback
    assert f"exercises.{name}.hint()" in repr(feedback)
