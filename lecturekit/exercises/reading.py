"""Exercises and quizzes, read from Markdown that a teacher can edit.

The task of an exercise is written only in its lecture, in the cell ``exercise-NAME-task``.
Everything else about it is in ``content/partN/NAME.md``::

    # NAME

    tolerance: 1e-4     arguments of the exercise's class, in Python; `kind` names the class

    ## Hints            a numbered list, from a nudge to nearly the answer
    ## Solution         code, and why it is right
    ## Cases            code: a tuple of arguments for each call, smallest first
    ## Random           code: draws the arguments of a call; the last line lists them
    ## Mistakes         a list: `what is returned instead`, and the diagnosis

A mistake is an expression in the solution's arguments, or a function of the same arguments, such
as ``changed(old, new, …)``: the solution with each piece `old` of its code replaced by `new`. It
may use NumPy, `math`, the activations, the solution, and the contents of ``partN.py``, which holds
anything longer than a line. A second paragraph says what to write instead; it is shown from the
third check on that fails in this way. The code under ``Random`` may also use the methods of
`drawing.Draw` as functions. Any other section is an argument of the class, too.

Quizzes are task lists in ``content/partN/quizzes.md``: each option has its reason below it, and
the right ones are ticked.
"""

import ast
import inspect
import json
import math
import re
from functools import cache
from importlib import import_module
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np

from lecturekit import activations
from lecturekit.exercises.batches import LoopExercise
from lecturekit.exercises.functions import FunctionExercise, Mistake
from lecturekit.exercises.matching import MatchingExercise
from lecturekit.exercises.notes import unwrapped
from lecturekit.exercises.quiz import Option, Quiz

CONTENT = files("lecturekit.exercises") / "content"
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
DRAWS = "choice", "pick", "whole", "size", "number", "array", "labels", "activation"
KINDS = (FunctionExercise, MatchingExercise, LoopExercise)


@cache
def places():
    """Return the part of each exercise, by name: ``{"threshold": "part1", …}``."""
    return {
        file.name.removesuffix(".md"): part.name
        for part in sorted(CONTENT.iterdir(), key=lambda part: part.name)
        for file in sorted(part.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".md") and file.name != "quizzes.md"
    }


@cache
def exercise(name):
    """Return the exercise with this name; KeyError if there is none."""
    part = places()[name]
    text = (CONTENT / part / f"{name}.md").read_text(encoding="utf-8")
    task = tasks(part).get(name, f"The task stands in the notebook of Part {part[4:]}.")
    return exercise_from(text, task, _names(part))


@cache
def quizzes():
    """Return all quizzes by name, in the order of the lectures."""
    texts = [
        (CONTENT / part / "quizzes.md").read_text(encoding="utf-8")
        for part in sorted(set(places().values()))
    ]
    return {quiz.name: quiz for text in texts for quiz in quizzes_from(text)}


@cache
def tasks(part):
    """Return the tasks of a part by name, as written in its lecture.

    They are read from the notebook or, if the package was installed as a wheel, from the copy
    that the wheel contains. A notebook that cannot be read has no tasks.
    """
    carried = CONTENT / part / "tasks.json"  # lecturekit.publish.wheel writes it
    books = [carried] if carried.is_file() else NOTEBOOKS.glob(f"{part[4:]}-*.ipynb")
    found = {}
    for book in books:
        try:
            cells = json.loads(book.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError):
            continue
        for cell in cells:
            # A task too long for one slide continues in cells named ``exercise-…-task-…``.
            task = re.match(r"exercise-(.*?)-task\b", cell["id"])
            if task and cell["cell_type"] == "markdown":
                name = task[1].replace("-", "_")
                found.setdefault(name, []).append("".join(cell["source"]))
    return {name: "\n\n".join(parts) for name, parts in found.items()}


@cache
def _names(part):
    """Return the names that code in the texts of a part may use."""
    space = {"np": np, "math": math, "pairwise": pairwise, "activations": activations}
    space |= vars(activations)
    space |= {kind.__name__: kind for kind in KINDS}
    return space | vars(import_module(f"lecturekit.exercises.{part}"))


