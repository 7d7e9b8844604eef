"""Limits on a student's code: how long it runs, how much it prints, whether it warns."""

import ctypes
import signal
import sys
import threading
import time
import warnings
from contextlib import contextmanager, redirect_stdout

import numpy as np

TIDYING = 0.1  # seconds in which code that was stopped once may put things back


class OutOfTime(BaseException):
    """Raised in code that runs too long; not an `Exception`, which that code might catch."""


def run_within(seconds, task):
    """Return ``task()``; raise `OutOfTime` if that takes longer than `seconds`.

    Python code is stopped even in an endless loop, but a call into compiled code must return
    first; in a browser, also a call into NumPy or the standard library. Works in any thread.
    """
    way = _in_a_thread
    if sys.platform == "emscripten":
        way = _line_by_line
    elif hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        way = _with_an_alarm
    # It may be stopped just when it changes how warnings are treated, or is about to undo that.
    with warnings.catch_warnings(), np.errstate():
        return way(seconds, task)


def _with_an_alarm(seconds, task):
    rung, running, told = threading.Event(), True, sys.unraisablehook

    def ring(signum, frame):
        rung.set()
        if running:
            raise OutOfTime

    def tell(ignored):
        if ignored.exc_type is not OutOfTime:
            told(ignored)

    handler = signal.signal(signal.SIGALRM, ring)
    sys.unraisablehook = tell
    try:
        try:
            # It rings again, because Python ignores what is raised while an object is deleted.
            signal.setitimer(signal.ITIMER_REAL, seconds, TIDYING)
            value = task()
        finally:
            running = False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        sys.unraisablehook = told
    if rung.is_set():  # the attempt caught our exception and returned anyway
        raise OutOfTime
    return value


def _in_a_thread(seconds, task):
    result = {}

    def work():
        try:
            result["value"] = task()
        except BaseException as error:
            result["error"] = error

    thread = threading.Thread(target=work, daemon=True)  # if left running, it dies with the process
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


def _line_by_line(seconds, task):
    """Look at the clock at every line: in a browser, Python has neither alarms nor threads."""
    end, late = time.monotonic() + seconds, False

    def look(*event):
        nonlocal end, late
        now = time.monotonic()
        if now > end and not _in_a_library(sys._getframe(1)):
            if not late:
                late, end = True, now + TIDYING
            raise OutOfTime  # at every line, in case a bare `except:` catches it

    with watching(look, "LINE", "JUMP", "PY_START"):
        value = task()
    if late:
        raise OutOfTime
    return value


@contextmanager
def watching(look, *events):
    """Call ``look(code, …)`` at each of these events of `sys.monitoring`, in Python ≥ 3.12."""
    watch = sys.monitoring
    tool = next(number for number in range(6) if watch.get_tool(number) is None)
    events = [getattr(watch.events, event) for event in events]
    watch.use_tool_id(tool, "lecturekit")
    try:
        for event in events:
            watch.register_callback(tool, event, look)
        watch.set_events(tool, sum(events))
        yield
    finally:
        watch.set_events(tool, 0)
        watch.free_tool_id(tool)


def _in_a_library(frame):
    """Tell whether a frame's own loops end; on the way out, its code puts things back."""
    name = frame.f_globals.get("__name__", "").partition(".")[0]
    return name in sys.stdlib_module_names or name in ("lecturekit", "numpy")


@contextmanager
def printing(most=2000):
    """Show at most `most` characters of what is printed inside."""
    shown = _Limited(sys.stdout, most)
    with redirect_stdout(shown):
        yield
    if shown.cut and most:
        print(f"\n… and {shown.cut:,} more characters were printed")


class _Limited:
    """A stream that passes on what is written to it, up to a number of characters."""

    def __init__(self, stream, left):
        self._stream, self._left, self.cut = stream, left, 0

    def write(self, text):
        now, self._left = text[: self._left], max(self._left - len(text), 0)
        self._stream.write(now)
        self.cut += len(text) - len(now)
        return len(text)

    def __getattr__(self, name):
        return getattr(self._stream, name)


@contextmanager
def quietly():
    """Suppress all warnings inside: the values compared may be nan, infinite or ragged."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
