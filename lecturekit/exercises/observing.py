"""Running a student's function: what it returns, its side effects, and how long it takes."""

import builtins
import dis
import inspect
import linecache
import os
import re
import warnings
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import cache

import numpy as np

from lecturekit.exercises.notes import code_span
from lecturekit.exercises.running import OutOfTime, printing, quietly, run_within, watching
from lecturekit.exercises.values import Misread, kind, name_of, same, written

STOPPED = "It was stopped"
HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass
class Outcome:
    """What one call did.

    Attributes
    ----------
    inputs : dict
        The arguments by name.
    right : list of ndarray or None
        The right answer, if there is one.
    value : object
        What was returned, as it is.
    trouble : str or None
        "crash", "changed" (an argument, in place), "misread" or "wrong"; None if there is none.
    told : str
        Why it crashed, what it changed, or why it was misread, in the student's terms.
    answer : list of ndarray or None
        The value as arrays.
    overflow : bool
        Whether NumPy warned of an overflow.
    cause : BaseException or None
        The exception that it raised.
    """

    inputs: dict
    right: list | None = None
    value: object = None
    trouble: str | None = None
    told: str = ""
    answer: list | None = None
    overflow: bool = False
    cause: BaseException | None = None

    @property
    def stopped(self):
        return self.told.startswith(STOPPED)


def observe(function, inputs, seconds, right=None):
    """Call `function` once with `inputs`, a dict of arguments, and return the `Outcome`.

    A call that takes longer than `seconds` is stopped. KeyboardInterrupt passes through.
    """
    outcome = Outcome(inputs, right)
    try:
        run_within(seconds, lambda: _call(function, outcome))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        outcome.trouble, outcome.cause = "crash", error
        outcome.told = f"{STOPPED} after {seconds:.1g} seconds. Is there a loop that never ends?"
        if not isinstance(error, OutOfTime):
            outcome.told = _told(error, function, inputs)
    return outcome


def read_within(seconds, read, value):
    """Return ``read(value)``, whatever `value` is and does while it is read.

    Raises
    ------
    Misread
        If `read` raises anything or takes longer than `seconds`; only KeyboardInterrupt passes
        through.
    """
    try:
        return run_within(seconds, lambda: read(value))
    except (Misread, KeyboardInterrupt):
        raise
    except OutOfTime:
        told = f"reading it was stopped after {seconds:g} seconds"
    except BaseException as error:
        told = code_span(f"{type(error).__name__}: {error}"[:300].rstrip(": ."))
    raise Misread(f"The answer cannot be read as numbers: {told}.")


def _call(function, outcome):
    arguments = {name: _copy(value) for name, value in outcome.inputs.items()}
    with warnings.catch_warnings(record=True) as heard, np.errstate(all="warn"):
        warnings.simplefilter("always")
        outcome.value = function(*arguments.values())
        with suppress(RecursionError):  # a list that contains itself cannot be copied
            outcome.value = _copy(outcome.value)
    outcome.overflow = any("overflow" in str(warning.message) for warning in heard)
    for name, value in arguments.items():
        if not _unchanged(value, outcome.inputs[name]):
            outcome.trouble = "changed"
            way = "Compute something new instead (`a = a + 1`, not `a += 1`)."
            if isinstance(value, list):
                way = f"Work on a copy, `list({name})`, and make new arrays, if it holds any."
            outcome.told = (
                f"It changes its argument `{name}` in place, so the caller's data is no longer "
                f"what it was. {way}"
            )
            break


class _Heard(np.ndarray):
    """An array that counts overflows of ufuncs applied to it, even with warnings off."""

    overflows = 0

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **rest):
        plain = [np.asarray(x) if isinstance(x, _Heard) else x for x in inputs]
        if out is not None:
            rest["out"] = tuple(np.asarray(x) if isinstance(x, _Heard) else x for x in out)
        with np.errstate(all="ignore"):
            made = getattr(ufunc, method)(*plain, **rest)
        if not isinstance(made, np.ndarray | np.floating):
            return made
        finite = all(np.isfinite(x).all() for x in plain if np.asarray(x).dtype.kind in "fiub")
        if finite and np.isinf(made).any() and ufunc not in (np.divide, np.log):
            _Heard.overflows += 1
        return np.asarray(made).view(_Heard)

    def __array_function__(self, function, types, args, rest):  # such as np.where
        made = super().__array_function__(function, types, args, rest)
        return made.view(_Heard) if type(made) is np.ndarray else made

    def __getitem__(self, key):
        return np.asarray(super().__getitem__(key)).view(_Heard)  # a single number, too

    def __iter__(self):
        return (self[i] for i in range(len(self)))


def hears_overflow(function, inputs, seconds):
    """Tell whether a function overflows on these arguments, even if it hides the warning."""
    before = _Heard.overflows
    heard = [
        value.copy().view(_Heard) if isinstance(value, np.ndarray) else value
        for value in inputs.values()
    ]
    calls = watching(_hear, "CALL") if _deaf() else nullcontext()
    with quietly(), printing(0), suppress(Exception, OutOfTime), calls:
        run_within(seconds, lambda: function(*heard))
    return _Heard.overflows > before


