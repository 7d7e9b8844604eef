"""Ctrl-C, or the stop button, between two steps and never inside one."""

import signal
import threading


class Interrupt:
    """While this context lasts, Ctrl-C sets `wanted` instead of breaking off what runs.

    A second Ctrl-C breaks off as usual, should the step take too long. Outside the main thread,
    and where somebody else listens to the signal, everything stays as it is.
    """

    def __init__(self):
        self.wanted = False
        self._installed = False

    def __enter__(self):
        # Python delivers signals to the main thread only.
        main = threading.current_thread() is threading.main_thread()
        if main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._note)
            self._installed = True
        return self

    def __exit__(self, *_):
        if self._installed:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _note(self, *_):
        if self.wanted:
            raise KeyboardInterrupt
        self.wanted = True
