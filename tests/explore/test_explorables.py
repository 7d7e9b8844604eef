"""Every live figure through every control, without a browser."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from lecturekit import explore
from lecturekit.activations import ACTIVATIONS
from lecturekit.browser import answer
from lecturekit.browser.figures import described
from lecturekit.explore.controls import Steps
from lecturekit.explore.stage import MOVING, Stage

exhaustive = pytest.mark.exhaustive
NAMES = [name for name in explore.__all__ if name != "Explorable"]


def few_or(many, few):
    """Run a test on a few random settings, and on many in `make test-all`."""
    counts = [few, pytest.param(many, marks=exhaustive)]
    return pytest.mark.parametrize("count", counts)


@pytest.fixture(scope="module", params=NAMES)
def live(request):
    """One live figure for all tests of this module."""
    return getattr(explore, request.param)()


@pytest.fixture
def figure(live):
    yield live
    if live.values != live.start:
        live.reset()


def random_values(figure, rng):
    """Values of all controls, as a reader may combine them."""
    values = dict(figure.values)
    # Steps last: how many there are may depend on the others.
    for name, spec in sorted(figure.specs.items(), key=lambda item: isinstance(item[1], Steps)):
        values[name] = rng.choice(np.array(spec.positions(40, values), dtype=object))
    return values


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture)))


def shown(figure):
    return figure.widget.children[0].value


def test_every_control_moves_the_picture(figure):
    rng = np.random.default_rng(0)
    for name, spec in figure.specs.items():
        figure.reset()
        positions = spec.positions(40, figure.values)
        moves = [*spec.positions(3, figure.values), *rng.choice(np.array(positions, object), 2)]
        seen = set()
        for value in moves:
            figure.controls[name].value = value
            assert figure.values[name] == value
            seen.add(pixels(shown(figure)).tobytes())
        assert len(seen) > 1, f"{name} changes nothing"


@few_or(30, 3)
def test_any_combination_of_values_draws_something(figure, count):
    rng = np.random.default_rng(1)
    width, height = figure.scene.size
    for _ in range(count):
        values = random_values(figure, rng)
        figure.set(**values)
        assert figure.values == values
        picture = pixels(shown(figure))
        # Matplotlib 3.8 cuts off half pixels.
        np.testing.assert_allclose(picture.shape, (100 * height, 100 * width, 3), atol=1)
        assert picture.std() > 5  # not blank


@few_or(8, 2)
def test_a_moved_picture_is_the_one_drawn_anew(figure, count):
    """Nothing of an earlier picture stays, nothing is forgotten, the layers are in order."""
    rng = np.random.default_rng(2)
    stage = Stage(figure.scene())
    for _ in range(count):
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
    stage, forgetful = Stage(figure.scene()), Stage(figure.scene())
    forgetful.scene.apart.clear()  # keeps no words in its background
    for name, spec in figure.specs.items():
        values = random_values(figure, rng)
        for value in spec.positions(3, values):
            kept = stage.pixels(**values | {name: value}).copy()
        last = forgetful.pixels(**values | {name: value})
        np.testing.assert_array_equal(kept, last, err_msg=f"{name} of {values}")


def test_starts_can_be_chosen_and_reset_goes_back_to_them(figure):
    start, rng = figure.values, np.random.default_rng(4)
    picture = figure.draw()
    values = random_values(figure, rng)
    figure.set(**values)
    figure.reset()
    assert figure.values == start
    assert figure.draw() == picture
    other = getattr(explore, figure.name)(**values)
    assert other.values == values
    other.set(**start)
    next(w for w in other.widget.children[1].children if hasattr(w, "click")).click()
    assert other.values == values


def test_draw_moves_no_control(figure):
    before, picture = figure.values, shown(figure)
    name, spec = next(iter(figure.specs.items()))
    for value in spec.positions(3, before):
        assert figure.draw(**{name: value}).startswith(b"\x89PNG")
    assert figure.values == before
    assert shown(figure) == picture


def test_a_web_page_gets_the_same_controls_and_pictures(figure):
    told, rng = described(figure.name, {}), np.random.default_rng(6)
    assert [one["label"] for one in told] == [w.description for w in figure.controls.values()]
    values = random_values(figure, rng)
    numbers = {  # the page knows a choice by its place
        name: [*spec.choices].index(values[name]) if hasattr(spec, "choices") else values[name]
        for name, spec in figure.specs.items()
    }
    asked = {"figure": figure.name, "values": numbers, "dpi": MOVING, "fine": True}
    text, picture = answer("draw", json.dumps(asked))
    found = json.loads(text)
    figure.set(**values)
    assert found["alt"] == figure.picture().alt
    assert found["limits"] == {name: button.max for name, button in figure.plays.items()}
    drawn = figure._screen.warm().pixels(**values)
    assert found["size"] == [*drawn.shape[1::-1]]
    np.testing.assert_array_equal(np.frombuffer(picture, np.uint8), drawn.ravel())


def test_a_notebook_gets_the_widget_a_sharp_picture_and_words(figure):
    picture = figure.picture()
    assert pixels(picture.png).shape[1] == 1.5 * picture.width
    assert picture.alt.endswith(".")
    assert len(picture.alt) > 60
    data, metadata = figure._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == repr(picture)
    assert "VBox" not in data["text/plain"]
    assert metadata["image/png"]["alt"] == picture.alt
    assert data["image/png"] == picture._repr_mimebundle_()[0]["image/png"]


def test_the_alternative_text_follows_the_values(figure):
    rng, scene = np.random.default_rng(5), figure.scene()
    choices = [random_values(figure, rng) for _ in range(5)]
    texts = [scene.describe(**values) for values in choices]
    assert len(set(texts)) == 5
    assert figure.picture(**choices[-1]).alt == texts[-1]


def test_two_figures_with_the_same_values_show_the_same(figure):
    assert getattr(explore, figure.name)().draw() == figure.draw()


def test_printing_a_figure_and_its_help_teach_its_controls(figure):
    assert f"explore.{figure.name}" in repr(figure)
    for name, spec in figure.specs.items():
        assert f"{name} = " in repr(figure)
        for words in (repr(figure), getattr(explore, figure.name).__doc__):
            assert f"{spec.label}: {spec.range()}" in words


def test_every_control_is_labelled_and_activations_have_their_names(figure):
    for widget in figure.controls.values():
        assert widget.description
        assert widget.tooltip
    if figure.name in ("backprop", "training", "depth"):  # on the page ReLU, not relu
        offered = {value: label for label, value in figure.controls["activation"].options}
        assert "relu" in offered
        assert offered == {value: ACTIVATIONS[value].title for value in offered}


def test_what_is_no_control_or_no_value_of_it_is_refused(figure):
    for action in (figure.draw, figure.set, getattr(explore, figure.name)):
        with pytest.raises(TypeError, match=r"'foo' is not a control of .* it has"):
            action(foo=1)
    for name, spec in figure.specs.items():
        for bad in (None, "nonsense", float("nan"), -1e9, [1], True):
            if hasattr(spec, "choices") and bad is True and bad in spec.choices:
                continue  # True equals 1, which may be a choice
            with pytest.raises(ValueError, match=f"{name} is .*(must be|choose)"):
                figure.draw(**{name: bad})


def test_completion_shows_the_figures_and_nothing_else():
    assert dir(explore) == sorted(explore.__all__) == sorted(["Explorable", *NAMES])
    assert len(NAMES) == 24
