"""A limit on time: it stops what runs too long, in the main thread and in any other."""

import threading
import time

import pytest

from lecturekit.exercises import timelimit
from lecturekit.exercises.observing import OutOfTime, run_within


def endless():
    while True:
        time.sleep(0.001)


def in_another_thread(task):
    caught = []

    def work():
        try:
            caught.append(task())
        except BaseException as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return caught[0]


def test_what_is_quick_enough_gives_its_value():
    assert run_within(5, lambda: 3) == 3
    assert in_another_thread(lambda: run_within(5, lambda: 3)) == 3


def test_an_endless_loop_is_stopped():
    with pytest.raises(OutOfTime):
        run_within(0.1, endless)
    assert isinstance(in_another_thread(lambda: run_within(0.1, endless)), OutOfTime)


def test_an_error_of_the_task_comes_through():
    with pytest.raises(ZeroDivisionError):
        run_within(5, lambda: 1 / 0)
    assert isinstance(in_another_thread(lambda: run_within(5, lambda: 1 / 0)), ZeroDivisionError)


def test_a_browser_has_neither_alarms_nor_threads(monkeypatch):
    """JupyterLite: the task runs as it is."""
    monkeypatch.setattr(timelimit.sys, "platform", "emscripten")
    for name in ("_with_an_alarm", "_in_a_thread"):
        monkeypatch.delattr(timelimit, name)
    assert run_within(5, lambda: 3) == 3
