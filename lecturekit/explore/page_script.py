"""Run a script in the page from an HTML widget, as live figures and quizzes do."""

import html
from functools import cache
from importlib.resources import files

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@cache
def page_file(name, package="lecturekit.explore"):
    """Return a script or style sheet from the folder ``page`` of a package, without comments.

    Only whole-line comments that begin with ``//`` are removed.
    """
    text = files(package).joinpath("page", name).read_text(encoding="utf-8")
    return "".join(line for line in text.splitlines(True) if not line.lstrip().startswith("//"))


# Defines getAlongWithSlides(box).
IN_SLIDES = page_file("in_slides.js")


def page_script(script, words=""):
    """Return HTML that runs `script` in the page when it is displayed, and is itself invisible.

    An image's load handler is the only way to run a script from an HTML widget. In the script,
    ``this`` is the image and ``this.dataset.words`` is `words`. Pass both as plain text.
    """
    words, script = html.escape(words), html.escape(script)
    return f'<img alt="" src="{PIXEL}" data-words="{words}" onload="{script}">'
