"""Small notebooks for decks: one without a mistake, and some with many, one on each slide."""

import re

from nbformat import v4

from lecturekit import draw, explore
from lecturekit.exercises.quiz import Option, Quiz, page
from tests.house.lectures import code, markdown, sample

NOTES = """<details><summary>For the instructor · 3 min</summary>

Ask: "What does the bias do?" Many forget that $b$ shifts, and does not turn.

</details>"""
REASON = "It says why, in a sentence that is long enough to be one."


def good():
    """Make a notebook whose deck has one slide of every kind and no mistake."""
    return _book(
        _slide("title", markdown("# A lecture\n\nA question: what is $\\sigma(z)$?"), "slide"),
        code("import math", "imports", tags=["setup"]),
        _notes("notes-opening"),
        _slide("section-1", markdown("## 1. A section\n\n$$z = w^\\top x + b$$"), "slide"),
        _slide("table", markdown("| $z$ | σ |\n|:--|:--|\n| 0 | `0.5` |\n| 1 | 0.73 |")),
        _slide("output", code("print(6 * 7)", outputs=[v4.new_output("stream", text="42\n")])),
        _slide("figure", code("draw.show(figure, alt)", outputs=[_picture()])),
        markdown("*Figure 1 · A line.* It rises.", "caption"),
        markdown("It rises because its slope is 1.", "step", slideshow={"slide_type": "fragment"}),
        _slide("film", code("explore.sigmoid_threshold()", outputs=[_film()])),
        _slide("quiz", code("exercises.quiz", outputs=[_quiz(REASON, REASON)], tags=["quiz"])),
        _slide("task", markdown("**Exercise 1 · Half** (warm-up)\n\nReturn half of `x`.")),
        code("def half(x):\n    return ...\n\n\nexercises.half.check(half)", tags=["exercise"]),
        _notes("notes-1"),
    )


def bad():
    """Make a notebook whose deck has many mistakes; each slide is named after its own."""
    still, leaves = _film(oninput=""), _film(onclick="Reveal.next()")
    wrong = {
        "tall": markdown("A paragraph is a line.\n\n" * 20),
        "wide": code("x = [" + ", ".join(map(str, range(60))) + "]"),
        "cut": _html('<div style="overflow: hidden; height: 20px">Here<br>and gone</div>'),
        "panel": code("x = 1\n" * 40, outputs=[_picture()]),
        "nameless": _html('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'),
        "pale": _html('<p style="color: #bbb">Too pale to read.</p>'),
        "loads": _html('<img alt="A far picture." src="https://example.org/far.png">'),
        "loud": _html('<img alt="" src="data:," onerror="console.error(`one of ours`)">'),
        "still": code("explore.sigmoid_threshold()", outputs=[still]),
        "leaves": code("explore.sigmoid_threshold()", outputs=[leaves]),
        "silent": code("quiz", outputs=[_quiz(REASON, "")], tags=["quiz"]),
        "grows": code("quiz", outputs=[_quiz(REASON, 30 * REASON)], tags=["quiz"]),
    }
    return _book(*(_slide(name, cell) for name, cell in wrong.items()), _notes("notes"))


def deaf():
    """Make a notebook whose deck answers no key."""
    grab = "document.addEventListener('keydown', e => e.stopImmediatePropagation(), true)"
    return _book(
        _slide("first", _html(f"<p>One</p><script>{grab}</script>"), "slide"),
        _slide("second", markdown("Two")),
        _slide("third", code("exercises.quiz", outputs=[_quiz(REASON, REASON)], tags=["quiz"])),
        _slide("fourth", markdown("Four")),
        _notes("notes"),
    )


def _book(*cells):
    book = sample(*cells)
    book.metadata["title"] = "A lecture"
    return book


def _slide(name, cell, kind="subslide"):
    cell.id, cell.metadata["slideshow"] = name, {"slide_type": kind}
    return cell


def _notes(name):
    return markdown(NOTES, name, slideshow={"slide_type": "notes"})


def _html(html):
    return code("Html(…)", outputs=[v4.new_output("display_data", {"text/html": html})])


def _picture():
    figure, ax = draw.new_figure(9, 4)
    ax.plot([0, 1], [0, 1])
    return _shown(draw.show(figure, "A line that rises from 0 to 1."))


def _film(**handlers):
    film = _shown(explore.sigmoid_threshold().frames(count=3))
    for name, script in handlers.items():
        html = film.data["text/html"]
        film.data["text/html"] = re.sub(f'{name}="[^"]*"', f'{name}="{script}"', html)
    return film


def _quiz(*reasons):
    options = [Option(f"answer {place}", reason) for place, reason in enumerate(reasons)]
    html = page(Quiz("sample", "Which one?", options))
    data = {"text/html": html, "text/plain": "Which one?"}
    return v4.new_output("display_data", data)


def _shown(thing):
    data, metadata = thing._repr_mimebundle_()
    return v4.new_output("display_data", data, metadata=metadata)
