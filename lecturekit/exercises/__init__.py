"""Exercises that give feedback, and quizzes that ask for a prediction before a figure is shown.

Each exercise is one object::

    from lecturekit import exercises

    exercises.sigmoid                      # the task
    exercises.sigmoid.check(my_sigmoid)    # right, or what went wrong
    exercises.sigmoid.hint()               # a stronger hint on each call
    exercises.sigmoid.solution()
    exercises.progress(1)                  # what you have done in Part 1, and in how many tries

and so is each quiz: ``exercises.quiz_start_loss`` on the last line of a cell displays it. They are
read from Markdown on first use; `EXERCISES` and `QUIZZES` list them all. Feedback is displayed
even if the call is not the last line of its cell.
"""

from lecturekit.exercises import reading
from lecturekit.exercises.progress_report import progress  # noqa: F401


def __getattr__(name):
    if name == "EXERCISES":
        return tuple(map(reading.exercise, reading.places()))
    if name == "QUIZZES":
        return tuple(reading.quizzes().values())
    if name in reading.places():
        return reading.exercise(name)
    if name.startswith("quiz_") and name in reading.quizzes():
        return reading.quizzes()[name]
    raise AttributeError(f"there is no exercise and no quiz {name!r}; see dir(exercises)")


def __dir__():
    return sorted([*reading.places(), *reading.quizzes(), "progress"])
