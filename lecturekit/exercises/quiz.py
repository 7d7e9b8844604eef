"""Predict, then reveal: a question with a reason for each answer."""

import html
import re
from dataclasses import dataclass

from lecturekit.exercises.notes import Feedback

LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Option:
    """One answer to a quiz.

    Attributes
    ----------
    text : str
        The answer; `code` is in backticks.
    reason : str
        Why it is right, or what is wrong with it.
    right : bool
    """

    text: str
    reason: str
    right: bool = False


class Quiz:
    """A question with two or more options, to be answered before a figure is shown.

    With a running kernel, each option is a button that reveals its reason; otherwise, each is
    an item that unfolds. Nothing is saved, counted or sent.

    Parameters
    ----------
    name : str
        Its name in `lecturekit.exercises`.
    question : str
    options : sequence of Option
        At least one must be right.

    Examples
    --------
    >>> from lecturekit import exercises
    >>> exercises.quiz_loss_slope.choose("A").ok
    False
    """

    def __init__(self, name, question, options):
        self.name, self.question, self.options = name, question, tuple(options)
        self._live = None

    @property
    def lettered(self):
        """The options with their letters, as pairs (letter, option)."""
        return list(zip(LETTERS, self.options, strict=False))

    def choose(self, which):
        """Choose an option from code, as its button does.

        Parameters
        ----------
        which : str or int
            The option's letter, or its index, counting from 0.

        Returns
        -------
        Feedback
            Displayed at once.

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
        return Feedback("right" if option.right else "wrong", option.reason).show()

    def _repr_mimebundle_(self, include=None, exclude=None):
        from lecturekit.exercises.quiz_buttons import QuizButtons  # takes half a second

        self._live = QuizButtons(self)
        bundle = self._live._repr_mimebundle_()
        return bundle | {"text/html": page(self), "text/plain": repr(self)}

    def __repr__(self):
        lines = [f"Quiz: {self.question}"]
        lines += [f"  {letter}  {option.text}" for letter, option in self.lettered]
        lines += [f'Your guess: exercises.{self.name}.choose("A")']
        return "\n".join(lines)


# Words, not just colour, say which answer was right.
VERDICTS = {True: "✓ Right.", False: "✗ No."}
TALL = "padding: 4px 0"  # a touch target: it makes each line at least 24 pixels high


def page(quiz):
    """Return a quiz as HTML: each option is a `<details>` that hides its reason."""
    items = "\n".join(
        f'<details><summary style="{TALL}"><b>{letter}</b>&ensp;{inline(option.text)}</summary>\n'
        f"<p>{verdict(option)}</p></details>"
        for letter, option in quiz.lettered
    )
    return (
        f"<div>\n<p><b>Predict, then reveal.</b> {inline(quiz.question)}</p>\n{items}\n"
        "<p><small>Decide first, then open your answer.</small></p>\n</div>"
    )


def verdict(option):
    """Return the reason for an option as HTML, after the verdict."""
    return f"<b>{VERDICTS[option.right]}</b> {inline(option.reason)}"


def inline(text):
    """Return `text` as HTML; text in backticks becomes code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
