"""Exercises that answer, and quizzes to predict before a figure is seen.

Each exercise is one object::

    from lecturekit import exercises

    exercises.sigmoid                      # the task
    exercises.sigmoid.check(my_sigmoid)    # right, or what is wrong
    exercises.sigmoid.hint()               # a stronger one on each call
    exercises.sigmoid.solution()
    exercises.progress(1)                  # what is done of Part 1, in how many tries

and so is each quiz: ``exercises.quiz_no_bias`` as the last line of a cell shows it. They are
read from Markdown when they are first touched; `EXERCISES` and `QUIZZES` are all of them.
What they say is shown wherever the call stands in its cell.
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
