"""A check gives helpful feedback on any attempt at all, and always terminates."""

import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import numpy as np
import pytest

from lecturekit import SGD, Adam, exercises
from lecturekit.exercises import functions, running
from lecturekit.exercises.exercise import RECORDS, Exercise
from lecturekit.exercises.running import run_within
from lecturekit.exercises.values import written
from tests.exercises.options import every_exercise, every_function

sigmoid = exercises.sigmoid


def run(code, name):
    """Run code as a notebook cell and return the value of `name`."""
    namespace = {"np": np}
    exec(compile(code, "<a cell>", "exec"), namespace)
    return namespace[name]


# ---- unfilled


@every_function
def test_what_is_unfilled_is_not_an_error(exercise):
    bodies = "...", "pass", '"""Return it."""', "return ...", "raise NotImplementedError"
    head = f"def f({', '.join(exercise.parameters)}):\n    "
    stubs = [run(head + body, "f") for body in (*bodies, "return ..., ...")]
    for feedback in (exercise.check(), *map(exercise.check, [None, ..., *stubs])):
        assert repr(feedback) == "○ Not attempted yet. Replace the ... and run the cell again."
        assert not feedback


# ---- what is not even a function of the right kind


@pytest.mark.parametrize(
    ("attempt", "diagnosis"),
    [
        (3, "This is a number (3), but the function itself"),
        (Adam(0.1), "This is an Adam, but the function itself"),
        (SGD(0.1), "This is an SGD, but the function itself"),
        (np.zeros(3), "This is an array of shape (3,), but the function itself"),
        (lambda z, w: z, "takes 2 arguments (z, w), but it is called with 1: (z)"),
        (lambda z: "text", "returns text"),
        (lambda z: z + 1j, "complex"),
        (lambda z: (v for v in z), "returns a generator"),
        (run("def f(z):\n    answer = 1 / (1 + np.exp(z))", "f"), "Is a `return` missing?"),
        (lambda z: np.full(z.shape, np.nan), "`nan`"),
        (lambda z: [None] * len(z), "returns a list of `None`"),
    ],
)
def test_the_wrong_kind_of_thing(attempt, diagnosis):
    feedback = sigmoid.check(attempt)
    assert feedback.status == "wrong"
    assert diagnosis in feedback.diagnosis


def test_swapped_parameters_are_recognised_by_their_names():
    told = exercises.raw_inputs.check(
        lambda b, W, mean, std: (W / std, b - W @ (mean / std))
    ).diagnosis
    assert "has its parameters in another order" in told
    assert "(W, b, mean, std)" in told


def test_optional_parameters_and_callable_objects_are_welcome():
    class Sigmoid:
        def __call__(self, z, steepness=1.0):
            return 0.5 * (1 + np.tanh(steepness * z / 2))

    assert sigmoid.check(Sigmoid())


# ---- what nobody can read as numbers


class Unreadable:
    def __array__(self, *args, **kwargs):
        raise RuntimeError("not today")


class Endless(list):
    def __iter__(self):
        while True:
            yield 1.0

    def __len__(self):
        while True:
            pass


HUGE, HOLDS_ITSELF = 10**400, []
HOLDS_ITSELF.append(HOLDS_ITSELF)


@every_function
def test_what_cannot_be_read_is_told(exercise):
    for value in (HUGE, HOLDS_ITSELF, Unreadable()):
        assert exercise.check(lambda *arguments: value).status == "wrong"  # noqa: B023
        assert exercise.check(value).status == "wrong"


def test_it_is_said_what_happened_while_reading(monkeypatch):
    told = sigmoid.check(lambda z: Unreadable()).diagnosis
    assert told == "The answer cannot be read as numbers: `RuntimeError: not today`."
    assert "OverflowError" in sigmoid.check(lambda z: HUGE).diagnosis
    assert "calls itself" not in sigmoid.check(lambda z: HOLDS_ITSELF).diagnosis
    monkeypatch.setattr(functions, "SECONDS", 1)
    told = exercises.hidden_width.check(lambda d, K, budget: Endless([1.0])).diagnosis
    assert "reading it was stopped after 1 seconds" in told
    assert "Endless, but the function itself" in sigmoid.check(Endless()).diagnosis


