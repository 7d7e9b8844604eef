"""Exercises that show several things, A, B, C, …, and ask which numbered cause each has."""

import numpy as np

from lecturekit.exercises.exercise import SECONDS, Exercise
from lecturekit.exercises.notes import Feedback
from lecturekit.exercises.observing import read_within
from lecturekit.exercises.values import Misread, kind, written

NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


class MatchingExercise(Exercise):
    """Give each of several named things the number of what fits to it.

    Parameters
    ----------
    thing : str
        What is named: "run", "curve".
    answers : dict of str: int
        The right number for each name, in the order of the names.
    choices : dict of int: str
        What the numbers stand for; more may be offered than are needed.
    traces : dict of int: str
        By what each choice would be recognised, a sentence.
    seen : callable
        Takes a name and says in a sentence what there is to be seen instead. Called for a wrong
        answer only, so that it may compute.
    why : str
        What proves the right answers.
    picture : callable
        Returns a `lecturekit.draw.picture.Picture` of all the things.
    **rest
        See `Exercise`.

    Attributes
    ----------
    answers, choices : dict
    """

    def __init__(self, *, thing, answers, choices, traces, seen, why, picture, **rest):
        names = ", ".join(answers)
        code = f"{names} = {', '.join(map(str, answers.values()))}"
        super().__init__(call=f"({names})", solution=code, explanation=why, **rest)
        self.thing, self.answers, self.choices = thing, dict(answers), dict(choices)
        self.traces, self._seen, self._picture = dict(traces), seen, picture
        self.why = self.solution().explanation

    def figure(self):
        """Return the picture that the task is about; the last line of a cell shows it."""
        return self._picture()

    def judge(self, attempt):
        try:
            guesses = read_within(SECONDS, self._read, attempt)
        except Misread as misread:
            return self._wrong(str(misread))
        if guesses is None:
            return self._unfilled()
        wrong = [name for name, answer in self.answers.items() if guesses[name] != answer]
        if not wrong:
            advice = f"Compare: `exercises.{self.name}.solution()`"
            return Feedback("right", self.why, advice=advice)
        name, found = wrong[0], len(self.answers) - len(wrong)
        are = f"{found} of the {NUMBERS[len(self.answers)]} {'is' if found == 1 else 'are'} right. "
        guess = guesses[name]
        return self._wrong(
            f"{are if found else ''}{self.thing.capitalize()} {name} is not {guess}, "
            f"“{self.choices[guess]}”. {self.traces[guess]} But {self._seen(name)}"
        )

    def _read(self, attempt):
        """Return {"A": number, …}, or None where one is still to be filled in."""
        names, n = list(self.answers), NUMBERS[len(self.answers)]
        needed = f"{n} numbers are needed: `({', '.join(names)})`."
        if isinstance(attempt, dict):
            attempt = {str(name).upper(): guess for name, guess in attempt.items()}
            if set(attempt) != set(names):
                raise Misread(
                    f"The {self.thing}s are {', '.join(names)}; the keys are {sorted(attempt)}."
                )
            attempt = [attempt[name] for name in names]
        if isinstance(attempt, np.ndarray):
            attempt = attempt.tolist()
        if not isinstance(attempt, (list, tuple)):
            raise Misread(f"This is {kind(attempt)}, but {needed}")
        if any(guess is ... or guess is None for guess in attempt):
            return None
        if len(attempt) != len(names):
            raise Misread(f"{len(attempt)} came, but {needed}")
        return {name: self._number(name, guess) for name, guess in zip(names, attempt, strict=True)}

    def _number(self, name, guess):
        if isinstance(guess, str) and guess.strip().isdecimal():
            guess = int(guess)
        if isinstance(guess, bool) or not isinstance(guess, (int, float, np.number)):
            raise Misread(f"For {name} came {kind(guess)}, but a number from the list is needed.")
        if guess not in self.choices:
            first, *_, last = self.choices
            raise Misread(
                f"For {name} came {written(guess)}; the list goes from {first} to {last}."
            )
        return int(guess)
