"""Every live figure through every control, without a browser."""

import io

import numpy as np
import pytest
from PIL import Image

from lecturekit import explore
from lecturekit.explore.controls import Steps
from lecturekit.explore.stage import Stage

NAMES = [name for name in explore.__all__ if name != "Explorable"]


@pytest.fixture(scope="module", params=NAMES)
def figure(request):
    """One live figure for all tests of this module; each puts it back to its start."""
    return getattr(explore, request.param)()


@pytest.fixture(autouse=True)
def at_its_start(figure):
    figure.reset()


def random_value(spec, rng, values):
    return rng.choice(np.array(spec.positions(40, values), dtype=object))


def random_values(figure, rng):
    """Values of all controls, as a reader may combine them."""
    values = dict(figure.values)
    # Steps last: how many there are may depend on the others.
    for name, spec in sorted(figure.specs.items(), key=lambda item: isinstance(item[1], Steps)):
        values[name] = random_value(spec, rng, values)
    return values


def pixels(jpeg):
    return np.asarray(Image.open(io.BytesIO(jpeg)))


def test_every_control_moves_the_picture(figure):
    rng = np.random.default_rng(0)
    for name, spec in figure.specs.items():
        figure.reset()
        moves = spec.positions(3, figure.values)
        moves += [random_value(spec, rng, figure.values) for _ in range(4)]
        seen = set()
        for value in moves:
            figure.controls[name].value = value
            assert figure.values[name] == value
            seen.add(pixels(figure._screen.image.value).tobytes())
        assert len(seen) > 1, f"{name} changes nothing"


def test_any_combination_of_values_draws_something(figure):
    rng = np.random.default_rng(1)
    for i in range(30):
        # A long run is computed anew for each control that changes at a late step: a few times
        # from one combination to the next, else from the start.
        if figure.plays and i % 5:
            figure.reset()
        for name, value in random_values(figure, rng).items():
            figure.controls[name].value = value
        picture = pixels(figure._screen.image.value)
        width, height = figure._screen._resting.scene.size
        assert picture.shape == (round(100 * height), round(100 * width), 3)
        assert picture.std() > 5  # not blank


def test_a_moved_picture_is_the_one_drawn_anew(figure):
    """Nothing of an earlier picture stays, nothing is forgotten, the layers are in order."""
    rng = np.random.default_rng(2)
    stage = Stage(figure.scene())
    for _ in range(8):
        values = random_values(figure, rng)
        moved = stage.pixels(**values).copy()
        anew = figure.scene()
        anew.figure.draw_without_rendering()
        anew.figure.set_layout_engine("none")
        anew.update(**values)
        file = io.BytesIO()
        anew.figure.savefig(file, format="png", dpi=100)
        np.testing.assert_array_equal(moved, pixels(file.getvalue()), err_msg=f"{values}")


def test_one_slider_dragged_gives_the_pictures_drawn_anew(figure):
    """The words that are kept in the background while others move are never out of date."""
    rng = np.random.default_rng(3)
    stage = Stage(figure.scene())
    for name, spec in figure.specs.items():
        values = random_values(figure, rng)
        for value in spec.positions(5, values):
            stage.pixels(**values | {name: value})
        kept = stage.pixels(**values).copy()
        np.testing.assert_array_equal(kept, Stage(figure.scene()).pixels(**values))


def test_reset_goes_back_to_the_start(figure):
    start, picture = figure.values, figure.draw()
    rng = np.random.default_rng(4)
    for name, value in random_values(figure, rng).items():
        figure.controls[name].value = value
    figure.reset()
    assert figure.values == start
    assert figure.draw() == picture


def test_the_reset_button_resets(figure):
    start = figure.values
    name, spec = next(iter(figure.specs.items()))
    figure.controls[name].value = spec.positions(2, start)[-1]
    buttons = figure.widget.children[1].children
    next(widget for widget in buttons if getattr(widget, "description", "") == "Reset").click()
    assert figure.values == start


def test_draw_moves_no_control(figure):
    before, shown = figure.values, figure._screen.image.value
    name, spec = next(iter(figure.specs.items()))
    for value in spec.positions(3, before):
        png = figure.draw(**{name: value})
        assert png.startswith(b"\x89PNG")
    assert figure.values == before
    assert figure._screen.image.value == shown


def test_the_picture_is_sharp_and_has_alternative_text(figure):
    picture = figure.picture()
    width, _ = Image.open(io.BytesIO(picture.png)).size
    assert width == 2 * picture.width
    assert picture.alt.endswith(".")
    assert len(picture.alt) > 60


def test_the_alternative_text_follows_the_values(figure):
    rng = np.random.default_rng(5)
    choices = [random_values(figure, rng) for _ in range(5)]
    texts = [
        figure._screen._resting.scene.describe(**values) for values in choices
    ]  # without drawing
    assert len(set(texts)) == 5
    assert figure.picture(**choices[-1]).alt == texts[-1]


def test_a_notebook_gets_the_widget_a_picture_and_words(figure):
    data, metadata = figure._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == repr(figure.picture())
    assert "VBox" not in data["text/plain"]
    assert metadata["image/png"]["alt"] == figure.picture().alt
    assert data["image/png"] == figure.picture()._repr_mimebundle_()[0]["image/png"]


def test_two_figures_with_the_same_values_show_the_same(figure):
    again = getattr(explore, figure.name)()
    assert repr(again.picture()) == repr(figure.picture())
    assert again.draw() == figure.draw()


def test_printing_a_figure_teaches_its_controls(figure):
    words = repr(figure)
    assert f"explore.{figure.name}" in words
    for name, spec in figure.specs.items():
        assert f"{name} = " in words
        assert spec.label in words


def test_every_control_is_labelled(figure):
    for widget in figure.controls.values():
        assert widget.description
        assert widget.tooltip


def test_starts_can_be_chosen(figure):
    rng = np.random.default_rng(6)
    values = random_values(figure, rng)
    other = getattr(explore, figure.name)(**values)
    assert other.values == values
    other.reset()
    assert other.values == values


def test_an_unknown_control_is_refused(figure):
    for action in (figure.draw, getattr(explore, figure.name)):
        with pytest.raises(TypeError, match=r"'foo' is not a control of .* it has"):
            action(foo=1)
    with pytest.raises(TypeError, match="'foo' is not a control"):
        figure.frames("foo")


def test_a_bad_value_is_refused(figure):
    for name, spec in figure.specs.items():
        for bad in (None, "nonsense", float("nan"), -1e9, [1], True):
            if hasattr(spec, "choices") and bad is True and bad in spec.choices:
                continue  # True equals 1, which may be a choice
            with pytest.raises(ValueError, match=f"{name} is .*(must be|choose)"):
                figure.draw(**{name: bad})