# ---- exceptions


CELL = """def helper(z):
    return z.missing

def my_sigmoid(z):
    # a comment
    e = np.exp(z)
    return helper(e)
"""


def test_an_exception_is_told_with_its_line_and_without_ours():
    feedback = sigmoid.check(run(CELL, "my_sigmoid"))
    assert feedback.status == "wrong"
    wanted = "`AttributeError: 'numpy.ndarray' object has no attribute 'missing'` in line 2"
    assert wanted in feedback.diagnosis
    assert feedback.facts == {"input": "z = [0]"}
    assert not re.search("Traceback|observing", repr(feedback))


def in_this_file(z):
    return z[7]  # this very line


def forever(z):
    return forever(z)


def leave(z):
    raise SystemExit(1)


def strange(z):
    raise Exception("a `tick`, and two:\n``")


@pytest.mark.parametrize(
    ("attempt", "diagnosis"),
    [
        (in_this_file, "`return z[7] # this very line`"),
        (forever, "calls itself again and again"),
        (leave, "exit()"),
        (strange, "``` Exception: a `tick`, and two: `` ```"),
    ],
)
def test_exceptions_of_every_kind(attempt, diagnosis):
    feedback = sigmoid.check(attempt)
    assert feedback.status == "wrong"
    assert diagnosis in feedback.diagnosis


def test_the_stop_button_passes_through():
    def stopped(z):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sigmoid.check(stopped)


# ---- side effects


def test_what_an_attempt_prints_is_shown_and_what_it_warns_of_is_not(capsys):
    exercises.boundary.check(lambda x_1, w, b: print("x_1 is", x_1))
    assert "x_1 is 0.0" in capsys.readouterr().out
    assert "overflows" in sigmoid.check(lambda z: 1 / (1 + np.exp(-z))).diagnosis


def test_what_is_printed_or_raised_is_not_shown_without_an_end(capsys):
    def talkative(x_1, w, b):
        print("x" * 5000)
        raise ValueError("y" * 5000)

    told = exercises.boundary.judge(talkative).diagnosis
    assert told.count("y") < 310
    out = capsys.readouterr().out
    assert out.count("x") == 2000
    assert "3,001 more characters" in out
    exercises.boundary.judge(lambda x_1, w, b: print(end="again") or 1.0)
    assert capsys.readouterr().out == "again" * len(exercises.boundary.cases)


def test_nothing_warns_while_answers_are_compared(recwarn):
    for answer in (np.inf, np.nan, -np.inf, [np.inf], [[]], 1e308):
        for exercise in (sigmoid, exercises.boundary, exercises.adam_step):
            assert exercise.judge(lambda *arguments: answer).status == "wrong"  # noqa: B023
    assert not recwarn.list


# ---- time


def endless(z):
    while True:
        pass


def evasive(z):
    try:
        while True:
            pass
    except BaseException:
        return z


def deaf(z):
    while True:
        try:
            z = z + 1
        except:  # noqa: E722
            continue


def stubborn(z):
    while True:
        try:
            z = z + 1
        finally:
            continue  # noqa: B012


def ones():
    try:
        while True:
            yield 1
    finally:
        print("closed")


ENDLESS = [
    *(endless, evasive),
    lambda z: sum(ones()),
    lambda z: [1 for _ in iter(int, 1)],
    lambda z: sum(1 for _ in iter(int, 1)),
    lambda z: [*map(lambda one: one, iter(int, 1))],  # noqa: C417
]


class Slow:
    def __del__(self):
        time.sleep(0.15)


def ignored(z):
    Slow()  # is stopped while it is deleted, where Python ignores exceptions
    while True:
        pass


def at_once(task, *arguments):
    return task(*arguments)


def in_another_thread(task, *arguments):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(task, *arguments).result()


def as_in_a_browser(task, *arguments):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running.sys, "platform", "emscripten")
        return task(*arguments)


