"""What the tags of a lecture's cells promise, and where a lecture breaks these promises.

========== ==========================================================================
deeper     Part of a block headed "### Deeper: …", which the core does not depend on.
draws      Code that only draws, or shows a live figure: it is folded. All other code
           teaches: it is open, and at most its last statement draws.
answer     Shows what the reader was just asked to predict: its output is folded.
========== ==========================================================================

``make notebooks`` writes the metadata that editors need to fold such cells.
"""

import ast
import builtins
import re
import symtable

from lecturekit.publish import cells

PREDICTION = re.compile(r"\*\*Before you ")
HEADING = re.compile(r"^(#{1,6}) ", re.M)
FIGURE = re.compile(r"\bFigures? \d+\.\d+(?:(?:,| and| to) \d+\.\d+)*")  # Figures 1.2 and 1.3
CAPTION = re.compile(r"\*(?:Figure|Table) (\d+\.\d+) ")
TEASER = 60  # at most, in words, for a cell that heads a deeper block
TASKS = {"colab", "setup", "quiz", "exercise"}  # neither teaches nor draws


# ---- answers ------------------------------------------------------------------------------------


def predicts(cell):
    """Tell whether a cell asks for a prediction: a quiz, or text such as "Before you run this"."""
    if cell.cell_type == "code":
        return "quiz" in cells.tags(cell)
    return cells.slide_type(cell) != "notes" and PREDICTION.search(cell.source) is not None


def answers(book):
    """List the ids of the cells whose output shows what the reader was asked to predict.

    These are the cells with outputs from the question up to the next text that begins a slide.
    One such text may come between the question and the first of them. A heading, an exercise or
    a live figure ends the search.
    """
    found, texts = [], None  # texts: slides of text since the last question; None: no question
    for cell in book.cells:
        if predicts(cell):
            texts, first = 0, len(found)
        elif texts is None or cells.slide_type(cell) == "notes":
            continue
        elif cell.cell_type == "markdown":
            texts += cells.slide_type(cell) in ("slide", "subslide")
            if HEADING.match(cell.source) or texts > 1 or (texts and len(found) > first):
                texts = None
        elif "exercise" in cells.tags(cell) or cells.live_call(cell.source):
            texts = None
        elif cell.outputs:
            found.append(cell.id)
    return found


def _wrong_answers(book):
    wanted = set(answers(book))
    for cell in book.cells:
        tagged = "answer" in cells.tags(cell)
        if cell.id in wanted and not tagged:
            yield f"{cell.id}: it answers a prediction, so tag it answer"
        if tagged and not cell.get("outputs"):
            yield f"{cell.id}: an answer needs an output"
        if tagged and re.search(r"\d", _shown_when_folded(cell)):
            yield f"{cell.id}: folded, it still shows its first line; print a heading first"
        if cell.cell_type == "markdown" and cell.source.startswith("**Answers"):
            yield f"{cell.id}: fold it: <details><summary>Answers</summary> … </details>"


def _shown_when_folded(cell):
    """Return the first line that a cell prints, which JupyterLab shows even when it is folded."""
    for output in cell.outputs[:1]:
        data = output.get("data", {"text/plain": output.get("text", "")})
        return "" if "image/png" in data else data.get("text/plain", "").split("\n")[0]
    return ""


# ---- deeper blocks ------------------------------------------------------------------------------


def _wrong_blocks(book):
    """An editor collapses the cells below a heading, up to the next one of its level or above."""
    inside = False
    for cell in book.cells:
        if _level(cell) <= 3:
            was_inside, inside = inside, cells.deeper_heading(cell) is not None
            starts = cells.slide_type(cell) in ("slide", "subslide", "skip")
            if (inside or was_inside) and not starts:
                yield f"{cell.id}: a deeper block, and what follows it, must begin a slide"
            if inside and len(cell.source.split()) > TEASER:
                yield f"{cell.id}: more than {TEASER} words, but only the cells below it collapse"
        if inside != ("deeper" in cells.tags(cell)):
            tagged = "has no tag" if inside else "has the tag"
            yield f"{cell.id}: it {tagged} deeper, against the heading above it"


