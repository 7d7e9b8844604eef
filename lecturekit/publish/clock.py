"""How long a lecture takes, estimated from its cells rather than by hand.

``make notebooks`` writes these numbers into the line "**Time.** …" at the beginning of each
lecture, into the instructor's notes and into the README. Decks and the site compute them.
"""

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise

from lecturekit.publish import cells

# Seconds in class. Exercises are homework, so their slides take no class time.
SCREEN, QUIZ, LIVE_FIGURE, DERIVATION = 75, 60, 150, 120
# Alone: words and lines of code per minute, minutes per live figure and per exercise.
WORDS, LINES, PLAY = 130, 10, 6
EXERCISE = {"warm-up": 5, "standard": 12, "stretch": 25}
LONG = 4  # a derivation with at least this many lines takes extra time

TASK = re.compile(r"\*\*Exercise [\d.]+ · [^\n]*?\*\* \((warm-up|standard|stretch)\)")
ALIGNED = re.compile(r"\\begin\{aligned\}.*?\\end\{aligned\}", re.S)
TAG = re.compile(r"<[^>]+>")
TIME = re.compile(r"^\*\*Time\.\*\* .*$", re.M)
ROW = re.compile(r"^(\| \*\*(\d) · .* \| )[^|]*( \|)$", re.M)  # in the README's table
SUMMARY = re.compile(r"(<summary>For the instructor)[^<]*(</summary>)")


@dataclass(frozen=True)
class Load:
    """What determines the time that some cells take, in class and alone."""

    screens: int
    quizzes: int
    live_figures: int
    derivations: int  # of four lines or more
    words: int
    lines: int  # of code that teaches
    exercises: int  # minutes

    @property
    def seconds(self):
        """Seconds in class."""
        return (
            SCREEN * self.screens
            + QUIZ * self.quizzes
            + LIVE_FIGURE * self.live_figures
            + DERIVATION * self.derivations
        )

    @property
    def in_class(self):
        """Minutes in class, rounded."""
        return round(self.seconds / 60)

    @property
    def alone(self):
        """Minutes for a self-learner to read, play and solve the exercises, rounded."""
        reading = self.words / WORDS + self.lines / LINES + PLAY * self.live_figures
        return round(reading + self.exercises)


@dataclass(frozen=True)
class Times:
    """The loads of a lecture's core and of the whole lecture."""

    core: Load
    all: Load

    def __str__(self):
        if self.core == self.all:
            return _both(self.all)
        return f"core: {_both(self.core)}; everything: {_both(self.all)}"


def clock(book):
    """Return the `Times` of a notebook."""
    return Times(load(cells.core(book).cells), load(book.cells))


def load(some_cells):
    """Return the total `Load` of some cells; notes and cells that no slide shows do not count."""
    shown = [cell for cell in some_cells if cells.slide_type(cell) not in ("notes", "skip")]
    prose = [cell.source for cell in shown if cell.cell_type == "markdown"]
    code = [cell for cell in shown if cell.cell_type == "code"]
    quizzes = [cell for cell in code if "quiz" in cells.tags(cell)]
    live = [cell for cell in code if cells.live_call(cell.source)]
    teaching = [cell for cell in code if cells.teaches(cell)]
    tasks = [TASK.match(source) for source in prose]
    return Load(
        screens=sum(_is_screen(cell) for cell in shown),
        quizzes=len(quizzes),
        live_figures=len(live),
        derivations=sum(_lines(found) >= LONG for s in prose for found in ALIGNED.findall(s)),
        words=sum(len(TAG.sub(" ", text).split()) for text in [*prose, *map(_quiz, quizzes)]),
        lines=sum(bool(line.strip()) for cell in teaching for line in cell.source.split("\n")),
        exercises=sum(EXERCISE[task[1]] for task in tasks if task),
    )


def _is_screen(cell):
    starts = cells.slide_type(cell) in ("slide", "subslide")
    return starts and not cell.id.startswith("exercise-")


def _lines(aligned):
    inside = re.sub(r"\\begin\{(cases|[pbv]?matrix)\}.*?\\end\{\1\}", "", aligned, flags=re.S)
    return len([line for line in re.split(r"\\\\", inside[15:-13]) if line.strip()])


def _quiz(cell):
    return cell.outputs[0].data["text/plain"] if cell.outputs else ""


def section_minutes(book):
    """List the minutes in class for each section (heading ##), rounded so that they add up.

    Returns
    -------
    list of int
        The first number is for everything before the first heading.
    """
    seconds = _section_seconds(book)
    return _share_out(round(sum(seconds) / 60), seconds)


def _section_seconds(book):
    sections = [[]]
    for cell in book.cells:
        if cells.heading(cell):
            sections.append([])
        sections[-1].append(cell)
    return [load(section).seconds for section in sections]


def _share_out(total, weights):
    """Share out a whole number by weights, in whole numbers that add up; weight 0 gets 0."""
    until = [round(total * part / (sum(weights) or 1)) for part in accumulate(weights, initial=0)]
    return [b - a for a, b in pairwise(until)]


def write_times(book):
    """Write the times into a notebook, in place: into its opening and its instructor's notes."""
    core, times = cells.core(book), clock(book)
    sentence = f"**Time.** {_sentence(times)}"
    minutes = section_minutes(core)
    seconds = zip(_section_seconds(book), _section_seconds(core), strict=True)
    deeper = [whole - part for whole, part in seconds]
    deeper = _share_out(times.all.in_class - times.core.in_class, deeper)
    section = 0
    for cell in book.cells:
        if cell.cell_type != "markdown":
            continue
        section += cells.heading(cell) is not None
        cell.source = TIME.sub(lambda _: sentence, cell.source)
        if cells.slide_type(cell) == "notes":
            told = _minutes_of_notes(minutes[section], minutes[section] + deeper[section])
            cell.source = SUMMARY.sub(rf"\g<1> · {told}\g<2>", cell.source)


def write_readme(text, times):
    """Return the README with the `Times` of the parts, a dict such as ``{"1": clock(book)}``."""
    return ROW.sub(lambda row: f"{row[1]}{times.get(row[2], '…')}{row[3]}", text)


def _sentence(times):
    if times.core == times.all:
        return f"This part takes {_both(times.all)} with its exercises."
    return (
        f"The core of this part takes {_both(times.core)} with its exercises; "
        f"with all deeper blocks it takes {_both(times.all)}."
    )


def _minutes_of_notes(core, everything):
    return f"{core} min" if core == everything else f"{core} min, {everything} with everything"


def _both(found):
    hours, minutes = divmod(5 * round(found.alone / 5), 60)
    alone = " ".join([f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0))
    return f"{found.in_class} minutes in class, or {alone or '0 min'} alone"
