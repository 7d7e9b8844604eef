"""A lecture as Markdown to be read: without its notes, with films, quizzes and solutions."""

import html
import re

from lecturekit import exercises
from lecturekit.publish.deck.cells import CAPTION, STUCK, beginning, kind

WORDS_A_MINUTE = 150  # with formulas to think about; a novel is read at 250


def readable(book):
    """List the cells of a lecture that a reader sees: all but the notes for the instructor."""
    return [cell for cell in book.cells if slide_type(cell) != "notes"]


def slide_type(cell):
    """Return "slide", "subslide", "fragment", "skip", "notes", or "" where the slide goes on."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "")


def address(cell):
    """Return the place on the page of a cell that is the beginning of a slide."""
    return f"cell-{cell.id}"  # Sphinx makes ids of headings; some of these are called the same


def reading_minutes(book):
    """Return how long a lecture takes to read, in minutes, rounded to five."""
    words = sum(len(c.source.split()) for c in readable(book) if c.cell_type == "markdown")
    return 5 * round(words / WORDS_A_MINUTE / 5)


def markdown(book, pictures, about=""):
    """Write a lecture as Markdown for Sphinx.

    Parameters
    ----------
    book : nbformat.NotebookNode
        A notebook that has been run, with films where its figures are live. It begins with its
        title.
    pictures : lecturekit.publish.page.pictures.Pictures
        Takes the files of pictures and films.
    about : str
        HTML that follows the title.

    Returns
    -------
    str
    """
    opening, *cells = readable(book)
    title, _, text = opening.source.partition("\n\n")
    blocks = [title, _raw(about), _place(opening), text]
    while cells:
        cell = cells.pop(0)
        if slide_type(cell) in ("slide", "subslide"):
            blocks.append(_place(cell))
        caption = cells.pop(0) if _has_caption(cell, cells) else None
        blocks.append(_block(cell, caption, pictures))
    return "\n\n".join(blocks) + "\n"


def _place(cell):
    return f'<span id="{address(cell)}"></span>'  # search leads here


def _has_caption(cell, following):
    return (
        kind(cell) == "picture"
        and following
        and following[0].cell_type == "markdown"
        and CAPTION.match(following[0].source)
    )


def _block(cell, caption, pictures):
    what = kind(cell)
    if what == "text":
        task = re.fullmatch(r"exercise-.*-task", cell.id)
        return _task(cell) if task else STUCK.sub("", cell.source)
    if what == "quiz":
        return _raw(f'<div class="quiz">{_data(cell, "text/html")}</div>')
    if what == "exercise":
        return _exercise(cell)
    if what == "picture":
        return _figure(cell, caption, pictures)
    return "\n\n".join([_code(cell.source), *_texts(cell)])


def _figure(cell, caption, pictures):
    """Picture, then caption, then the code that drew it, folded: the text goes on below."""
    (shown,) = [output for output in cell.outputs if "image/png" in output.get("data", {})]
    if "text/html" in shown.data:
        picture = f'<div class="film">{pictures.film(shown.data["text/html"])}</div>'
        after = (
            f"<p>Here one control moves. In the notebook, <code>{html.escape(cell.source)}</code> "
            "has all of them.</p>"
        )
    else:
        picture = f'<div class="paper">{pictures.picture(shown)}</div>'
        after = _folded("The code of this figure", _code(cell.source))
    words = f"<figcaption>\n\n{caption.source}\n\n</figcaption>" if caption else ""
    return "\n\n".join(
        ["<figure>", *_texts(cell), _raw(picture), words, after, "</figure>"],
    )


def _task(cell):
    """Open the frame of an exercise, which its code closes; hints are not calls here."""
    return f'<section class="exercise" id="{cell.id}">\n\n{STUCK.sub("", cell.source)}'


def _exercise(cell):
    exercise = getattr(exercises, cell.id.removeprefix("exercise-").replace("-", "_"))
    code = beginning(cell.source)
    number = len(exercise.hints)
    hints = [
        _folded(f"Hint {k} of {number}", hint) for k, hint in enumerate(exercise.hints, start=1)
    ]
    solution = _folded("A solution", exercise.solution().markdown)
    return "\n\n".join([_code(code) if code.strip() else "", *hints, solution, "</section>"])


def _texts(cell):
    """Write down what a cell printed or returned, apart from pictures."""
    blocks = []
    for output in cell.outputs:
        data = output.get("data", {})
        if output.output_type == "stream":
            blocks.append(_code(output.text, "text", "output"))
        elif "text/markdown" in data:
            blocks.append(data["text/markdown"])
        elif "image/png" not in data and "text/plain" in data:
            blocks.append(_code(data["text/plain"], "text", "output"))
    return blocks


def _data(cell, kind_of_data):
    (output,) = cell.outputs
    return output.data[kind_of_data]


def _folded(summary, content):
    return f"<details><summary>{summary}</summary>\n\n{content}\n\n</details>"


def _code(source, language="python", name=""):
    options = f":class: {name}\n" if name else ""
    return f"`````{{code-block}} {language}\n{options}\n{source.rstrip()}\n`````"


def _raw(content):
    return f"`````{{raw}} html\n{content}\n`````"
