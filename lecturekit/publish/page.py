"""A lecture without its instructor's notes, as Markdown for Sphinx and as text for the search."""

import html
import itertools
import json
import re

from lecturekit import exercises
from lecturekit.exercises.notes import plain
from lecturekit.publish import cells, films, runnable
from lecturekit.publish.clock import load

TAG = re.compile(r"<[^>]+>")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
FORMULA = re.compile(r"(\$\$?)(.+?)\1", re.S)
HEADING = re.compile(r"^#+ .*", re.M)
TABLE = re.compile(r"^\|[-:| ]+\|$|\|", re.M)


def readable(book):
    """List the cells of a lecture that a reader sees.

    It leaves out the instructor's notes and the reader's progress, which needs a kernel.
    """
    return [
        cell
        for cell in book.cells
        if cells.slide_type(cell) != "notes" and "progress" not in cell.metadata.get("tags", [])
    ]


def address(cell):
    """Return the id, on the page, of a cell that starts a slide."""
    return f"cell-{cell.id}"  # the prefix avoids clashes with ids that Sphinx makes from headings


def markdown(book, images, about="", notebook=None):
    """Return a lecture as Markdown for Sphinx; it begins with its title and includes films.

    Pictures and films are written to files by `images`; `about` is HTML that follows the title,
    `notebook` the address of the lecture in JupyterLite. Figures, exercises and cells are marked
    for the scripts that bring them to life.
    """
    opening, *left = [cell for cell in book.cells if _belongs(cell)]
    title, _, text = opening.source.partition("\n\n")
    blocks, inside = [title, _raw(about), _place(opening), text], False
    while left:
        cell = left.pop(0)
        if inside and ("deeper" not in cells.tags(cell) or cells.deeper_heading(cell)):
            blocks.append("</details>")
            inside = False
        if cells.slide_type(cell) in ("slide", "subslide"):
            blocks.append(_place(cell))
        if cells.deeper_heading(cell):
            blocks.append(_deeper(cell, left))
            inside = True
            continue
        with_caption = cells.kind(cell) == "picture" and left and cells.is_caption(left[0])
        caption = left.pop(0) if with_caption else None
        blocks.append(_block(cell, caption, images))
    blocks += ["</details>"] * inside
    return "\n\n".join([*blocks, _raw(runnable.script(book, notebook))]) + "\n"


def _belongs(cell):
    """Return whether a cell has a place on the page: text on progress speaks of the notebook."""
    if "progress" in cells.tags(cell):
        return cell.cell_type == "code"
    return cells.slide_type(cell) != "notes" and "colab" not in cells.tags(cell)


def _place(cell):
    return f'<span id="{address(cell)}"></span>'  # the search links here


def _deeper(cell, after):
    """Begin a deeper block: its heading, then an open frame for everything that belongs to it."""
    title, _, text = cell.source.partition("\n")
    block = [cell, *itertools.takewhile(lambda other: "deeper" in cells.tags(other), after)]
    minutes = max(1, load(block).alone)
    summary = f"Not needed for the core; about {minutes} min"
    return f'{title}\n\n<details open class="deeper"><summary>{summary}</summary>\n\n{text}'


def _block(cell, caption, images):
    what = cells.kind(cell)
    if "progress" in cells.tags(cell):
        return f'<div class="progress" data-part="{re.search("[1-4]", cell.source)[0]}"></div>'
    if what == "text":
        task = re.fullmatch(r"exercise-.*-task", cell.id)
        if task:
            return _task(cell)
        text = cells.STUCK.sub("", cell.source)
        return text.replace("<details><summary>An", '<details class="answer tried"><summary>An')
    if what == "quiz":
        return _raw(f'<div class="quiz">{cell.outputs[0].data["text/html"]}</div>')
    if what == "exercise":
        return _exercise(cell)
    if what == "picture":
        return _figure(cell, caption, images)
    shown = _shown(cell, *_texts(cell))
    code = _code(cell.source) if what in ("setup", "source") else _cell(cell)
    return "\n\n".join([code, _asked_for(shown) if _answers(cell) else shown])


def _answers(cell):
    return "answer" in cells.tags(cell) and bool(cell.outputs)


def _asked_for(shown):
    """Fold an output that the reader was asked to predict."""
    return _folded("Show the output", shown).replace("<details>", '<details class="answer">', 1)


