"""What the menus of Part 3's live figures offer is written as on the page: ReLU, not relu."""

import pytest

from lecturekit import explore
from lecturekit.activations import ACTIVATIONS


@pytest.mark.parametrize("name", ["backprop", "training", "depth"])
def test_activations_have_their_names(name):
    menu = getattr(explore, name)().controls["activation"]
    offered = {value: label for label, value in menu.options}
    assert "relu" in offered
    assert offered == {value: ACTIVATIONS[value].title for value in offered}
