"""Feedback is shown from any line of a cell, says more each time, and is remembered."""

import json

import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat import v4

from lecturekit import activations, exercises
from lecturekit.exercises.exercise import RECORDS

# Cells for one kernel to run in order, and how each output begins.
CELLS = [
    (
        "from lecturekit import exercises\nexercises.and_not.check(0, 0, 0)",
        ["✗ Not yet. It is wrong"],
    ),
    ("exercises.and_not.check(0, 0, 0)\n'more'", ["✗ Not yet. With all three", "'more'"]),
    ("for _ in range(2):\n    exercises.and_not.check(0, 0, 0)", ["✗ Not yet. With all"] * 2),
    ("said = exercises.and_not.check(1, -1, -0.5)\nsaid", ["✓ Right."]),
    ("said", ["✓ Right."]),
    ("print(bool(said))\nexercises.and_not.check(...)", ["True", "○ Not attempted yet."]),
    ("exercises.boundary.hint()\nx = 1", ["Hint 1 of 3."]),
    ("exercises.boundary.hint(); exercises.boundary.hint()", ["Hint 2 of 3.", "Hint 3 of 3."]),
    ("exercises.boundary.solution()\nexercises.boundary.solution()", ["def my_boundary"] * 2),
    ("exercises.quiz_sepals.choose('A')\nx = 1", ["✗ Not yet."]),
    ("exercises.progress(1)\n3", ["1 of 11 exercises done.", "3"]),
]


def test_feedback_and_hints_are_shown_once_wherever_they_stand_in_a_cell():
    book = v4.new_notebook(cells=[v4.new_code_cell(source) for source, _ in CELLS])
    NotebookClient(book, kernel_name="python3").execute()
    for cell, (source, starts) in zip(book.cells, CELLS, strict=True):
        shown = [out.get("text") or out.data["text/plain"] for out in cell.outputs]
        assert [text[: len(start)] for text, start in zip(shown, starts, strict=False)] == starts
        assert len(shown) == len(starts), source


@pytest.fixture(autouse=True)
def _a_fresh_start():
    RECORDS.clear()


def raw_means(W, b, mean, std):
    return W / std, b - W @ mean


def test_a_check_says_where_then_what_then_the_line_with_a_hint():
    said = [repr(exercises.raw_inputs.check(raw_means)) for _ in range(5)]
    first, *others = [text.split("\n")[0] for text in said]
    assert first.endswith("is wrong for this input.")
    assert {text.partition(" as well")[0] for text in others} == {
        "✗ Not yet. The mean is divided by the standard deviation"
    }
    assert ["W_raw @ mean" in text for text in said] == [False, False, True, True, True]
    hints = ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"]
    assert [[hint in text for hint in hints] for text in said[1:]] == [
        [False] * 3,
        *np.eye(3, dtype=bool).tolist(),
    ]


def test_where_is_said_once_and_what_has_no_where_is_told_at_once():
    check = exercises.raw_inputs.check
    assert "ZeroDivisionError" in repr(check(lambda W, b, mean, std: 1 / 0))
    assert "is wrong for this input" in repr(check(raw_means))
    assert "means play no part" in repr(check(lambda W, b, mean, std: (W / std, b)))
    assert ["W_raw @ mean" in repr(check(raw_means)) for _ in range(2)] == [False, True]
    first, second = (repr(exercises.failing_runs.check(6, 1, 4, 5)) for _ in range(2))
    assert first.startswith("✗ Not yet. 2 of the four are right.\n\nThe next check says")
    assert "Run C is not 4" in second


VALUES = {
    "and_not": (1, -1, -0.5),
    "bound": (3 * 2**0.5, 2 / 3, 40.5),
    "planted_bugs": (6, 3, 5),
    "failing_runs": (6, 1, 5, 4),
}


@pytest.mark.parametrize("name", VALUES)
def test_values_come_with_or_without_brackets(name):
    exercise, values = getattr(exercises, name), VALUES[name]
    assert exercise.check(*values)
    assert exercise.check(values)
    assert exercise.check(*values[1:]).diagnosis.startswith(str(len(values) - 1))
    assert exercise.check(6).diagnosis.startswith("1 ")
    assert exercise.check(*values[1:], ...).status == "not attempted yet"


def test_a_function_comes_alone_and_is_ones_own():
    told = exercises.sigmoid.check(activations.sigmoid, 2).diagnosis
    assert told == "2 things came, but one is needed: `exercises.sigmoid.check(my_sigmoid)`."
    for ours in (activations.sigmoid, exercises.sigmoid.function):
        feedback = exercises.sigmoid.check(ours)
        assert (feedback.status, bool(feedback)) == ("not attempted yet", False)
        assert feedback.diagnosis == "This is the package's own function; write yours."
    assert not exercises.sigmoid.record.done
    assert exercises.sigmoid.check(lambda z: activations.sigmoid(z))


def test_progress_tells_what_is_done_in_how_many_tries_and_with_what_help():
    assert not any(record["done"] for record in json.loads(exercises.progress().json()).values())
    for values in ((0, 0, 0), (1, 1, 1), (1, -1, -0.5), (0, 0, 0)):
        exercises.and_not.check(*values)
    exercises.and_not.solution()
    exercises.boundary.check(None)
    exercises.boundary.solution()
    for _ in range(5):
        exercises.boundary.hint()
    exercises.threshold.check(3)
    found = json.loads(exercises.progress().json())
    assert "\n" not in exercises.progress().json()
    assert list(found) == [
        name for part in range(1, 5) for name in exercises.progress(part).records
    ]
    assert found["and_not"] == {"done": True, "tries": 3, "hints": 0, "solution": "after"}
    assert found["boundary"] == {"done": False, "tries": 0, "hints": 3, "solution": "before"}
    shown = repr(exercises.progress(1))
    assert shown.startswith("1 of 11 exercises done.\n\n| exercise ")
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in shown.split("\n")[2:-2]]
    found = {row[0].split(" · ")[-1]: row[1:] for row in rows}
    assert found["One, but not the other"] == ["warm-up", "✓ done", "3", "", "after"]
    assert found["The price of being wrong"] == ["warm-up", "✗ not yet", "1", "", ""]
    assert len(rows) == 2 + 11
    for part in (0, 5, "1.6"):
        with pytest.raises(ValueError, match="choose one of 1, 2, 3, 4"):
            exercises.progress(part)
