"""What `show_source` shows is the code that runs."""

import pytest

from lecturekit.draw import show_source
from lecturekit.layers import Layer
from lecturekit.neuron import Neuron


def test_it_is_the_code_without_its_docstring():
    shown = repr(show_source(Layer.pre_activation))
    assert shown == "def pre_activation(self, X):\n    return X @ self.W.T + self.b"


def test_docstrings_on_request():
    assert '"""Return Z' in repr(show_source(Layer.pre_activation, docstrings=True))


def test_a_class_loses_all_its_docstrings_and_still_compiles():
    shown = repr(show_source(Neuron))
    assert '"""' not in shown
    assert shown.startswith("class Neuron:")
    compile(shown, "shown", "exec")


def test_several_things_and_the_markdown():
    source = show_source(Layer.pre_activation, Layer.__call__)
    assert repr(source).count("def ") == 2
    assert source._repr_markdown_() == f"```python\n{source!r}\n```"


@pytest.mark.parametrize("thing", [len, 3, Neuron([1.0], 0.0, "tanh")])
def test_what_has_no_source_is_refused(thing):
    with pytest.raises(TypeError, match="has no Python source"):
        show_source(thing)
