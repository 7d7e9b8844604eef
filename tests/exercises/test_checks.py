"""A check answers every attempt kindly, whatever it is, and comes to an end."""

import threading
import time

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.exercises import functions
from lecturekit.exercises.exercise import DIFFICULTIES
from lecturekit.exercises.part1 import GateExercise
from lecturekit.exercises.values import written

names = pytest.mark.parametrize("exercise", exercises.EXERCISES, ids=lambda thing: thing.name)
FUNCTIONS = [thing for thing in exercises.EXERCISES if hasattr(thing, "mistakes")]
GATES = [thing for thing in exercises.EXERCISES if isinstance(thing, GateExercise)]
function_names = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda thing: thing.name)
UNFILLED = "○ Not attempted yet. Replace the ... and run the cell again."


def run(code, name):
    """Run code as a notebook's cell and return one of its names."""
    namespace = {"np": np}
    exec(compile(code, "<a cell>", "exec"), namespace)
    return namespace[name]


# ---- unfilled


def stubs(exercise):
    parameters = ", ".join(exercise.parameters)
    for body in ("...", "pass", '"""Return it."""', "return ...", "raise NotImplementedError"):
        yield run(f"def f({parameters}):\n    {body}", "f")
    yield run(f"def f({parameters}):\n    return ..., ...", "f")


@function_names
def test_what_is_unfilled_is_not_an_error(exercise):
    said = {repr(exercise.check(attempt)) for attempt in [None, ..., *stubs(exercise)]}
    said.add(repr(exercise.check()))
    assert len(said) == 1
    assert said.pop().startswith(UNFILLED)
    assert exercise.check().status == "not attempted yet"
    assert not exercise.check()


@pytest.mark.parametrize("gate", GATES, ids=lambda thing: thing.name)
@pytest.mark.parametrize("attempt", [None, ..., (..., ..., ...), (1, ..., 2), (None, None, None)])
def test_gates_are_unfilled_too(gate, attempt):
    assert repr(gate.check(attempt)).startswith(UNFILLED)


def test_a_forgotten_return_is_more_than_unfilled():
    feedback = exercises.sigmoid.check(run("def f(z):\n    answer = 1 / (1 + np.exp(z))", "f"))
    assert feedback.status == "wrong"
    assert "Is a `return` missing?" in feedback.diagnosis


# ---- what is not even a function of the right kind


@pytest.mark.parametrize(
    ("attempt", "diagnosis"),
    [
        ("text", "This is text, but the function itself is needed"),
        (3, "This is a number (3), but the function itself"),
        (np.zeros(3), "This is an array of float64, but the function itself"),
        ([0.5], "This is a list of float"),
        (dict, "This is a class"),
        (lambda: 1, "takes no arguments, but it is called with 1: (z)"),
        (lambda z, w: z, "takes 2 arguments (z, w), but it is called with 1: (z)"),
        (lambda z: "text", "returns text"),
        (lambda z: {"a": 1}, "returns a dict"),
        (lambda z: [[1], [2, 3]], "returns a list of list"),
        (lambda z: z + 1j, "complex"),
        (lambda z: (v for v in z), "returns a generator"),
        (lambda z: np.exp, "returns a function (exp)"),
        (lambda z: np.full(z.shape, np.nan), "`nan`"),
        (lambda z: z / 0 + 1, "`nan`"),
        (lambda z: [None] * len(z), "returns a list of NoneType"),
    ],
)
def test_the_wrong_kind_of_thing(attempt, diagnosis):
    feedback = exercises.sigmoid.check(attempt)
    assert feedback.status == "wrong"
    assert diagnosis in feedback.diagnosis


def test_swapped_parameters_are_recognised_by_their_names():
    feedback = exercises.neuron_batch.check(lambda w, X, b, activation: activation(X @ w + b))
    assert "has its parameters in another order" in feedback.diagnosis
    assert "(X, w, b, activation)" in feedback.diagnosis


@pytest.mark.parametrize("gate", GATES, ids=lambda thing: thing.name)
@pytest.mark.parametrize(
    "attempt", ["text", 3, (1, 2, 3, 4), ([1, 2, 3], 4), np.exp, {"w": 1}, (1, "a", 2), np.eye(3)]
)
def test_the_wrong_kind_of_gate(gate, attempt):
    feedback = gate.check(attempt)
    assert feedback.status == "wrong"
    assert "three" in feedback.diagnosis


def test_optional_parameters_and_callable_objects_are_welcome():
    class Sigmoid:
        def __call__(self, z, steepness=1.0):
            return 0.5 * (1 + np.tanh(steepness * z / 2))

    assert exercises.sigmoid.check(Sigmoid())


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


