"""The letters of decks and pages, so that they look the same on every machine.

Prose is set in Open Sans, which lacks some of the lectures' signs (∇ ∈ ℝ → ᵀ ✓); those come
from DejaVu Sans, in which Matplotlib letters the figures. Code is set in DejaVu Mono: it has
all of them, so that columns stay in line.
"""

import base64
import json

from lecturekit.publish.packages import asset

PROSE = '"Open Sans", "DejaVu Sans", sans-serif'
CODE = '"DejaVu Mono", monospace'

# family, package, parts of the alphabet, weights and styles
FACES = [
    ("Open Sans", "open-sans", ["math", "greek", "latin-ext", "latin"], ["400-normal"]),
    ("Open Sans", "open-sans", ["math", "greek", "latin-ext", "latin"], ["700-normal"]),
    ("Open Sans", "open-sans", ["math", "greek", "latin-ext", "latin"], ["400-italic"]),
    ("DejaVu Sans", "dejavu-sans", ["latin"], ["400-normal"]),
    ("DejaVu Mono", "dejavu-mono", ["latin"], ["400-normal"]),
]


def embedded(path):
    """Return a file of a package as an address that holds it whole."""
    return "data:font/woff2;base64," + base64.b64encode(asset(path)).decode("ascii")


def faces(address=embedded, without=()):
    """Return the CSS that makes the fonts of `PROSE` and `CODE` known.

    Parameters
    ----------
    address : callable
        ``address("@fontsource/open-sans/files/….woff2")`` tells where the page finds that file;
        by default inside itself.
    without : collection of str
        Families that the page does not use.

    Returns
    -------
    str
    """
    return "\n".join(
        _face(family, package, part, look, address)
        for family, package, parts, looks in FACES
        if family not in without
        for look in looks
        for part in parts
    )


def _face(family, package, part, look, address):
    weight, style = look.split("-")
    lines = [f'font-family: "{family}"', f"font-weight: {weight}", f"font-style: {style}"]
    ranges = json.loads(asset(f"@fontsource/{package}/unicode.json"))
    if package == "open-sans":
        lines.append(f"unicode-range: {ranges[part]}")
    file = f"@fontsource/{package}/files/{package}-{part}-{look}.woff2"
    lines.append(f'src: url("{address(file)}") format("woff2")')
    return "@font-face { " + "; ".join(lines) + " }"
