"""What a page runs: attempts without IPython, what they show, and records that the page keeps."""

import json

import pytest

from lecturekit import exercises
from lecturekit.browser import answer
from lecturekit.browser.attempts import ADVICE
from lecturekit.exercises import exercise, notes
from lecturekit.publish import runnable
from tests.house.lectures import code, markdown, sample

SETUP = "import numpy as np\n\nfrom lecturekit import datasets, draw, exercises, explore"
NAIVE = "def my_sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
RIGHT = exercises.sigmoid.solution().code
DOUBLE = "def f(x):\n    return 1 / x\n\n\n"


def run(code, name="sigmoid", **more):
    asked = {"name": name, "code": code, "setup": SETUP, "seconds": 60, **more}
    return json.loads(answer("run", json.dumps(asked))[0])


def check(code, **more):
    return run(code, check="exercises.sigmoid.check(my_sigmoid)", **more)


def told(found):
    """Put all that was shown into one text."""
    shown = [part.get("text") or part.get("markdown") or part["alt"] for part in found["outputs"]]
    return "\n".join([*shown, found["error"] or ""])


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (RIGHT, "**✓ Right.** It was tried on"),
        (f"{RIGHT}\nprint('my', 1)\nmy_sigmoid(0.0)", "my 1\nnp.float64(0.5)\n\n**✓ Right.**"),
        (NAIVE, "Your sigmoid overflows here"),
        ("def my_sigmoid(z):\n    return ...", "Replace the `...` and check again."),
        ("", "The check looks for `my_sigmoid`, which your code does not define."),
        (f"{NAIVE}exercises.sigmoid.check(my_sigmoid)", "overflows here"),
        (
            "def my_sigmoid(z):\nreturn z",
            "Line 2\n    return z\n    ^^^^^^\nIndentationError: expected",
        ),
        (f"{DOUBLE}f(0)", "Line 5\n    f(0)\nLine 2, in f\n    return 1 / x\n"),
        ("def f(x):\n    return f(x)\n\n\nf(0)", "[Previous line repeated"),
        ("while True:\n    pass", "It was stopped after 0.5 seconds. Is there a loop"),
        ("class A:\n    __repr__ = lambda self: 1 / 0\n\n\nA()", "ZeroDivisionError"),
        ("input('z?')", "write the value into the code"),
        ("import sys\nsys.exit()", "It calls `exit()`"),
        ("import os\nraise KeyboardInterrupt", "KeyboardInterrupt"),
        (
            "import builtins\nbuiltins.print = np.exp = None\nexercises.sigmoid = 1\n" + NAIVE,
            "overflow",
        ),
        ("exercises = 1\n" + NAIVE, "overflows here"),
        ("for i in range(10_000):\n    print(i)", "more characters were printed"),
        (
            "for i in range(60):\n    display(exercises.and_not.hint())",
            "… and more, which is not shown",
        ),
        ("draw.show_source(datasets.standardise)", "```python\ndef standardise("),
    ],
)
def test_an_attempt_is_told_what_it_showed_and_what_is_wrong(code, says):
    assert says in told(check(code, seconds=0.5 if "while" in code else 60))


def test_an_attempt_leaves_nothing_behind():
    before = dict(exercise.ADVICE), list(notes.LISTENERS), dict(exercise.RECORDS)
    check("np.exp = 1\nexercises.sigmoid = 1\n" + NAIVE)
    assert (dict(exercise.ADVICE), list(notes.LISTENERS), dict(exercise.RECORDS)) == before
    assert "NameError" in told(run("my_sigmoid"))
    assert exercise.ADVICE.keys() == ADVICE.keys()


def test_the_page_keeps_the_records():
    records, said = {}, []
    for _ in range(3):
        found = check("def my_sigmoid(z):\n    return 0 * z", records=records)
        records |= found["records"]
        said.append(told(found))
    assert ADVICE["where"] in said[0]
    assert "Every number is 0" in said[1]
    assert "**Hint 1 of 3.**" in said[2]
    assert check(NAIVE)["records"]["sigmoid"]["tries"] == 1  # the record of another reader
    found = check(RIGHT, records=records | {"and_not": {"hints": 2, "from": "a later edition"}})
    assert found["records"]["and_not"]["hints"] == 2
    kept = {"records": records | found["records"], "part": 1}
    shown = json.loads(answer("progress", json.dumps(kept))[0])
    assert "| ✓ done | 4 " in shown["markdown"]
    assert "This browser keeps it" in shown["markdown"]
    assert json.loads(shown["json"])["sigmoid"]["done"]


def test_cells_run_once_after_those_they_need():
    cells = [["a", "a = [1]\nprint('a')"], ["b", "a.append(2)"]]

    def last(code="print(a)", before=cells):
        return told(run(code, "c", section="One", before=before))

    assert last() == "[1, 2]\n\n"
    assert last("a") == "[1, 2]\n\n"
    assert last(before=[["a", "a = [5]"], cells[1]]) == "[5, 2]\n\n"
    assert "An earlier cell, line 1\n    a = 1 / 0" in last(before=[["a", "a = 1 / 0"]])
    assert "NameError" in told(run("a", "c", section="Two"))
    shown = run('figure, ax = draw.new_figure()\ndraw.show(figure, "An empty pair of axes.")', "d")
    assert shown["outputs"][0]["alt"] == "An empty pair of axes."
    assert shown["outputs"][0]["png"].startswith("iVBOR")
    (plot,) = run("import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\n1 / 0")["outputs"]
    assert plot["width"] == 640
    assert len(run("raise ValueError('z' * 10**6)")["error"]) < 10**5


def test_a_page_knows_which_cells_run_and_after_which():
    starter = "def my_f():\n    return ..."
    book = sample(
        code(SETUP, "setup", tags=["setup"]),
        markdown("## 1. A"),
        code("points = 1", "drawn", tags=["draws"]),
        code("x = 1", "x"),
        code("from sklearn.svm import SVC\n\nm = SVC(x)", "svm"),
        code("print(x, '</script>')", "shown"),
        code("points + m.fit(x)", "both", tags=["draws"]),
        code("from lecturekit import graph\n\ndraw.show_source(graph.Value)", "source"),
        code(f"{starter}\n\n\nexercises.f.check(my_f)", "exercise-f", tags=["exercise"]),
        code("datasets.mnist()", "mnist"),
        markdown("## 2. B"),
        code("m = 1", "other"),
    )
    script = runnable.script(book)
    found = json.loads(script.partition(">")[2].removesuffix("</script>"))
    assert found["setup"] == SETUP
    assert found["exercises"]["f"] == {"starter": starter, "check": "exercises.f.check(my_f)"}
    assert [name for name, cell in found["cells"].items() if not cell["runs"]] == [
        "source",
        "mnist",
    ]
    assert found["cells"]["source"]["code"] == "from lecturekit import graph\n"
    before = {name: cell["before"] for name, cell in found["cells"].items()}
    assert before["shown"] == ["x"]
    assert before["both"] == ["drawn", "x", "svm", "shown"]
    assert before["mnist"] == ["x", "shown", "source"]
    assert before["other"] == []
