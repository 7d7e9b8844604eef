"""A limit on time, so that a check comes to an end even when an attempt does not."""

import ctypes
import signal
import sys
import threading

AGAIN = 0.05  # seconds between attempts: a bare `except:` may swallow the first ones


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
    armed, rings, home = threading.Event(), [], sys._getframe()

    def ring(signum, frame):
        if not armed.is_set():
            return
        rings.append(frame)
        if len(rings) == 1:
            raise OutOfTime
        _stop_at_next_line(_frames(frame, home), len(rings))

    handler, tracer = signal.signal(signal.SIGALRM, ring), sys.gettrace()
    try:
        armed.set()
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        try:
            value = task()
        finally:
            armed.clear()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if rings:
            sys.settrace(tracer)
    if rings:  # the attempt caught our exception and answered after all
        raise OutOfTime
    return value


def _frames(frame, home):
    """List the calls that are running, from the innermost out to the task."""
    frames = []
    while frame is not home:
        frames.append(frame)
        frame = frame.f_back
    return frames


def _stop_at_next_line(frames, turn):
    """Raise `OutOfTime` in one of `frames`, a different one each turn, as it goes to a new line.

    An exception out of a signal tends to hit the longest call inside a ``try``, where an
    ``except:`` waits for it. At a new line, sooner or later, it hits what stands outside.
    """

    def stop(frame, event, argument):
        raise OutOfTime

    if frames:
        frames[turn % len(frames)].f_trace = stop
        sys.settrace(lambda frame, event, argument: None)


def _in_a_thread(seconds, task):
    result = {}

    def work():
        try:
            result["value"] = task()
        except BaseException as error:
            result["error"] = error

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        thread.join(seconds)
    finally:
        late = thread.is_alive()
        for _ in range(40):  # then leave it behind: a daemon dies with the process
            if not thread.is_alive():
                break
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident), ctypes.py_object(OutOfTime)
            )
            thread.join(AGAIN)
    if late:
        raise OutOfTime
    if "error" in result:
        raise result["error"]
    return result["value"]