def exercise_from(text, task, names):
    """Return the exercise described by a Markdown text, whose code may use `names`."""
    head, parts = _sections(text)
    name = re.match(r"# (\w+)", head)[1]
    code, explanation = re.fullmatch(
        r"```python\n(.*?)\n```\s*(.*)", parts["Solution"], re.S
    ).groups()
    space = dict(names)
    exec(compile(code, f"<the solution of {name}>", "exec"), space)
    call, parameters = _defined(code, space)

    @cache
    def changed(*pieces):
        text = code
        for old, new in zip(pieces[::2], pieces[1::2], strict=True):
            if old not in text:
                raise ValueError(f"{old!r} is not in the solution of {name}")
            text = text.replace(old, new)
        there = dict(space)
        exec(compile(text, f"<{name}.md>", "exec"), there)
        return there[call]

    space["changed"] = changed

    def made(expression, signature=parameters):
        return eval(compile(f"lambda {signature}: ({expression})", f"<{name}.md>", "eval"), space)

    rest = {key: made(value, "")() for key, value in re.findall(r"^(\w+): (.+)$", head, re.M)}
    kind = rest.pop("kind", FunctionExercise)
    if call in space:
        rest["solution"] = space[call]
    for heading, body in parts.items():
        if heading == "Cases":
            cases = ast.parse(_code(body)).body
            rest["cases"] = [made(ast.unparse(case), "")() for case in cases]
        elif heading == "Random":
            rest["random"] = _generator(_code(body), f"<{name}.md>", space)
        elif heading == "Mistakes":
            found = re.findall(r"^- `([^`]+)`\s(.*?)(?=^- |\Z)", body, re.M | re.S)
            rest["mistakes"] = [Mistake(unwrapped(told), _attempt(made(x))) for x, told in found]
        elif heading in ("Hints", "Traces"):
            found = re.findall(r"^\d\. (.*?)(?=^\d\. |\Z)", body, re.M | re.S)
            rest[heading.lower()] = list(map(unwrapped, found))
        elif heading != "Solution":
            rest[heading.lower()] = unwrapped(body)
    return kind(name=name, task=task, call=call, code=code, explanation=explanation, **rest)


def _code(body):
    return body.removeprefix("```python\n").removesuffix("```")


def _generator(code, file, space):
    """Return a function that takes a `drawing.Draw` and returns the arguments that `code` draws."""
    *first, last = ast.parse(code).body
    lines = compile(ast.Module(first, []), file, "exec")
    value = compile(ast.Expression(last.value), file, "eval")

    def make(draw):
        names = space | {name: getattr(draw, name) for name in DRAWS}
        exec(lines, names)
        made = eval(value, names)
        return made if isinstance(made, tuple) else (made,)

    return make


def quizzes_from(text):
    """List the quizzes of a Markdown text."""
    return [_quiz(name, body) for name, body in _sections(text)[1].items()]


def _quiz(name, body):
    question, *found = re.split(r"^- \[(.)\] (.+)\n", body, flags=re.M)
    options = zip(found[::3], found[1::3], found[2::3], strict=True)
    return Quiz(
        name,
        unwrapped(question),
        [Option(text, unwrapped(reason), mark == "x") for mark, text, reason in options],
    )


def _sections(text):
    """Return the text before the first ``##`` heading, and the sections by heading."""
    head, *rest = re.split(r"^## (\w+)\n", text, flags=re.M)
    return head, {name: body.strip() for name, body in zip(rest[::2], rest[1::2], strict=True)}


def _defined(code, space):
    """Return what `code` defines, as passed to `check`, and the parameters if it is a function."""
    *_, last = body = ast.parse(code).body
    if isinstance(last, ast.FunctionDef):
        return last.name, ", ".join(inspect.signature(space[last.name]).parameters)
    if isinstance(last, ast.ClassDef):
        return last.name, "*arguments"
    nodes = [node for line in body for node in ast.walk(line.targets[0])]
    return f"({', '.join(node.id for node in nodes if isinstance(node, ast.Name))})", ""


def _attempt(made):
    """Turn an expression in the arguments into a function; it may itself give a function."""

    def attempt(*arguments):
        answer = made(*arguments)
        return answer(*arguments) if callable(answer) else answer

    return attempt
