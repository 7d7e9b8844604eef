"""The palette, as readers with few colours and black-and-white printers see it."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from lecturekit.draw import style
from lecturekit.draw.palette import LIGHT_NEURONS, NEURON_COLOURS

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


def test_lab_of_white_and_black():
    np.testing.assert_allclose(lab("white"), [100, 0, 0], atol=0.05)
    np.testing.assert_allclose(lab("black"), [0, 0, 0], atol=0.05)


def test_the_two_classes_differ_on_a_grey_printout():
    assert abs(lab(style.NEGATIVE)[0] - lab(style.POSITIVE)[0]) >= 20


@pytest.mark.parametrize("vision", MACHADO)
def test_the_two_classes_stay_far_apart(vision):
    assert np.linalg.norm(lab(style.NEGATIVE, vision) - lab(style.POSITIVE, vision)) >= 50


@pytest.mark.parametrize("vision", MACHADO)
@pytest.mark.parametrize(("one", "other"), list(combinations(MEANINGS, 2)))
def test_no_two_meanings_look_alike(one, other, vision):
    # 2.3 is a just noticeable difference; thin lines and small markers need several of them.
    difference = lab(getattr(style, one), vision) - lab(getattr(style, other), vision)
    assert np.linalg.norm(difference) >= 12


@pytest.mark.parametrize("name", ["INK", "MUTED", "HIGHLIGHT", "GRADIENT", "NEGATIVE"])
def test_colours_of_letters_are_readable_on_paper(name):
    assert contrast(getattr(style, name), style.PAPER) >= 4.5


def test_classes_differ_in_their_markers_too():
    assert len(set(style.CLASS_MARKERS)) == len(style.CLASS_MARKERS)


@pytest.mark.parametrize("vision", MACHADO)
def test_no_two_neurons_look_alike_nor_like_a_class(vision):
    seen = {colour: lab(colour, vision) for colour in (*NEURON_COLOURS, *style.CLASS_COLOURS)}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 15, (one, other)


@pytest.mark.parametrize("colour", [*NEURON_COLOURS, style.MUTED])
def test_the_number_on_a_badge_is_readable(colour):
    letters = style.INK if colour in LIGHT_NEURONS else style.PAPER
    assert contrast(colour, letters) >= 4.5
