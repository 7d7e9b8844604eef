"""The exercises in the lectures: their tasks are there, and unfilled cells run."""

import inspect
import io
import json
import pydoc
import re
from contextlib import redirect_stdout

import nbformat
import pytest

from lecturekit import exercises
from lecturekit.exercises import part3, reading
from lecturekit.exercises.notes import Note, plain, unwrapped
from tests.exercises.options import every_exercise
from tests.house.lectures import LECTURES, code_cells, tags

LEVELS = "warm-up", "standard", "stretch"


def cells(kind="code", tag=None):
    for path in LECTURES:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == kind and (tag is None or tag in tags(cell)):
                yield cell


def exercise_of(cell):
    """Return the exercise of a cell, found by the cell's id: ``exercise-line-through``."""
    return getattr(exercises, cell.id.removeprefix("exercise-").replace("-", "_"))


STUBS = list(cells(tag="exercise"))


@pytest.mark.parametrize("cell", STUBS, ids=lambda cell: cell.id)
def test_a_stub_runs_unfilled(cell):
    exercise = exercise_of(cell)
    assert exercise.call in cell.source
    namespace = {"exercises": exercises}
    *body, last = cell.source.rstrip().split("\n")
    exec("\n".join(body), namespace)
    assert eval(last, namespace).status == "not attempted yet"
    assert "".join(cell.outputs[0]["data"]["text/plain"]) == repr(exercise.check())


def test_every_exercise_and_every_quiz_has_its_place():
    assert {exercise_of(cell) for cell in STUBS} == set(exercises.EXERCISES)
    shown = {
        cell.source.strip() for path in LECTURES for cell in code_cells(nbformat.read(path, 4))
    }
    asked = {source for source in shown if source.startswith("exercises.quiz_")}
    assert {f"exercises.{quiz.name}" for quiz in exercises.QUIZZES} == asked


def test_the_exercises_of_a_part_are_counted_from_one():
    """They are in the order of the lecture; each task gives number, title and level."""
    for part in "1234":
        here = [cell for cell in STUBS if exercise_of(cell).task.startswith(f"**Exercise {part}.")]
        for k, cell in enumerate(here, start=1):
            task = exercise_of(cell).task
            title = re.match(rf"\*\*Exercise {part}\.{k} · .+\*\* \((.*)\)\n\n", task)
            assert title[1] in LEVELS
            name = exercise_of(cell).name
            assert f"`exercises.{name}.hint()` says a little more; `exercises.{name}.sol" in task
        assert len(here) >= 8


@every_exercise
def test_help_and_a_cell_show_the_task(exercise):
    bundle = exercise._repr_mimebundle_()
    assert bundle["text/markdown"] == exercise.task
    assert bundle["text/plain"] == repr(exercise) == plain(exercise.task)
    assert inspect.getdoc(exercise).split() == repr(exercise).split()
    with redirect_stdout(io.StringIO()) as shown:
        pydoc.help(exercise)
    assert " ".join(repr(exercise).split()) in " ".join(shown.getvalue().split())


def test_tab_shows_exercises_and_quizzes_only():
    named = {thing.name for thing in exercises.EXERCISES + exercises.QUIZZES}
    assert set(dir(exercises)) == named | {"progress"}
    with pytest.raises(AttributeError, match="no exercise and no quiz 'sigmoids'"):
        _ = exercises.sigmoids
    with pytest.raises(AttributeError, match="quiz_sigmoids"):
        _ = exercises.quiz_sigmoids


def test_code_in_a_task_is_the_code_that_is_judged():
    shown = exercises.planted_bugs.task
    for function in (part3.pass_A, part3.pass_B, part3.pass_C):
        assert f"```python\n{inspect.getsource(function).rstrip()}\n```" in shown
    assert "\n    delta_2 = " in repr(exercises.planted_bugs)
    assert "```" not in repr(exercises.planted_bugs)


def test_without_its_lecture_an_exercise_says_where_its_task_is(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "NOTEBOOKS", tmp_path)
    uncached = reading.tasks.__wrapped__, reading.exercise.__wrapped__
    monkeypatch.setattr(reading, "tasks", uncached[0])
    (tmp_path / "3-broken.ipynb").write_text("{", encoding="utf-8")
    for name in ("planted_bugs", "signal_size"):
        assert uncached[1](name).task == "The task stands in the notebook of Part 3."
    assert uncached[1]("planted_bugs").check((6, 3, 5)).ok
    assert uncached[1]("planted_bugs").check((6, 3, 4)).status == "wrong"
    cell = {"id": "exercise-signal-size-task", "cell_type": "markdown", "source": ["Find", " it."]}
    (tmp_path / "3-other.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    assert uncached[1]("signal_size").task == "Find it."


def test_paragraphs_become_lines_but_code_and_tables_keep_theirs():
    text = "One\nline.\n\n```python\nif x:\n    y = 1\n```\n\nAnd\none  more."
    assert unwrapped(text) == "One line.\n\n```python\nif x:\n    y = 1\n```\n\nAnd one more."
    assert repr(Note(unwrapped(text))).split("\n\n")[1] == "if x:\n    y = 1"
    table = "| no. | bug |\n|:--|:--|\n| 1 | none |"
    assert unwrapped(f"A\ntable:\n\n{table}\n\nAfter\nit.") == f"A table:\n\n{table}\n\nAfter it."