@function_names
@pytest.mark.parametrize(
    "value", [HUGE, HOLDS_ITSELF, Unreadable()], ids=lambda v: type(v).__name__
)
def test_what_cannot_be_read_is_told(exercise, value):
    assert exercise.check(lambda *arguments: value).status == "wrong"
    assert exercise.check(value).status == "wrong"


@pytest.mark.parametrize("exercise", [*GATES, exercises.xor_weights], ids=lambda thing: thing.name)
@pytest.mark.parametrize("attempt", [(HUGE, 1, 1), HOLDS_ITSELF, (HOLDS_ITSELF,) * 4, Unreadable()])
def test_what_cannot_be_read_as_weights_is_told(exercise, attempt):
    assert exercise.check(attempt).status == "wrong"


def test_it_is_said_what_happened_while_reading():
    told = exercises.sigmoid.check(lambda z: Unreadable()).diagnosis
    assert told == "The answer cannot be read as numbers: `RuntimeError: not today`."
    assert "OverflowError" in exercises.sigmoid.check(lambda z: HUGE).diagnosis
    assert "calls itself" not in exercises.sigmoid.check(lambda z: HOLDS_ITSELF).diagnosis


def test_reading_comes_to_an_end(monkeypatch):
    monkeypatch.setattr(functions, "SECONDS", 0.3)
    told = exercises.compose_shapes.check(lambda n, d, p_1, p_2: Endless([1.0])).diagnosis
    assert "reading it was stopped after 0.3 seconds" in told
    assert "a Endless" in exercises.sigmoid.check(Endless()).diagnosis.replace("an E", "a E")


def test_ragged_pairs_of_shapes_are_told():
    pairs = [(1, 2), (1, 2, 3), ((1, 2), 3), (1, 2)]
    feedback = exercises.compose_shapes.check(lambda n, d, p_1, p_2: pairs)
    assert "The second shape does not have two entries" in feedback.diagnosis
    pairs[1] = (1, 2)
    feedback = exercises.compose_shapes.check(lambda n, d, p_1, p_2: pairs)
    assert "It returns a list of tuple" in feedback.diagnosis


def test_tuples_are_written_as_tuples():
    feedback = exercises.forward_pass.check(lambda X, layers: X)
    assert feedback.facts["input"] == "X = [[1, 2]], layers = [([[1, -1]], [0.5], identity)]"
    assert written((1.0,)) == "(1,)"


# ---- exceptions


CELL = """def helper(z):
    return z.missing

def my_sigmoid(z):
    # a comment
    e = np.exp(z)
    return helper(e)
"""


def test_an_exception_is_told_with_its_line_and_without_ours():
    feedback = exercises.sigmoid.check(run(CELL, "my_sigmoid"))
    assert feedback.status == "wrong"
    assert "`AttributeError: 'numpy.ndarray' object has no attribute 'missing'`" in (
        feedback.diagnosis
    )
    assert "in line 2" in feedback.diagnosis
    assert feedback.facts == {"input": "z = [0]"}
    assert "Traceback" not in repr(feedback)
    assert "observing" not in repr(feedback)


def in_this_file(z):
    answer = z + 1
    return answer[7]  # this very line


def test_the_line_itself_is_shown_where_its_source_is_known():
    feedback = exercises.sigmoid.check(in_this_file)
    assert "`return answer[7] # this very line`" in feedback.diagnosis


def forever(z):
    return forever(z)


def leave(z):
    raise SystemExit(1)


def divide(z):
    return 1 / 0


def strange(z):
    raise Exception("a `tick`, and two:\n``")


@pytest.mark.parametrize(
    ("attempt", "diagnosis"),
    [
        (forever, "calls itself again and again"),
        (leave, "exit()"),
        (divide, "`ZeroDivisionError: division by zero` in line"),
        (strange, "``` Exception: a `tick`, and two: `` ```"),
        (lambda z: undefined(z), "`NameError"),  # noqa: F821
    ],
)
def test_exceptions_of_every_kind(attempt, diagnosis):
    feedback = exercises.sigmoid.check(attempt)
    assert feedback.status == "wrong"
    assert diagnosis in feedback.diagnosis


def test_the_stop_button_passes_through():
    def stopped(z):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exercises.sigmoid.check(stopped)


# ---- side effects


def spoil(z):
    answer = 1 / (1 + np.exp(-np.clip(z, -99, 99)))
    z *= 0
    return answer


