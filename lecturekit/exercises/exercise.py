"""What every exercise has: a task, hints that grow stronger, a solution, and a check."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from lecturekit.exercises.notes import Feedback, Note, Solution
from lecturekit.exercises.observing import read_within
from lecturekit.exercises.values import Misread

SECONDS = 5.0  # that a check may take


@dataclass
class Record:
    """What has happened with one exercise since the kernel started. Nothing is stored.

    Attributes
    ----------
    done : bool
    tries : int
        Checks of something that was filled in, up to the first right one.
    hints : int
        How many of the hints have been shown.
    solution : str or None
        Whether the solution was seen "before" the exercise was done, "after", or not at all.
    told_where : bool
        Whether a wrong check has said where; the next ones say what is wrong as well.
    failed : Counter
        Checks that went wrong, by diagnosis.
    """

    done: bool = False
    tries: int = 0
    hints: int = 0
    solution: str | None = None
    told_where: bool = False
    failed: Counter = field(default_factory=Counter)


RECORDS = defaultdict(Record)  # by the name of the exercise


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
        self._solution = code, explanation
        self.__doc__ = repr(self)

    @property
    def record(self):
        """What has happened with this exercise so far, a `Record`."""
        return RECORDS[self.name]

    def check(self, *attempt):
        """Judge an attempt: right, wrong and why, or not attempted yet.

        The first check that goes wrong says where, the next one what is wrong, and the third
        with the same diagnosis what to write, with a hint.

        Returns
        -------
        Feedback
            Shown at once, wherever in its cell the check stands; true where the attempt is
            right. An error in the attempt is told, never raised, and an endless loop is stopped.
        """
        one = attempt[0] if len(attempt) == 1 else self.several(attempt) if attempt else None
        if one is None or one is ...:
            return self._unfilled().show()
        feedback = one if isinstance(one, Feedback) else self.judge(one)
        if feedback.ok and self._is_ours(one):
            feedback = Feedback(
                "not attempted yet", "This is the package's own function; write yours."
            )
        self._keep(feedback)
        return feedback.show()

    def judge(self, attempt):
        """Return the `Feedback` on an attempt that is there."""
        raise NotImplementedError(f"{type(self).__name__} needs a method judge(attempt)")

    def several(self, attempt):
        """Return what to judge if `check` gets more than one argument, or a `Feedback`."""
        return self._wrong(f"{len(attempt)} things came, but one is needed: `{self.call}`.")

    def hint(self):
        """Show a hint, a stronger one on every call; the last one says that it is."""
        return Note(self._next_hint()).show()

    def solution(self):
        """Show a right answer as code, with its explanation."""
        self.record.solution = self.record.solution or ("after" if self.record.done else "before")
        return Solution(*self._solution).show()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return Note(self.task)._repr_mimebundle_()

    def __repr__(self):
        return repr(Note(self.task))

    def _unfilled(self):
        return Feedback("not attempted yet", "Replace the `...` and run the cell again.")

    def _right(self, told):
        return Feedback("right", told, advice=f"Compare: `exercises.{self.name}.solution()`")

    def _wrong(self, diagnosis, facts=None, where=""):
        return Feedback("wrong", diagnosis, facts, f"Stuck? `exercises.{self.name}.hint()`", where)

    def _is_ours(self, attempt):
        """Tell whether an attempt was not written by the reader, but comes with the package."""
        if not hasattr(self, "function"):  # weights may come as a `Neuron`
            return False
        home = str(getattr(attempt, "__module__", ""))
        return attempt is self.function or home.startswith("lecturekit.")

    def _keep(self, feedback):
        """Count a check, and let its feedback say more than it did the last time."""
        record = self.record
        if feedback.status != "not attempted yet":
            record.tries += not record.done
            record.done = record.done or feedback.ok
        if feedback.status != "wrong":
            return
        record.failed[feedback.diagnosis] += 1
        if feedback.where and not record.told_where:
            record.told_where = True
            feedback.tell(
                feedback.where,
                facts="expected value" in feedback.facts,
                advice="The next check says what is wrong. Or ask for a hint: "
                f"`exercises.{self.name}.hint()`",
            )
        elif record.failed[feedback.diagnosis] < 3:
            feedback.tell(feedback.diagnosis)
        else:
            hint = self._next_hint()
            last = record.hints == len(self.hints)
            feedback.tell(feedback.diagnosis, feedback.line, hint, advice="" if last else None)

    def _next_hint(self):
        number = self.record.hints = min(self.record.hints + 1, len(self.hints))
        text = f"**Hint {number} of {len(self.hints)}.** {self.hints[number - 1]}"
        if number == len(self.hints):
            text += f"\n\n*This is the last hint. Next is `exercises.{self.name}.solution()`.*"
        return text


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

    def several(self, attempt):
        return attempt