def _level(cell):
    """Return the level of the highest heading in a cell; 7 if there is none."""
    text = cell.source if cell.cell_type == "markdown" else ""
    return min((len(marks) for marks in HEADING.findall(text)), default=7)


def _leaning_core(book):
    """The core must not name a figure of a deeper block; for variables, see `borrowed`."""
    deeper = {
        CAPTION.match(cell.source)[1]
        for cell in book.cells
        if cells.is_caption(cell) and "deeper" in cells.tags(cell)
    }
    for cell in cells.core(book).cells:
        for number in deeper & set(re.findall(r"\d+\.\d+", " ".join(FIGURE.findall(cell.source)))):
            yield f"{cell.id}: the core names Figure {number}, which lies deeper"


# ---- code ---------------------------------------------------------------------------------------


def reads_and_names(source):
    """Return two sets: the names that code needs from elsewhere, and those that it defines."""
    needed, defined = set(), set()
    for statement in ast.parse(source).body:
        reads, names = _of_statement(statement)
        needed |= reads - defined
        defined |= names
    return needed, defined


def _of_statement(statement):
    table = symtable.symtable(ast.unparse(statement), "a cell", "exec")
    symbols = [name for name in table.get_symbols() if name.is_assigned() or name.is_imported()]
    names = {name.get_name() for name in symbols}
    reads = _globals(table)
    if isinstance(statement, ast.AugAssign):
        reads |= names
    elif not isinstance(statement, ast.Assign):
        reads -= names
    return reads, names


def _globals(table):
    """Return the names that code looks up in the global scope, functions included."""
    inside = table.get_type() != "module"
    names = {
        name.get_name()
        for name in table.get_symbols()
        if name.is_referenced() and (name.is_global() or not inside)
    }
    return names.union(*(_globals(child) for child in table.get_children()))


def borrowed(code_cells):
    """List the names that cells use before any of them defines them, as "cell: name"."""
    known, missing = {*dir(builtins), "__name__", "display"}, []
    for cell in code_cells:
        reads, names = reads_and_names(cell.source)
        missing += sorted(f"{cell.id}: {name}" for name in reads - known)
        known |= names
    return missing


def drawing(source):
    """List the statements of a cell that draw: with ``draw``, or with what earlier ones made."""
    found, drawn = [], {"draw", "explore"}
    for statement in ast.parse(source).body:
        reads, names = _of_statement(statement)
        if names == {"alt"} or drawn & reads:
            found.append(statement)
            drawn |= names
    return found


def _wrong_code(book):
    hidden = {}  # in this section: name -> the folded cell that defined it last
    for cell in book.cells:
        if cells.heading(cell):
            hidden = {}
        if cell.cell_type != "code" or TASKS & set(cells.tags(cell)):
            continue
        reads, names = reads_and_names(cell.source)
        drawn, folded = len(drawing(cell.source)), "draws" in cells.tags(cell)
        if folded and not drawn:
            yield f"{cell.id}: nothing in it draws, so it is open"
        if not folded and cells.live_call(cell.source):
            yield f"{cell.id}: a live figure only draws, so tag it draws"
        elif not folded and drawn > 1:
            yield f"{cell.id}: {drawn} statements draw; move them into a cell that is tagged draws"
        for name in sorted(set() if folded else reads & set(hidden)):
            yield f"{cell.id}: {name} comes from {hidden[name]}, which is folded"
        for name in names:
            hidden.pop(name, None)
        hidden |= dict.fromkeys(names if folded else (), cell.id)


def wrong_marks(book):
    """List what is wrong with the marks in a notebook, as "cell: what"."""
    rules = (_wrong_answers, _wrong_blocks, _leaning_core, _wrong_code)
    return [problem for rule in rules for problem in rule(book)]
