"""Predict, then reveal: a question whose every answer gets a reason."""

from dataclasses import dataclass

from lecturekit.exercises.notes import Feedback
from lecturekit.exercises.quiz_page import page

LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Option:
    """One answer to a quiz.

    Attributes
    ----------
    text : str
        The answer; `code` stands in backticks.
    reason : str
        Why it is right, or what is wrong with it.
    right : bool
    """

    text: str
    reason: str
    right: bool = False


class Quiz:
    """A question with two or more options, to be answered before a figure is seen.

    Where a kernel runs, an option is a button that reveals its reason; every other client
    shows the options as a list that unfolds. Nothing is stored, counted or sent.

    Parameters
    ----------
    name : str
        The name under which `lecturekit.exercises` offers it.
    question : str
    options : sequence of Option
        At least one of them right.

    Examples
    --------
    >>> from lecturekit import exercises
    >>> exercises.quiz_start_loss.choose("A").ok
    False
    """

    def __init__(self, name, question, options):
        self.name, self.question, self.options = name, question, tuple(options)
        self._live = None

    @property
    def lettered(self):
        """The options with their letters, as (letter, option)."""
        return list(zip(LETTERS, self.options, strict=False))

    def choose(self, which):
        """Answer from code: reveal an option, as its button does.

        Parameters
        ----------
        which : str or int
            The option's letter, or its place counted from 0.

        Returns
        -------
        Feedback

        Raises
        ------
        ValueError
            If there is no such option.
        """
        place = {letter: k for k, letter in enumerate(LETTERS)}.get(str(which).upper(), which)
        if type(place) is not int or place not in range(len(self.options)):
            letters = ", ".join(letter for letter, _ in self.lettered)
            raise ValueError(f"which is {which!r}; choose one of {letters}.")
        if self._live is not None:
            self._live.reveal(place)
        option = self.options[place]
        return Feedback("right" if option.right else "wrong", option.reason)

    def _repr_mimebundle_(self, include=None, exclude=None):
        from lecturekit.exercises.quiz_buttons import QuizButtons  # widgets cost half a second

        self._live = QuizButtons(self)
        bundle = self._live._repr_mimebundle_()
        return bundle | {"text/html": page(self), "text/plain": repr(self)}

    def __repr__(self):
        lines = [f"Quiz: {self.question}"]
        lines += [f"  {letter}  {option.text}" for letter, option in self.lettered]
        lines += [f'Your guess: exercises.{self.name}.choose("A")']
        return "\n".join(lines)
