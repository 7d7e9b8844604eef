"""The parts that all live figures share."""

import asyncio
import subprocess
import sys
import threading

import numpy as np
import pytest

from lecturekit import explore
from lecturekit.draw.scenes.perceptron_steps import PerceptronSteps
from lecturekit.draw.scenes.scene import Scene
from lecturekit.explore.controls import Choice, Slider
from lecturekit.explore.explorable import Explorable
from lecturekit.explore.stage import REST


def test_no_pyplot_is_loaded():
    program = "import sys, lecturekit.explore; print('matplotlib.pyplot' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "False"


def test_a_figure_at_rest_becomes_sharp():
    async def move_and_rest():
        figure = explore.sigmoid_threshold()
        figure.controls["w"].value = 5.0
        quick = figure._screen.image.value
        await asyncio.sleep(REST + 1.5)
        return quick, figure._screen.image.value, figure._screen.words.value

    quick, sharp, words = asyncio.run(move_and_rest())
    assert len(sharp) > 1.5 * len(quick)
    assert "crosses the threshold" in words


def test_a_moving_figure_is_not_interrupted_by_the_sharp_picture():
    async def keep_moving():
        figure = explore.sigmoid_threshold()
        sizes = []
        for w in np.linspace(-5, 5, 11):
            figure.controls["w"].value = float(w)
            await asyncio.sleep(0.01)
            sizes.append(len(figure._screen.image.value))
        return sizes

    sizes = asyncio.run(keep_moving())
    assert max(sizes) < 1.5 * min(sizes)


def test_the_play_button_moves_the_slider_and_starts_where_it_is():
    figure = explore.logistic_descent(t=7)
    play = figure.plays["t"]
    assert play.value == 7
    play.value = 8
    assert figure.values["t"] == 8
    figure.controls["t"].value = 40
    assert play.value == 40


def test_the_slider_ends_where_the_steps_end():
    figure = explore.perceptron_steps(data="narrow", k=30)
    assert figure.controls["k"].max == figure.plays["k"].max == 56
    figure.controls["data"].value = "petals"
    assert figure.controls["k"].max == 1
    assert figure.values["k"] == 1


def test_steps_beyond_the_end_show_the_end():
    figure = explore.perceptron_steps(data="wide")
    assert figure.draw(k=1000) == figure.draw(k=12)


@pytest.mark.parametrize("step_size", [300.0, 1000.0])
def test_a_training_that_diverges_says_so(step_size):
    figure = explore.logistic_descent(data="hard", step_size=step_size)
    words = {figure._screen._resting.scene.describe(**figure.values | {"t": t}) for t in range(151)}
    assert any("diverged" in sentence for sentence in words)


def test_a_bound_is_kept_and_where_there_is_none_it_is_said():
    scene = PerceptronSteps()
    for data in ("petals", "wide", "narrow"):
        assert "the bound allows" in scene.describe(data=data, order=0, k=1)
    for data in ("overlap", "xor"):
        assert "no bound" in scene.describe(data=data, order=0, k=1)


class Bar(Scene):
    """A line of a given height: the smallest scene."""

    def build(self, ax):
        ax.set(xlim=(0, 1), ylim=(0, 1))
        (self.line,) = ax.plot([], [])
        self.moves(self.line)

    def update(self, height):
        self.line.set_data([0, 1], [height, height])

    def describe(self, height):
        return f"A horizontal line across an empty panel at height {height:g}."


def bar(**initial):
    control = Slider(name="height", label="height", start=0.5, low=0, high=1, step=0.1)
    return Explorable("bar", Bar, [control], initial)


def test_a_new_figure_takes_a_scene_and_its_controls():
    figure = bar(height=0.25)
    before = figure._screen.image.value
    figure.controls["height"].value = 0.75
    assert figure._screen.image.value != before
    assert "0.75" in figure.picture().alt


def test_a_value_from_the_start_is_checked():
    with pytest.raises(ValueError, match=r"height is 2, but it must be a number from 0 to 1"):
        bar(height=2)


@pytest.mark.parametrize("method", ["build", "update", "describe"])
def test_a_scene_without_a_method_says_which(method):
    scene = type("Empty", (Scene,), {"build": lambda self, ax: None} if method != "build" else {})
    with pytest.raises(NotImplementedError, match=f"Empty needs a method {method}"):
        getattr(scene(), method)()


def test_a_step_of_play_that_was_under_way_does_not_undo_a_reset():
    figure = explore.logistic_descent(t=7)
    play = figure.plays["t"]
    play.playing = True
    play.value = 20
    figure.reset()
    play.value = 21  # the browser had sent it before it heard of the reset
    assert figure.values["t"] == play.value == 7
    assert play.playing is False
    play.playing = True  # pressed again at once: these steps are no strays
    play.value = 8
    assert figure.values["t"] == 8


def test_a_slider_of_choices_is_marked_for_the_page():
    choice = Choice(name="rate", label="rate", start=1, choices={1: "1", 2: "2"}, look="slider")
    assert "lecture-choice" in choice.widget(1, "20px")._dom_classes
    menu = Choice(name="rate", label="rate", start=1, choices={1: "1", 2: "2"})
    assert "lecture-choice" not in menu.widget(1, "20px")._dom_classes


def test_two_threads_never_draw_on_one_canvas():
    """A hand that is quicker than the warming up, which runs in another thread."""
    reference = explore.sigmoid_threshold()
    reference.reset()
    for _ in range(3):
        figure = explore.sigmoid_threshold()
        threads = [threading.Thread(target=act) for act in (figure._screen.warm, figure.reset)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        figure.controls["w"].value = 4.0
        figure.reset()
        assert figure._screen.image.value == reference._screen.image.value


def test_a_reset_and_a_hand_in_another_thread_end_with_the_right_picture():
    """Clicks on buttons and values of sliders arrive in two threads."""
    figure = explore.sigmoid_threshold()
    reference = explore.sigmoid_threshold()

    def drag():
        for w in np.linspace(-5, 5, 15):
            figure.controls["w"].value = w

    for _ in range(3):
        threads = [threading.Thread(target=act) for act in (drag, figure.reset)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        reference.controls["w"].value = figure.controls["w"].value
        assert figure._screen.image.value == reference._screen.image.value
        reference.reset()


def test_a_value_that_comes_back_rounded_draws_no_picture():
    """A slider in the browser that is told 0.2 may answer 0.19999999999999996."""
    figure = explore.linear_collapse()
    figure.controls["bias"].value = 0.3
    first = figure._screen.image.value
    figure._screen.image.value = b"still the same"
    figure.controls["bias"].value = 0.3 - 1e-15
    assert figure._screen.image.value == b"still the same"
    assert figure.values["bias"] == 0.3
    figure.controls["bias"].value = 0.4
    assert figure._screen.image.value not in (first, b"still the same")