def _figure(cell, caption, images):
    """Return the picture, its caption and then a folded block with the code that drew it."""
    (shown,) = cells.pictures(cell)
    call = cells.live_call(cell.source)
    if call:
        picture = films.framed(images.film(shown.data["text/html"]), *call)
        code = f"<code>{html.escape(cell.source)}</code>"
        after = films.one_moves(
            f"The live figure, {code} in the notebook, has all controls.",
            f"This is {code} of the notebook, with all its controls.",
            tag="p",
        )
    else:
        picture = f'<div class="paper">{images.picture(shown)}</div>'
        after = _folded("The code of this figure", _cell(cell))
    words = f"<figcaption>\n\n{caption.source}\n\n</figcaption>" if caption else ""
    shown = "\n\n".join([_shown(cell, *_texts(cell), _raw(picture)), words])
    shown = _asked_for(shown) if _answers(cell) else shown
    return "\n\n".join(["<figure>", shown, after, "</figure>"])


def _task(cell):
    """Open the frame of an exercise (`_exercise` closes it), without the calls for hints."""
    opened = f'<section class="exercise" id="{cell.id}" data-exercise="{cells.exercise(cell)}">'
    return f"{opened}\n\n{cells.STUCK.sub('', cell.source)}"


def _exercise(cell):
    exercise = getattr(exercises, cells.exercise(cell))
    code = cells.beginning(cell.source)
    number = len(exercise.hints)
    hints = [
        _folded(f"Hint {k} of {number}", hint) for k, hint in enumerate(exercise.hints, start=1)
    ]
    solution = _folded("A solution", exercise.solution().markdown)
    starter = f'<div class="attempt">\n\n{_code(code)}\n\n</div>'
    return "\n\n".join([starter, *hints, solution, "</section>"])


def _texts(cell):
    """List what a cell printed or returned, except pictures, as blocks of Markdown."""
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


def _shown(cell, *blocks):
    """Mark what a cell shows: the page replaces it when the cell is run there."""
    return "\n\n".join([f'<div data-shown="{cell.id}">', *blocks, "</div>"]) if blocks else ""


def _cell(cell):
    return f'<div class="cell" data-cell="{cell.id}">\n\n{_code(cell.source)}\n\n</div>'


def _folded(summary, content):
    return f"<details><summary>{summary}</summary>\n\n{content}\n\n</details>"


def _code(source, language="python", name=""):
    options = f":class: {name}\n" if name else ""
    return f"`````{{code-block}} {language}\n{options}\n{source.rstrip()}\n`````"


def _raw(content):
    return f"`````{{raw}} html\n{content}\n`````"


def places(book, page):
    """List the places in a lecture that a search can link to: the cells that start a slide.

    Each is a dict of ``place`` (an address on `page`, for example "1-neuron.html"), ``part`` and
    ``section`` (headings), and ``text``.
    """
    found, section = [], ""
    for cell in readable(book):
        section = words(cells.heading(cell)) if cells.heading(cell) else section
        if cells.slide_type(cell) in ("slide", "subslide"):
            entry = {"place": f"{page}#{address(cell)}", "part": book.metadata.title}
            found.append(entry | {"section": section, "text": ""})
        found[-1]["text"] += f" {_words_of(cell)}"
    return [entry | {"text": " ".join(entry["text"].split())} for entry in found]


def search_script(found):
    """Return places as a script: a page opened from disk may load a script, but not fetch data."""
    return f"const PLACES = {json.dumps(found, ensure_ascii=False)};\n"


def words(markdown):
    """Return Markdown as plain text, without markup or addresses; complex formulas become …"""
    text = LINK.sub(r"\1", TAG.sub(" ", markdown))
    return plain(TABLE.sub(" ", FORMULA.sub(_formula, text)))


def _formula(match):
    """Keep formulas that read the same in plain text, such as n or x_j."""
    return "…" if "\\" in match[2] or "\n" in match[2] else match[2]


def _words_of(cell):
    if cell.cell_type == "markdown":
        return words(HEADING.sub("", cell.source))
    if "quiz" in cell.metadata.get("tags", []):
        return cell.outputs[0].data["text/plain"].rsplit("\n", 1)[0]
    return cell.source
