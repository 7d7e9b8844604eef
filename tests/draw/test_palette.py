"""Each colour is written once, and readers with few colours and grey printers see its meaning."""

import re
from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from lecturekit.draw import palette, style
from lecturekit.draw.palette import LIGHT_NEURONS, NEURON_COLOURS
from tests.house.lectures import ROOT

HEX = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6})\b")
WRITTEN = {".py", ".css", ".js", ".svg", ".html", ".j2", ".json5", ".md"}
HOME = ROOT / "lecturekit/draw/palette.py"

MEANINGS = ("NEGATIVE", "POSITIVE", "GRADIENT", "HIGHLIGHT", "INK")

# Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of color
# vision deficiency", table of the matrices for severity 1.0; they act on linear RGB.
MACHADO = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "full colour vision": np.eye(3).tolist(),
}
TO_XYZ = np.array(  # sRGB to CIE XYZ, white point D65 (IEC 61966-2-1)
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour, vision="full colour vision"):
    """Return the CIE L*a*b* coordinates of a colour as seen with this kind of vision."""
    seen = np.clip(np.array(MACHADO[vision]) @ linear(colour), 0, 1)
    xyz = TO_XYZ @ seen / TO_XYZ.sum(axis=1)
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(colour, ground):
    """Return the contrast ratio of WCAG 2."""
    bright, dark = sorted((TO_XYZ[1] @ linear(c) for c in (colour, ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_two_classes_differ_on_a_grey_printout():
    assert abs(lab(style.NEGATIVE)[0] - lab(style.POSITIVE)[0]) >= 20


@pytest.mark.parametrize("vision", MACHADO)
@pytest.mark.parametrize(("one", "other"), list(combinations(MEANINGS, 2)))
def test_no_two_meanings_look_alike(one, other, vision):
    # 2.3 is a just noticeable difference; thin lines and small markers need several of them.
    difference = lab(getattr(style, one), vision) - lab(getattr(style, other), vision)
    assert np.linalg.norm(difference) >= 12


@pytest.mark.parametrize("vision", MACHADO)
def test_no_two_neurons_look_alike_nor_like_a_class(vision):
    seen = {colour: lab(colour, vision) for colour in (*NEURON_COLOURS, *style.CLASS_COLOURS)}
    for one, other in combinations(seen, 2):
        least = 50 if {one, other} == set(style.CLASS_COLOURS[:2]) else 15
        assert np.linalg.norm(seen[one] - seen[other]) >= least, (one, other)


@pytest.mark.parametrize("colour", [*NEURON_COLOURS, style.MUTED])
def test_the_number_on_a_badge_is_readable(colour):
    letters = style.INK if colour in LIGHT_NEURONS else style.PAPER
    assert contrast(colour, letters) >= 4.5


# ---- where colours are written


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
    assert contrast("black", "white") == pytest.approx(21)  # the most there is


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
        used = set(re.findall(r"var\((--(?!color-|header-height|font-stack)[a-z-]+)", css))
        assert used <= known | own | measures