BROWSER = [as_in_a_browser] if sys.version_info >= (3, 12) else []  # with sys.monitoring
WAYS = BROWSER if sys.platform == "emscripten" else [at_once, in_another_thread, *BROWSER]
# In a browser, every line looks at the clock; an alarm rings again.
STOPPED = [*product(WAYS, ENDLESS), *product(BROWSER, [deaf, stubborn]), (WAYS[0], ignored)]


@pytest.mark.parametrize(("where", "attempt"), STOPPED)
def test_an_endless_loop_ends(monkeypatch, where, attempt):
    monkeypatch.setattr(functions, "SECONDS", 0.1)
    said = where(sigmoid.check, attempt)
    assert "stopped after 0.1 seconds" in said.diagnosis
    assert said.facts == {"input": "z = [0]"}


@pytest.mark.parametrize("where", WAYS)
def test_a_limit_lets_values_and_errors_through(where):
    assert where(run_within, 60, lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        where(run_within, 60, lambda: 1 / 0)
    assert where(sigmoid.judge, sigmoid.function).ok
    assert "ZeroDivisionError: division by zero" in where(sigmoid.check, lambda z: 1 / 0).diagnosis


def test_a_limit_leaves_numpy_as_it_was_whenever_it_strikes():
    before = np.geterr()
    run_within(60, np.errstate(all="raise").__enter__)
    assert np.geterr() == before


# ---- what is shown


def test_enough_digits_are_shown_and_tuples_are_tuples():
    feedback = exercises.boundary.check(lambda x_1, w, b: -(w[0] * x_1 + b) / w[1] + 1e-5)
    assert feedback.facts["your value"] == "1.00001"
    assert exercises.boundary.check(lambda x_1, w, b: -(w[0] * x_1 + b) / w[1] * 1.0000001)
    feedback = exercises.dead_neurons.check(lambda X, layers: X)
    assert feedback.facts["input"] == "X = [[1, 2]], layers = [([[1, -1]], [0.5])]"
    assert written((1.0,)) == "(1,)"


@every_exercise
def test_hints_grow_and_the_last_one_says_so(exercise):
    RECORDS.clear()
    number = len(exercise.hints)
    hints = [repr(exercise.hint()) for _ in range(number + 1)]
    assert number >= 3
    assert [hint.split(".")[0] for hint in hints] == [
        f"Hint {min(k, number)} of {number}" for k in range(1, number + 2)
    ]
    assert len(set(hints)) == number
    assert ["last hint" in hint for hint in hints] == [False] * (number - 1) + [True, True]
    assert f"exercises.{exercise.name}.solution()" in hints[-1]


@every_exercise
def test_the_solution_runs_and_is_right(exercise):
    solution, namespace = exercise.solution(), {}
    exec(solution.code, namespace)
    attempt = exercise.call.partition(".check(")[2].removesuffix(")")
    assert exercise.check(eval(attempt, namespace)).ok
    assert solution.code in repr(solution)
    assert f"```python\n{solution.code}\n```" in solution.markdown
    assert len(solution.explanation) > 80


def test_an_exercise_without_a_judge_says_what_is_missing():
    texts = {"task": "Task.", "call": "x", "hints": ["a"], "code": "x = 1", "explanation": "So."}
    with pytest.raises(NotImplementedError, match=r"needs a method judge\(attempt\)"):
        Exercise(name="bare", **texts).check(3)


def test_an_attempt_that_never_ends_on_changed_inputs_is_told_what_it_got_wrong(monkeypatch):
    monkeypatch.setattr(functions, "SECONDS", 0.5)

    def until_right(X, y, max_epochs):
        X, theta, mistakes = np.column_stack([X, np.ones(len(X))]), np.zeros(X.shape[1] + 1), 0
        for x, target in [*zip(X, y, strict=True)] * max_epochs:
            while int(theta @ x >= 0) != target:  # targets other than 0 and 1: for ever
                theta, mistakes = theta + (2 * target - 1) * x, mistakes + 1
        return theta, mistakes

    assert exercises.perceptron.judge(until_right).facts["your value"].startswith("theta = ")