@cache
def _deaf():
    """Tell whether NumPy notices no overflow: in a browser, a processor has no flag for it."""
    with np.errstate(over="raise"), suppress(FloatingPointError):
        np.exp(np.float64(1000))
        return True
    return False


def _hear(code, offset, called, first):
    """Where NumPy is deaf: hear exponentials of what is no longer a `_Heard` array, too."""
    if any(called is function for function in (np.exp, np.exp2, np.expm1, np.sinh, np.cosh)):
        with suppress(TypeError):
            called(np.asarray(first).view(_Heard))


def _copy(value):
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(map(_copy, value))
    return value


def _unchanged(value, before):
    if isinstance(before, np.ndarray):
        if before.dtype.kind == "f" and value.shape == before.shape:
            return same(value, before, 1e-12)  # moving an entry and back may round
        return np.array_equal(value, before)
    if type(before) in (list, tuple):
        kept = type(value) is type(before) and len(value) == len(before)
        return kept and all(map(_unchanged, value, before))
    return value is before or value == before


def _told(error, function, inputs):
    """Say what the exception was, where it came from and what often helps."""
    if isinstance(error, RecursionError):
        return "It calls itself again and again, without an end."
    if isinstance(error, SystemExit):
        return "It calls `exit()`, which would stop the whole kernel; leave that out."
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    message = f"It stops with {code_span(said if len(said) <= 300 else said[:299] + '…')}"
    line, text = _line_in(error, function)
    if line:
        message += f" in line {line}" + (f", {code_span(text)}" if text else "")
    return f"{message}.{_tip(error, inputs)}"


def _line_in(error, function):
    """Return the number and text of the innermost line that ran in the attempt's own file."""
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
    text = str(error)[:1000]
    if "truth value of an array" in text:
        return " An `if` cannot decide for a whole array at once; `np.where` can."
    if isinstance(error, ValueError) and re.search("matmul|not aligned|broadcast", text):
        rows = " (rows of `X` are examples)" if "X" in inputs else ""
        return f" Which shapes fit together? {_shapes(inputs)}{rows}."
    if "only" in text and "convert" in text and "scalar" in text:
        return " Functions of `math` take one number; those of `np` take arrays."
    if "bitwise_xor" in text or "for ^:" in text:
        return " In Python `^` is not a power; write `**`."
    if re.search("valid indices|indices must be integers|interpreted as an integer", text):
        return " An index, or a size, is a whole number: `/` always gives a decimal, `//` does not."
    if "unhashable" in text:
        return " A set, or a key, cannot be a list or an array, but a tuple can: `tuple(row)`."
    if isinstance(error, IndexError):
        return " Python counts from 0, so the last entry has the number of entries minus 1."
    if "to unpack" in text:
        return " How many there are depends on the input. A loop takes any number of them."
    if isinstance(error, OverflowError):
        return " It takes the exponential of a number that is too large."
    if isinstance(error, UnboundLocalError):
        return " For this input, the line that defines it never runs."
    if isinstance(error, NameError) and hasattr(builtins, "__IPYTHON__"):
        return " Has the cell that defines this name been run?"
    return ""


def _shapes(inputs):
    shapes = [pair for name, value in inputs.items() for pair in _shapes_in(name, value)]
    return ", ".join(f"`{name}` has shape {shape}" for name, shape in shapes)


def _shapes_in(name, value):
    """List the arrays in an argument with their names in code, such as ``layers[0][1]``."""
    if isinstance(value, np.ndarray):
        return [(name, value.shape)] if value.ndim else []
    if isinstance(value, (list, tuple)):
        parts = [_shapes_in(f"{name}[{i}]", item) for i, item in enumerate(value)]
        return [pair for part in parts for pair in part]
    return []


def _python_code(function):
    function = inspect.unwrap(function)
    if not hasattr(function, "__code__"):  # an object with a __call__ method
        function = vars(type(function)).get("__call__")
    return getattr(function, "__code__", None)


def is_empty(function):
    """Tell whether a function does nothing yet: its body is a docstring, `pass` or `...`."""
    code = _python_code(function)
    idle = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "POP_TOP"}
    return code is not None and {step.opname for step in dis.get_instructions(code)} <= idle


def remarks(function):
    """List remarks on a wrong attempt that its code prompts."""
    there = "^" in _operators(_python_code(function))
    return ["In the code there is a `^`: in Python that is not a power; write `**`."] * there


def _operators(code):
    """Return the operators in compiled code and in the functions inside it."""
    if code is None:
        return set()
    found = {
        step.argrepr.rstrip("=") or step.opname.removeprefix("BINARY_").replace("XOR", "^")
        for step in dis.get_instructions(code)
        if step.opname.startswith(("BINARY_", "INPLACE_"))
    }
    inner = (part for part in code.co_consts if hasattr(part, "co_names"))
    return found.union(*map(_operators, inner))


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
    except (TypeError, ValueError):  # some functions written in C have no signature
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
