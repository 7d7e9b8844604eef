"""Live figures of a stored notebook become films, and nothing else of it changes."""

import json
import re
from copy import deepcopy

import pytest

from lecturekit import explore
from lecturekit.publish import films
from lecturekit.publish.cells import live_call
from lecturekit.publish.films import film, with_films
from tests.house.lectures import code, markdown, picture, sample


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of its own for films."""
    monkeypatch.setattr(films, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("explore.neuron()", ("neuron", {})),
        ("explore.training(t=60, data='moons')", ("training", {"t": 60, "data": "moons"})),
        ("explore.bumps(h1=-2.5)\n", ("bumps", {"h1": -2.5})),
    ],
)
def test_a_live_figure_is_a_call_with_literal_arguments(source, call):
    assert live_call(source) == call


def test_nothing_else_is_a_live_figure():
    for arguments in ("", "(1)", "(b=2 * x)", "(**values)", "().picture()"):
        assert live_call(f"explore.neuron{arguments}") is None
    for before in ("figure = ", "figure = 1\n", "%matplotlib inline\n"):
        assert live_call(f"{before}explore.neuron()") is None
    assert live_call("draw.neuron()") is None


def test_only_live_figures_change_and_words_say_what_can_be_done(folder):
    to_try = markdown("**Try it.** A pass.\n\n1. Press Play.\n2. Choose ReLU.", "to-try")
    live = code("explore.forward_pass()", "live", outputs=[picture()], count=7)
    still = code("draw.show(f)", "still", outputs=[picture()], count=8)
    text = markdown("explore.forward_pass()", "text")
    question = markdown("**Before you run this:** what is it?", "question")
    book = sample(to_try, text, live, still, question)
    before = deepcopy(book)
    told, unchanged, moved, kept, asked = with_films(book).cells
    assert book == before
    assert [unchanged, kept] == [text, still]
    (output,) = moved.outputs
    assert (output.output_type, output.execution_count) == ("execute_result", 7)
    assert set(output.data) == {"text/html", "image/png", "text/plain"}
    assert 'class="lecture-frames"' in output.data["text/html"]
    assert output.metadata["image/png"]["alt"]
    assert output.metadata["image/png"]["width"]
    before, note, after = re.split(r"<span class=\"one-moves\"[^>]*>|</span>", told.source)
    assert note == "*In this film only “step t” moves; the live figure has all other controls.*"
    assert before + after.removeprefix("\n\n") == to_try.source
    assert asked.source == "**Before you go on:** what is it?"


def test_a_film_is_drawn_once_for_each_call_and_each_state_of_the_code(folder, monkeypatch):
    asked, short = [], explore.sigmoid_threshold().frames(count=2)

    class Figure:
        def __init__(self, **arguments):
            asked.append(arguments)

        def frames(self):
            return short

    monkeypatch.setattr(explore, "forward_pass", Figure)
    first = film("forward_pass", {})
    assert film("forward_pass", {}) == first
    film("forward_pass", {"t": 2})
    assert asked == [{}, {"t": 2}]
    assert len(list(folder.iterdir())) == 2
    monkeypatch.setattr(films, "_code", lambda: "0123456789abcdef")
    assert film("forward_pass", {}) == first
    assert len(asked) == 3
    (stored,) = folder.iterdir()  # the new one has taken the place of the others
    for bad in (b"", b'[{"text/html": "<di', b"\xff\xfe", b"[1, 2, 3]", b'{"data": {}}'):
        stored.write_bytes(bad)
        assert film("forward_pass", {}) == first
        assert json.loads(stored.read_bytes())["data"] == first.data
    assert len(asked) == 8
