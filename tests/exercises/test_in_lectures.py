"""The exercises in the lectures: the page and the package say the same, and unfilled cells run."""

import re

import nbformat
import pytest

from lecturekit import exercises
from tests.house.lectures import LECTURES, code_cells, tags


def cells(tag=None, kind="code"):
    for path in LECTURES:
        book = nbformat.read(path, as_version=4)
        for cell in book.cells:
            if cell.cell_type == kind and (tag is None or tag in tags(cell)):
                yield cell


def exercise_of(cell):
    """Return the exercise whose cell this is, by the cell's id: ``exercise-neuron-batch``."""
    name = cell.id.removeprefix("exercise-").removesuffix("-task").replace("-", "_")
    return getattr(exercises, name)


STUBS = list(cells("exercise"))
TASKS = [cell for cell in cells(kind="markdown") if re.fullmatch("exercise-.*-task", cell.id)]


def text_of(output):
    return "".join(output["data"]["text/plain"])


@pytest.mark.parametrize("cell", STUBS, ids=lambda cell: cell.id)
def test_a_stub_runs_unfilled(cell):
    exercise = exercise_of(cell)
    assert exercise.call in cell.source
    namespace = {"exercises": exercises}
    *body, last = cell.source.rstrip().split("\n")
    exec("\n".join(body), namespace)
    assert eval(last, namespace).status == "not attempted yet"
    assert text_of(cell.outputs[0]) == repr(exercise.check())


@pytest.mark.parametrize("cell", TASKS, ids=lambda cell: cell.id)
def test_a_task_on_the_page_is_the_task_in_the_package(cell):
    # A task that is too long for one slide goes on in cells called ``exercise-…-task-…``.
    parts = [part.source for part in cells(kind="markdown") if part.id.startswith(cell.id)]
    assert "\n\n".join(parts) == exercise_of(cell).task


@pytest.mark.skipif(not STUBS, reason="no lecture has exercises yet")
def test_every_exercise_and_every_quiz_has_its_place():
    placed = {exercise_of(cell).name for cell in STUBS}
    assert placed == {exercise_of(cell).name for cell in TASKS}
    assert placed == {exercise.name for exercise in exercises.EXERCISES}
    shown = {
        cell.source.strip() for path in LECTURES for cell in code_cells(nbformat.read(path, 4))
    }
    assert {f"exercises.{quiz.name}" for quiz in exercises.QUIZZES} <= shown
