"""The parts that all live figures share."""

import asyncio
import threading

import numpy as np
import pytest

from lecturekit import explore
from lecturekit.draw.scenes.scene import Scene
from lecturekit.explore import screen
from lecturekit.explore.controls import Steps
from lecturekit.explore.live import live, slider


def shown(figure):
    return figure.widget.children[0].value


def test_a_figure_at_rest_becomes_sharp_and_a_moving_one_is_not_interrupted(monkeypatch):
    monkeypatch.setattr(screen, "REST", 0)  # it rests as soon as nothing else is to be done

    async def move_and_rest():
        figure, sizes, said = explore.sigmoid_threshold(), [], []
        figure.widget.children[2].observe(said.append, "value")
        for w in np.linspace(5, -5, 11):
            figure.controls["w"].value = float(w)
            sizes.append(len(shown(figure)))
        await asyncio.sleep(0.01)
        return sizes, len(shown(figure)), said

    sizes, sharp, said = asyncio.run(move_and_rest())
    assert max(sizes) < 1.5 * min(sizes)
    assert sharp > 1.5 * sizes[-1]
    assert len(said) == 1  # not while it moved
    assert "crosses the threshold" in said[0]["new"]


@pytest.mark.parametrize("name", explore.FIGURES)
def test_play_ends_on_the_last_step(name):
    for spec in getattr(explore, name).specs:
        if isinstance(spec, Steps) and not callable(spec.high):
            assert (spec.high - spec.low) % spec.stride == 0


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
    figure.controls["t"].value = 40
    assert play.value == 40


def test_the_slider_ends_where_the_steps_end():
    figure = explore.perceptron_steps(data="narrow", k=30)
    assert figure.controls["k"].max == figure.plays["k"].max == 56
    figure.controls["data"].value = "petals"
    assert figure.controls["k"].max == 1
    assert figure.values["k"] == 1
    assert figure.draw(data="wide", k=1000) == figure.draw(data="wide", k=12)


def test_values_set_at_once_are_drawn_once():
    figure = explore.perceptron_steps(data="petals")
    pictures = []
    figure.widget.children[0].observe(pictures.append, "value")
    figure.set(k=30, data="narrow")  # the slider of k ends at 1 until the data change
    assert figure.values == {"k": 30, "data": "narrow", "order": 0}
    assert figure.plays["k"].value == 30
    assert len(pictures) == 1
    figure.set(k=30, data="narrow")  # as it is
    assert len(pictures) == 1


class Bar(Scene):
    """A line of a given height: the smallest scene."""

    def build(self, ax):
        ax.set(xlim=(0, 1), ylim=(0, 1))
        self.bar = self.line(ax)

    def update(self, height):
        self.bar.set_data([0, 1], [height, height])

    def describe(self, height):
        return f"A horizontal line across an empty panel at height {height:g}."


@live(Bar, slider("height", "height, cm", 0.5, 0, 1, 0.25))
def bar():
    """Return a bar."""


def test_a_new_figure_is_a_scene_and_its_controls():
    figure = bar(height=0.25)
    before = shown(figure)
    figure.controls["height"].value = 0.75
    assert shown(figure) != before
    assert "0.75" in figure.picture().alt
    with pytest.raises(ValueError, match=r"height is 2, but it must be a number from 0 to 1"):
        bar(height=2)
    assert bar.__doc__.endswith("    height : height, cm: 0 … 1")
    assert bar.specs[0].digits == 2  # as many decimals as the step has


@pytest.mark.parametrize("method", ["build", "update", "describe"])
def test_a_scene_without_a_method_says_which(method):
    scene = type("Empty", (Scene,), {"build": lambda self, ax: None} if method != "build" else {})
    with pytest.raises(NotImplementedError, match=f"Empty needs a method {method}"):
        getattr(scene(), method)()


def at_once(*actions):
    threads = [threading.Thread(target=action) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_threads_never_draw_on_one_canvas():
    """A hand that is quicker than the warming up, which runs in another thread."""
    reference = explore.sigmoid_threshold()
    reference.reset()
    for _ in range(3):
        figure = explore.sigmoid_threshold()
        at_once(figure._screen.warm, figure.reset)
        figure.controls["w"].value = 4.0
        figure.reset()
        assert shown(figure) == shown(reference)


def test_a_reset_and_a_hand_in_another_thread_end_with_the_right_picture():
    """Clicks on buttons and values of sliders arrive in two threads."""
    figure, reference = explore.sigmoid_threshold(), explore.sigmoid_threshold()

    def drag():
        for w in np.linspace(-5, 5, 15):
            figure.controls["w"].value = w

    for _ in range(3):
        at_once(drag, figure.reset)
        reference.controls["w"].value = figure.controls["w"].value
        assert shown(figure) == shown(reference)
        reference.reset()


def test_a_value_that_comes_back_rounded_draws_no_picture():
    """A slider in the browser that is told 0.2 may answer 0.19999999999999996."""
    figure = bar()
    figure.controls["height"].value = 0.3
    pictures = []
    figure.widget.children[0].observe(pictures.append, "value")
    figure.controls["height"].value = 0.3 - 1e-15
    assert figure.values["height"] == 0.3
    assert pictures == []
    figure.controls["height"].value = 0.4
    assert len(pictures) == 1