def test_a_change_in_place_is_seen_and_does_no_harm():
    feedback = exercises.sigmoid.check(spoil)
    assert "changes its argument `z` in place" in feedback.diagnosis
    assert exercises.sigmoid.check(exercises.sigmoid.function)


def test_what_an_attempt_prints_is_shown(capsys):
    exercises.boundary.check(lambda x_1, w, b: print("x_1 is", x_1))
    assert "x_1 is 0.0" in capsys.readouterr().out


def test_warnings_of_an_attempt_stay_inside():
    assert "overflows" in exercises.sigmoid.check(lambda z: 1 / (1 + np.exp(-z))).diagnosis


# ---- time


def endless(z):
    while True:
        pass


going_on = threading.Event()


def stubborn(z):
    while going_on.is_set():
        try:
            np.linalg.svd(np.ones((50, 50)))
        except:  # noqa: E722
            continue


def stubborn_below(z):
    return [stubborn(v) for v in z]


def evasive(z):
    try:
        while True:
            pass
    except BaseException:
        return z


@pytest.mark.parametrize("thread", [False, True], ids=["main thread", "worker thread"])
@pytest.mark.parametrize("attempt", [endless, stubborn, stubborn_below, evasive])
def test_an_endless_loop_ends(monkeypatch, attempt, thread):
    monkeypatch.setattr(functions, "SECONDS", 0.3)
    going_on.set()
    said = []
    begin = time.monotonic()
    if thread:
        worker = threading.Thread(target=lambda: said.append(exercises.sigmoid.check(attempt)))
        worker.start()
        worker.join(30)
    else:
        said.append(exercises.sigmoid.check(attempt))
    assert time.monotonic() - begin < 20
    going_on.clear()  # a thread that cannot be stopped is left behind: let it end
    assert "stopped after 0.3 seconds" in said[0].diagnosis
    assert said[0].facts == {"input": "z = [0]"}


def test_checks_work_in_a_worker_thread():
    said = []
    attempts = [exercises.sigmoid.function, divide]
    worker = threading.Thread(
        target=lambda: said.extend(exercises.sigmoid.check(attempt) for attempt in attempts)
    )
    worker.start()
    worker.join(30)
    assert [feedback.ok for feedback in said] == [True, False]
    assert "ZeroDivisionError" in said[1].diagnosis


# ---- numbers that are hard to tell apart


def test_enough_digits_are_shown_to_see_a_difference():
    feedback = exercises.boundary.check(lambda x_1, w, b: -(w[0] * x_1 + b) / w[1] + 1e-5)
    assert feedback.facts["your value"] == "1.00001"
    feedback = exercises.boundary.check(lambda x_1, w, b: -(w[0] * x_1 + b) / w[1] * 1.0000001)
    assert feedback.ok


# ---- what an exercise says of itself


@names
def test_a_task_is_complete(exercise):
    assert exercise.difficulty in DIFFICULTIES
    assert f"({DIFFICULTIES[exercise.difficulty]})" in exercise.task
    assert getattr(exercises, exercise.name) is exercise
    bundle = exercise._repr_mimebundle_()
    assert bundle["text/markdown"] == exercise.task
    assert bundle["text/plain"] == repr(exercise)
    assert "**" not in repr(exercise)


@names
def test_hints_grow_and_the_last_one_says_so(exercise):
    exercise._hints_given = 0
    hints = [repr(exercise.hint()) for _ in range(len(exercise.hints) + 1)]
    assert len(exercise.hints) >= 3
    assert len(set(hints)) == len(exercise.hints)
    assert [hint.split(".")[0] for hint in hints[:2]] == [
        f"Hint 1 of {len(exercise.hints)}",
        f"Hint 2 of {len(exercise.hints)}",
    ]
    assert ["last hint" in hint for hint in hints] == [False] * (len(hints) - 2) + [True, True]
    assert f"exercises.{exercise.name}.solution()" in hints[-1]


@names
def test_the_solution_runs_and_is_right(exercise):
    solution = exercise.solution()
    namespace = {}
    exec(solution.code, namespace)
    attempt = exercise.call.partition(".check(")[2].removesuffix(")")
    assert exercise.check(eval(attempt, namespace)).ok
    assert solution.code in repr(solution)
    assert f"```python\n{solution.code}\n```" in solution.markdown
    assert len(solution.explanation) > 80


def test_an_exercise_without_a_judge_says_what_is_missing():
    from lecturekit.exercises.exercise import Exercise

    bare = Exercise("bare", "0 · Bare", 1, "Task.", "x", ["a"], "x = 1", "Because.")
    with pytest.raises(NotImplementedError, match=r"needs a method judge\(attempt\)"):
        bare.check(3)
