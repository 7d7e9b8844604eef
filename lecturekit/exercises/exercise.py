"""What every exercise has: a task, hints that grow stronger, a solution, and a check."""

from lecturekit.exercises.notes import Feedback, Note, Solution
from lecturekit.exercises.observing import read_within
from lecturekit.exercises.values import Misread

SECONDS = 5.0  # that a check may take


class Exercise:
    """Something to do, and an answer to whatever was done.

    Subclasses know how to judge an attempt: they write ``judge(attempt)``.

    Parameters
    ----------
    name : str
        The name under which `lecturekit.exercises` offers it.
    task : str
        What to do, in Markdown, as it stands in the lecture. It is what `help` shows.
    call : str
        What the check is called with, as code.
    hints : sequence of str
        From a nudge to nearly the answer, in Markdown.
    code : str
        A right answer that runs in a notebook after the task's section.
    explanation : str
        Why the solution is right, in Markdown.

    Examples
    --------
    >>> from lecturekit import exercises
    >>> exercises.nand.check((0, 0, 1)).ok
    False
    """

    def __init__(self, *, name, task, call, hints, code, explanation):
        self.name, self.task = name, task
        self.call = f"exercises.{name}.check({call})"
        self.hints = tuple(hints)
        self._solution = Solution(code, explanation)
        self._hints_given = 0
        self.__doc__ = repr(self)

    def check(self, attempt=None):
        """Judge an attempt: right, wrong and why, or not attempted yet.

        Returns
        -------
        Feedback
            Shown when it is the last line of a cell; true where the attempt is right. An
            error in the attempt is told, never raised, and an endless loop is stopped.
        """
        if attempt is None or attempt is ...:
            return self._unfilled()
        return self.judge(attempt)

    def judge(self, attempt):
        """Return the `Feedback` on an attempt that is there."""
        raise NotImplementedError(f"{type(self).__name__} needs a method judge(attempt)")

    def hint(self):
        """Return a hint, a stronger one on every call; the last one says that it is."""
        number = self._hints_given = min(self._hints_given + 1, len(self.hints))
        text = f"**Hint {number} of {len(self.hints)}.** {self.hints[number - 1]}"
        if number == len(self.hints):
            text += f"\n\n*This is the last hint. Next is `exercises.{self.name}.solution()`.*"
        return Note(text)

    def solution(self):
        """Return a right answer as code, with its explanation."""
        return self._solution

    def _repr_mimebundle_(self, include=None, exclude=None):
        return Note(self.task)._repr_mimebundle_()

    def __repr__(self):
        return repr(Note(self.task))

    def _unfilled(self):
        return Feedback("not attempted yet", "Replace the `...` and run the cell again.")

    def _right(self, told):
        return Feedback("right", told, advice=f"Compare: `exercises.{self.name}.solution()`")

    def _wrong(self, diagnosis, facts=None):
        return Feedback("wrong", diagnosis, facts, f"Stuck? `exercises.{self.name}.hint()`")


class DataExercise(Exercise):
    """An exercise whose answer is data, which may be written in several ways.

    Subclasses write ``read(attempt)``, which returns the data, or None where something is still
    to be filled in, or raises `Misread`; and ``verdict(data)``, which returns the `Feedback`.
    """

    def judge(self, attempt):
        try:
            data = read_within(SECONDS, self.read, attempt)
        except Misread as misread:
            return self._wrong(str(misread))
        return self._unfilled() if data is None else self.verdict(data)
