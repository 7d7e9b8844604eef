"""Each colour is written down once, and text in it can be read on its ground."""

import re

import pytest

from lecturekit.draw import palette
from tests.draw.test_style import contrast
from tests.house.lectures import ROOT

HEX = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6})\b")
WRITTEN = {".py", ".css", ".js", ".svg", ".html", ".j2", ".json5", ".md"}
HOME = ROOT / "lecturekit/draw/palette.py"


def test_no_other_file_names_a_colour_by_its_numbers():
    named = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "lecturekit").rglob("*")
        if path.suffix in WRITTEN and path != HOME and HEX.search(path.read_text(encoding="utf-8"))
    }
    assert named == set()


def test_a_colour_has_one_name():
    names = re.findall(r'"(#\w+)"', HOME.read_text(encoding="utf-8"))
    assert len(names) == len(set(names)) > 50


@pytest.mark.parametrize("ground", ["PAPER", "SHADE"])
@pytest.mark.parametrize(
    "name", ["INK", "ACCENT", *(name for name in vars(palette) if name.endswith("_TEXT"))]
)
def test_small_text_can_be_read(name, ground):
    assert contrast(getattr(palette, name), getattr(palette, ground)) >= 4.5


def test_custom_properties_are_named_as_in_css():
    css = palette.custom_properties()
    assert css.startswith(":root { --negative: #1B4F8F; ")
    assert " --muted-text: #5B6478; " in css
    assert "(" not in css


def test_pages_use_only_colours_of_the_palette():
    known = set(re.findall(r"(--[a-z-]+):", palette.custom_properties()))
    measures = {"--size", "--w", "--h"}  # set by deck.js and in the slides
    for path in (ROOT / "lecturekit").rglob("*.css"):
        css = path.read_text(encoding="utf-8")
        own = set(re.findall(r"(--[a-z-]+):", css))
        used = {prop for prop in re.findall(r"var\((--[a-z-]+)", css) if "--color-" not in prop}
        assert used <= known | own | measures
