"""What every exercise has: a task, increasingly strong hints, a solution, and a check."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from lecturekit.exercises.notes import Feedback, Note, Solution
from lecturekit.exercises.observing import read_within
from lecturekit.exercises.values import Misread

SECONDS = 5.0  # time limit for each call, and for reading its result
# What to do next. A page, which has buttons in place of these calls, has its own words.
ADVICE = {
    "unfilled": "Replace the `...` and run the cell again.",
    "right": "Compare: `exercises.{name}.solution()`",
    "wrong": "Stuck? `exercises.{name}.hint()`",
    "where": "The next check says what is wrong. Or ask for a hint: `exercises.{name}.hint()`",
    "last hint": "This is the last hint. Next is `exercises.{name}.solution()`.",
}


@dataclass
class Record:
    """Progress on one exercise since the kernel started. Only a page, in its browser, saves it.

    Attributes
    ----------
    done : bool
    tries : int
        Checks of something filled in, up to and including the first right one.
    hints : int
        How many hints have been shown.
    solution : str or None
        When the solution was first seen: "before" or "after" the exercise was done; None: never.
    told_where : bool
        Whether a failed check has said where it goes wrong; later ones say what is wrong.
    failed : Counter
        Failed checks, by diagnosis.
    """

    done: bool = False
    tries: int = 0
    hints: int = 0
    solution: str | None = None
    told_where: bool = False
    failed: Counter = field(default_factory=Counter)


RECORDS = defaultdict(Record)  # by exercise name


class Exercise:
    """A task, and feedback on attempts at it.

    Subclasses implement ``judge(attempt)``.

    Parameters
    ----------
    name : str
        Its name in `lecturekit.exercises`.
    task : str
        What to do, in Markdown, as in the lecture. It is what `help` shows.
    call : str
        The argument of `check`, as code.
    hints : sequence of str
        From a nudge to nearly the answer, in Markdown.
    code : str
        A right answer that runs in a notebook after the task's section.
    explanation : str
        Why the solution is right, in Markdown.

    Examples
    --------
    >>> from lecturekit import exercises
    >>> exercises.and_not.check((0, 0, 1)).ok
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
        """The `Record` of progress on this exercise so far."""
        return RECORDS[self.name]

    def check(self, *attempt):
        """Judge an attempt: right, wrong and why, or not attempted yet.

        The first failed check says where it goes wrong, the next one what is wrong, and the
        third with the same diagnosis adds what to write, and a hint.

        Returns
        -------
        Feedback
            Displayed at once, even if the check is not the last line of its cell; true if the
            attempt is right. Errors in it are reported, not raised; endless loops are stopped.
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
        """Return the `Feedback` on an attempt that was filled in."""
        raise NotImplementedError(f"{type(self).__name__} needs a method judge(attempt)")

    def several(self, attempt):
        """Return what to judge, or a `Feedback`, if `check` gets more than one argument."""
        return self._wrong(f"{len(attempt)} things came, but one is needed: `{self.call}`.")

    def hint(self):
        """Show a hint, a stronger one on each call; the last one says that it is the last."""
        return Note(self._next_hint()).show()

    def solution(self):
        """Show a right answer as code, with an explanation."""
        self.record.solution = self.record.solution or ("after" if self.record.done else "before")
        return Solution(*self._solution).show()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return Note(self.task)._repr_mimebundle_()

    def __repr__(self):
        return repr(Note(self.task))

    def _unfilled(self):
        return Feedback("not attempted yet", self._advice("unfilled"))

    def _right(self, told):
        return Feedback("right", told, advice=self._advice("right"))

    def _wrong(self, diagnosis, facts=None, where=""):
        return Feedback("wrong", diagnosis, facts, self._advice("wrong"), where)

    def _advice(self, after):
        return ADVICE[after].format(name=self.name)

    def _is_ours(self, attempt):
        """Tell whether an attempt comes with the package rather than from the reader."""
        if not hasattr(self, "function"):  # weights may be passed as a `Neuron`
            return False
        home = str(getattr(attempt, "__module__", ""))
        return attempt is self.function or home.startswith("lecturekit.")

    def _keep(self, feedback):
        """Count a check, and let its feedback say more than last time."""
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
                advice=self._advice("where"),
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
            text += f"\n\n*{self._advice('last hint')}*"
        return text


class DataExercise(Exercise):
    """An exercise whose answer is data, which may be written in several ways.

    Subclasses implement ``read(attempt)``, which returns the data, or None if something is still
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
