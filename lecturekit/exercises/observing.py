"""Running somebody's function: what it answers, everything else that it does, and for how long."""

import builtins
import ctypes
import dis
import inspect
import linecache
import os
import re
import signal
import sys
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from lecturekit.exercises.notes import code_span
from lecturekit.exercises.values import Misread, kind, name_of, written

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass
class Outcome:
    """What one call did.

    Attributes
    ----------
    inputs : dict
        The arguments by name.
    value : object
        What came back, unchanged.
    overflow : bool
        Whether NumPy warned of a number too large for it.
    changed : str or None
        The argument that the call modified in place.
    """

    inputs: dict
    value: object = None
    overflow: bool = False
    changed: str | None = None


class Crash(Exception):
    """A call did not come back with a value; the message says why, in the student's terms."""

    def __init__(self, message, inputs, cause=None):
        super().__init__(message)
        self.inputs, self.cause = inputs, cause


def observe(function, cases, seconds):
    """Call `function` once for each of `cases`, a list of dicts of arguments.

    All calls together get `seconds`. What the function prints is shown.

    Returns
    -------
    list of Outcome

    Raises
    ------
    Crash
        At the first call that raises or takes too long; KeyboardInterrupt passes through.
    """
    outcomes = [Outcome(inputs) for inputs in cases]
    deadline = time.monotonic() + seconds
    for outcome in outcomes:
        try:
            left = max(deadline - time.monotonic(), 0.01)
            run_within(left, lambda outcome=outcome: _call(function, outcome))
        except KeyboardInterrupt:
            raise
        except OutOfTime:
            told = f"It was stopped after {seconds:g} seconds. Is there a loop that never ends?"
            raise Crash(told, outcome.inputs) from None
        except BaseException as error:
            raise Crash(_told(error, function, outcome.inputs), outcome.inputs, error) from None
    return outcomes


def read_within(seconds, read, value):
    """Return ``read(value)``, whatever somebody's `value` is and does while it is read.

    Raises
    ------
    Misread
        If `read` raises it, or anything else, or takes longer than `seconds`; a
        KeyboardInterrupt passes through.
    """
    try:
        return run_within(seconds, lambda: read(value))
    except (Misread, KeyboardInterrupt):
        raise
    except OutOfTime:
        told = f"reading it was stopped after {seconds:g} seconds"
    except BaseException as error:
        told = code_span(f"{type(error).__name__}: {error}".rstrip(": ."))
    raise Misread(f"The answer cannot be read as numbers: {told}.")


class OutOfTime(BaseException):
    """Raised inside code that runs for too long; not an `Exception`, which code may catch."""


def run_within(seconds, task):
    """Return ``task()``; raise `OutOfTime` if that takes longer than `seconds`.

    It stops Python code, also an endless loop; a single call into compiled code is stopped
    when it returns. Works in any thread and on every system but one: in a browser Python has
    neither alarms nor threads, and an endless loop ends with the page.
    """
    if sys.platform == "emscripten":
        return task()
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _with_an_alarm(seconds, task)
    return _in_a_thread(seconds, task)


def _with_an_alarm(seconds, task):
    rung = threading.Event()

    def ring(signum, frame):
        rung.set()
        raise OutOfTime

    handler = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        value = task()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
    if rung.is_set():  # the attempt caught our exception and answered after all
        raise OutOfTime
    return value


def _in_a_thread(seconds, task):
    result = {}

    def work():
        try:
            result["value"] = task()
        except BaseException as error:
            result["error"] = error

    thread = threading.Thread(target=work, daemon=True)  # left behind, it dies with the process
    thread.start()
    try:
        thread.join(seconds)
    finally:
        late = thread.is_alive()
        if late:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident), ctypes.py_object(OutOfTime)
            )
    if late:
        raise OutOfTime
    if "error" in result:
        raise result["error"]
    return result["value"]


def _call(function, outcome):
    arguments = {name: _copy(value) for name, value in outcome.inputs.items()}
    with warnings.catch_warnings(record=True) as heard, np.errstate(all="warn"):
        warnings.simplefilter("always")
        outcome.value = function(*arguments.values())
        with suppress(RecursionError):  # a list that holds itself has no copy
            outcome.value = _copy(outcome.value)
    outcome.overflow = any("overflow" in str(warning.message) for warning in heard)
    for name, value in arguments.items():
        if not _unchanged(value, outcome.inputs[name]):
            outcome.changed = name
            break


def _copy(value):
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(map(_copy, value))
    return value


