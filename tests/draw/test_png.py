"""A small PNG shows what was drawn: exact colours in areas, near ones on edges and in shades."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from lecturekit.draw import draw_regions, new_figure
from lecturekit.draw.palette import GRADIENT, MYELIN, NEGATIVE, PAPER, POSITIVE
from lecturekit.draw.png import NAMED, encode
from tests.notebooks.teeth import visible_difference

COLOURS = PAPER, NEGATIVE, POSITIVE, GRADIENT, MYELIN[0], "#EEF2F9", "#123456"


def decoded(png):
    image = Image.open(io.BytesIO(png))
    assert image.mode == "P"
    return np.array(image.convert("RGB")).astype(int)


def opaque(red, green, blue):
    return np.stack(np.broadcast_arrays(red, green, blue, 255), axis=-1).astype(np.uint8)


@pytest.fixture(scope="module")
def drawn():
    """Pixels with a field, level lines, points, letters, and a square of each of COLOURS."""
    figure, ax = new_figure(5, 4)
    draw_regions(ax, lambda X: 1 / (1 + np.exp(-3 * X[:, 0] - X[:, 1] ** 3)), (-2, 2), (-2, 2))
    ax.plot(*np.random.default_rng(0).normal(size=(2, 40)), "o", color=GRADIENT)
    ax.set(title="Letters in ink", xlabel="x")
    figure.canvas.draw()
    pixels = np.array(figure.canvas.buffer_rgba())
    for k, colour in enumerate(COLOURS):
        pixels[:12, 12 * k : 12 * k + 12, :3] = list(bytes.fromhex(colour[1:]))
    return pixels


def test_white_and_every_fill_stay_exactly_what_they_are(drawn):
    new = decoded(encode(drawn))
    assert (new[(drawn[:, :, :3] == 255).all(axis=2)] == 255).all()
    for k, colour in enumerate(COLOURS):
        if int(colour[1:], 16) in NAMED or colour == "#123456":
            assert (new[:12, 12 * k : 12 * k + 12] == list(bytes.fromhex(colour[1:]))).all()
    # A level from a named colour is seen by nobody: it costs no colour of its own.
    assert (new[:12, 60:72] == list(bytes.fromhex(MYELIN[0][1:]))).all()


def test_edges_may_move_a_little_and_shades_hardly_at_all(drawn):
    assert np.abs(decoded(encode(drawn)) - drawn[:, :, :3]).max() <= 40
    orange, blue = np.array([247, 196, 135]), np.array([141, 167, 199])
    for pixels_across, most in (400, 2), (40, 5):
        mix = np.linspace(0, 1, pixels_across)[None, :, None]
        shades = np.rint(orange + mix * (blue - orange)) * np.ones((400, 1, 1))
        new = decoded(encode(opaque(*np.moveaxis(shades, -1, 0))))
        assert 0 < np.abs(new - shades).max() <= most


def test_letters_have_no_coloured_fringes():
    figure, _ = new_figure(3, 1)
    figure.text(0.1, 0.4, "grey on white", color="#666666", fontsize=20)
    figure.axes[0].set_axis_off()
    figure.canvas.draw()
    pixels = np.array(figure.canvas.buffer_rgba())
    assert (
        np.ptp(decoded(encode(pixels)), axis=2).max() == np.ptp(pixels[:, :, :3], axis=2).max() == 0
    )
    assert 4 < len(np.unique(decoded(encode(pixels)))) < 20


def test_more_colours_than_a_palette_holds_go_to_the_nearest():
    shade = np.arange(256)
    pixels = opaque(shade[:, None], shade[None, :], (shade[:, None] * 7 + shade) % 256)
    new = decoded(encode(pixels))
    assert 50 < len(np.unique(new.reshape(-1, 3), axis=0)) < 256
    assert np.abs(new - pixels[:, :, :3]).mean() < 20


@pytest.mark.parametrize("size", [(1, 1), (1, 5), (5, 1), (7, 9)])
def test_a_picture_of_any_size_and_of_one_colour(size):
    assert (decoded(encode(opaque(np.full(size, 27), 79, 143))) == [27, 79, 143]).all()


def test_it_is_much_smaller_than_every_shade_of_it(drawn):
    file = io.BytesIO()
    Image.fromarray(drawn).convert("RGB").save(file, "png", compress_level=9)
    assert encode(drawn) == encode(drawn.copy())
    assert len(encode(drawn)) < 0.5 * len(file.getvalue())


def test_a_hair_of_difference_is_not_seen_and_a_pixel_is(drawn):
    moved = [
        np.rint(drawn + part * (np.roll(drawn, 1, axis=1) - 1.0 * drawn)) for part in (0.01, 1)
    ]
    stored, hair, pixel = (
        base64.b64encode(encode(picture.astype(np.uint8))) for picture in (drawn, *moved)
    )
    assert stored != hair
    assert visible_difference(stored, hair) is None
    assert "changed visibly" in visible_difference(stored, pixel)
