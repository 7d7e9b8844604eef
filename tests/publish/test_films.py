"""Live figures of a stored notebook become films, and nothing else of it changes."""

import copy
import json

import pytest

from lecturekit import explore
from lecturekit.publish import films
from lecturekit.publish.cells import live_call
from lecturekit.publish.films import MOVING, film, with_films
from tests.house.lectures import code, markdown, picture, sample


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of its own for films, and a list of the figures that were drawn."""
    monkeypatch.setattr(films, "FOLDER", tmp_path)
    return tmp_path


@pytest.fixture
def drawn(monkeypatch):
    asked, real = [], explore.forward_pass

    def forward_pass(**arguments):
        asked.append(arguments)
        return real(**arguments)

    monkeypatch.setattr(explore, "forward_pass", forward_pass)
    return asked


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("explore.neuron()", ("neuron", {})),
        ("explore.training(t=60, data='moons')", ("training", {"t": 60, "data": "moons"})),
        ("explore.descent(x=-2.5)\n", ("descent", {"x": -2.5})),
        ("explore.neuron", None),
        ("draw.neuron()", None),
        ("explore.neuron(1)", None),
        ("explore.neuron(b=2 * x)", None),
        ("explore.neuron(**values)", None),
        ("figure = explore.neuron()", None),
        ("figure = 1\nexplore.neuron()", None),
        ("explore.neuron().picture()", None),
        ("%matplotlib inline", None),
    ],
)
def test_a_live_figure_is_a_call_with_literal_arguments_and_nothing_else(source, call):
    assert live_call(source) == call


def test_only_live_figures_change(folder):
    live = code("explore.forward_pass()", "live", outputs=[picture()], count=7)
    still = code("draw.show(f)", "still", outputs=[picture()], count=8)
    book = sample(markdown("explore.forward_pass()"), live, still)
    before = copy.deepcopy(book)
    text, moved, kept = with_films(book).cells
    assert book == before
    assert (text, kept) == (before.cells[0], before.cells[2])
    (output,) = moved.outputs
    assert (output.output_type, output.execution_count) == ("execute_result", 7)
    assert set(output.data) == {"text/html", "image/png", "text/plain"}
    assert 'class="lecture-frames"' in output.data["text/html"]
    assert output.metadata["image/png"]["alt"]
    assert output.metadata["image/png"]["width"]


def test_words_say_what_can_be_done_without_a_kernel(folder):
    to_try = "**Try it.** A pass.\n\n1. Press Play.\n2. Choose ReLU."
    live = code("explore.forward_pass()", "live", outputs=[picture()])
    question = "**Before you run this:** what is it?"
    book = with_films(
        sample(markdown(to_try), markdown("More.", "b"), live, markdown(question, "c"))
    )
    assert book.cells[0].source == (
        "**Try it.** A pass.\n\n*Here only “step t” moves; all other controls are in the notebook.*"
        "\n\n1. Press Play.\n2. Choose ReLU."
    )
    assert book.cells[3].source == "**Before you go on:** what is it?"


def test_a_film_is_drawn_once(folder, drawn):
    first = film("forward_pass", {})
    assert film("forward_pass", {}) == first
    assert drawn == [{}]
    film("forward_pass", {"t": 2})
    assert drawn == [{}, {"t": 2}]
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("bad", [b"", b'[{"text/html": "<di', b"\xff\xfe", b"[1, 2, 3]"])
def test_a_bad_file_is_drawn_anew(folder, drawn, bad):
    first = film("forward_pass", {})
    (stored,) = folder.iterdir()
    stored.write_bytes(bad)
    assert film("forward_pass", {}) == first
    assert drawn == [{}, {}]
    assert json.loads(stored.read_bytes())["data"] == first.data


def test_other_code_draws_anew_and_takes_the_place_of_the_old_film(folder, drawn, monkeypatch):
    film("forward_pass", {})
    (old,) = folder.iterdir()
    monkeypatch.setattr(films, "_code", lambda: "0123456789abcdef")
    film("forward_pass", {})
    (new,) = folder.iterdir()
    assert drawn == [{}, {}]
    assert new != old


def test_what_moves_is_a_control_of_the_figure():
    for name, asked in MOVING.items():
        figure = getattr(explore, name)()
        assert asked.get("control", next(iter(figure.controls))) in figure.controls
