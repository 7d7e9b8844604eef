"""Exercises that show several things, A, B, C, …, and ask which number goes with each."""

import re

import numpy as np

from lecturekit.exercises.exercise import DataExercise
from lecturekit.exercises.notes import unwrapped
from lecturekit.exercises.values import Misread, kind, written

NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
ROW = r"\| (\d+) \| ([^|]+) (?=\|)"  # of the table in the task


class MatchingExercise(DataExercise):
    """Match each of several named things with a number.

    The solution assigns the right numbers, ``A, B = 3, 1``; a table in the task says what the
    numbers mean, and may offer more of them than are needed.

    Parameters
    ----------
    thing : str
        What the names stand for: "run", "curve".
    traces : sequence of str
        How to recognise number 1, 2, …, one sentence each.
    seen : callable
        Takes a name and says in one sentence what the picture shows instead. Called only for a
        wrong answer, so it may be slow.
    picture : callable
        Returns a `lecturekit.draw.picture.Picture` of all the things.
    why : str, optional
        What proves the right answers; by default, the whole explanation.
    **rest
        See `Exercise`.

    Attributes
    ----------
    answers : dict of str: int
    choices : dict of int: str
    figure : callable
        The `picture`; ``figure()`` on the last line of a cell displays it.
    """

    # Messages about attempts that cannot be read.
    NEEDED = "{n} numbers are needed: `({names})`."
    KEYS = "The {thing}s are {names}; the keys are {keys}."
    KIND = "a number from the list is needed"
    RANGE = "the list goes from {first} to {last}"

    def __init__(self, *, thing, traces=(), seen=None, picture=None, why="", **rest):
        super().__init__(**rest)
        names, numbers = self._solution[0].strip().split(" = ")
        self.answers = dict(zip(names.split(", "), map(int, numbers.split(", ")), strict=True))
        table = {int(number): _plain(what) for number, what in re.findall(ROW, self.task)}
        self.choices = dict(sorted(table.items())) or dict.fromkeys(range(1, 10), "…")
        self.thing, self._seen = thing, seen
        if picture:
            self.figure = picture
        self.traces = dict(enumerate(traces, start=1))
        self.why = why or unwrapped(self._solution[1])

    def verdict(self, guesses):
        wrong = [name for name, answer in self.answers.items() if guesses[name] != answer]
        if not wrong:
            return self._right(self.why)
        found = len(self.answers) - len(wrong)
        are = f"{found} of the {NUMBERS[len(self.answers)]} {'is' if found == 1 else 'are'} right."
        told, facts = self._told(wrong[0], guesses[wrong[0]])
        return self._wrong(
            f"{are} {told}" if found else told, facts, where=are.replace("0", "None")
        )

    def _told(self, name, guess):
        """Return why `name` is not what was guessed, and facts or None."""
        told = f"{self.thing.capitalize()} {name} is not {guess}, “{self.choices[guess]}”."
        return f"{told} {self.traces[guess]} But {self._seen(name)}", None

    def read(self, attempt):
        """Return {"A": number, …}, or None if one is still to be filled in."""
        names = list(self.answers)
        words = {"n": NUMBERS[len(names)], "names": ", ".join(names), "thing": self.thing}
        if isinstance(attempt, dict):
            attempt = {str(name).upper(): guess for name, guess in attempt.items()}
            if set(attempt) != set(names):
                raise Misread(self.KEYS.format(keys=sorted(attempt), **words))
            attempt = [attempt[name] for name in names]
        if isinstance(attempt, np.ndarray):
            attempt = attempt.tolist()
        if isinstance(attempt, (int, float, np.number)):
            attempt = (attempt,)
        if not isinstance(attempt, (list, tuple)):
            raise Misread(f"This is {kind(attempt)}, but {self.NEEDED.format(**words)}")
        if any(guess is ... or guess is None for guess in attempt):
            return None
        if len(attempt) != len(names):
            raise Misread(f"{len(attempt)} came, but {self.NEEDED.format(**words)}")
        return {name: self._number(name, guess) for name, guess in zip(names, attempt, strict=True)}

    def _number(self, name, guess):
        if isinstance(guess, str) and guess.strip().isdecimal():
            guess = int(guess)
        if isinstance(guess, bool) or not isinstance(guess, (int, float, np.number)):
            raise Misread(f"For {name} came {kind(guess)}, but {self.KIND}.")
        if guess not in self.choices:
            span = self.RANGE.format(first=min(self.choices), last=max(self.choices))
            raise Misread(f"For {name} came {written(guess)}; {span}.")
        return int(guess)


def _plain(what):
    """Return a choice as plain text, without LaTeX markup."""
    return what.replace("$", "").replace("\\alpha", "α")