def _unchanged(value, before):
    if isinstance(before, np.ndarray):
        return np.array_equal(value, before)
    if type(before) in (list, tuple):
        kept = type(value) is type(before) and len(value) == len(before)
        return kept and all(map(_unchanged, value, before))
    return value is before or value == before


def _told(error, function, inputs):
    """Say in a sentence what an exception was, where it came from and what often helps."""
    if isinstance(error, RecursionError):
        return "It calls itself again and again, without an end."
    if isinstance(error, SystemExit):
        return "It calls `exit()`, which would stop the whole kernel; leave that out."
    message = f"It stops with {code_span(f'{type(error).__name__}: {error}'.rstrip(': '))}"
    line, text = _line_in(error, function)
    if line:
        message += f" in line {line}" + (f", {code_span(text)}" if text else "")
    return f"{message}.{_tip(error, inputs)}"


def _line_in(error, function):
    """Return number and text of the last line of the attempt's own file that was running."""
    frames, step = [], error.__traceback__
    while step is not None:
        frames.append((step.tb_frame.f_code.co_filename, step.tb_lineno, step.tb_frame.f_globals))
        step = step.tb_next
    home = getattr(_python_code(function), "co_filename", None)
    frames = [frame for frame in frames if frame[0] == home] or [
        frame for frame in frames if not os.path.abspath(frame[0]).startswith(HERE)
    ]
    if not frames:
        return None, ""
    file, line, names = frames[-1]
    return line, linecache.getline(file, line, names).strip()


def _tip(error, inputs):
    text = str(error)
    if "truth value of an array" in text:
        return " An `if` cannot decide for a whole array at once; `np.where` can."
    if isinstance(error, ValueError) and re.search("matmul|not aligned|broadcast", text):
        rows = " (rows of `X` are examples)" if "X" in inputs else ""
        return f" Which shapes fit together? {_shapes(inputs)}{rows}."
    if "only" in text and "convert" in text and "scalar" in text:
        return " Functions of `math` take one number; those of `np` take arrays."
    if isinstance(error, OverflowError):
        return " It takes the exponential of a number that is too large."
    if isinstance(error, NameError) and hasattr(builtins, "__IPYTHON__"):
        return " Has the cell that defines this name been run?"
    return ""


def _shapes(inputs):
    shapes = [pair for name, value in inputs.items() for pair in _shapes_in(name, value)]
    return ", ".join(f"`{name}` has shape {shape}" for name, shape in shapes)


def _shapes_in(name, value):
    """List the arrays in an argument, with their names as in code: ``layers[0][1]``."""
    if isinstance(value, np.ndarray):
        return [(name, value.shape)] if value.ndim else []
    if isinstance(value, (list, tuple)):
        parts = [_shapes_in(f"{name}[{i}]", item) for i, item in enumerate(value)]
        return [pair for part in parts for pair in part]
    return []


def _python_code(function):
    function = inspect.unwrap(function)
    if not hasattr(function, "__code__"):  # an object with a method __call__
        function = vars(type(function)).get("__call__")
    return getattr(function, "__code__", None)


def is_empty(function):
    """Tell whether a function does nothing yet: its body is a docstring, `pass` or `...`."""
    code = _python_code(function)
    idle = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "POP_TOP"}
    return code is not None and {step.opname for step in dis.get_instructions(code)} <= idle


def call_problem(attempt, parameters, call):
    """Say why `attempt` cannot be called with `parameters`, or return None if it can."""
    if isinstance(attempt, type):
        return f"This is a class, but a function is needed: `{call}`."
    if not callable(attempt):
        what = kind(attempt)
        if isinstance(attempt, (int, float, np.number)):
            what = f"a number ({written(attempt)})"
        return f"This is {what}, but the function itself is needed, without parentheses: `{call}`."
    try:
        signature = inspect.signature(attempt)
    except (TypeError, ValueError):  # some functions written in C do not tell
        return None
    names = list(signature.parameters)
    wanted = ", ".join(parameters)
    if set(names) == set(parameters) and names != list(parameters):
        return (
            f"`{name_of(attempt)}({', '.join(names)})` has its parameters in another order; "
            f"it is called with ({wanted})."
        )
    try:
        signature.bind(*parameters)
    except TypeError:
        return (
            f"`{name_of(attempt)}` takes {_number(names)}, but it is called with "
            f"{len(parameters)}: ({wanted})."
        )
    return None


def _number(names):
    listed = f" ({', '.join(names)})" if names else ""
    return f"{len(names) or 'no'} argument{'s' * (len(names) != 1)}{listed}"
