"""Pictures of activation functions say the truth about kinks, jumps and tails."""

import numpy as np
import pytest

from lecturekit.activations import (
    ACTIVATIONS,
    identity,
    leaky_relu,
    relu,
    sigmoid,
    softmax,
    step,
    tanh,
)
from lecturekit.draw import (
    draw_activation,
    draw_activation_zoo,
    draw_gradient_through_layers,
    new_figure,
)

ELEMENTWISE = [activation for activation in ACTIVATIONS.values() if activation is not softmax]


def spans(picture):
    return [
        (span.get_extents().x0, span.get_extents().x1)
        for span in (s.get_path().transformed(s.get_patch_transform()) for s in picture.saturation)
    ]


@pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda a: a.name)
@pytest.mark.parametrize("width", [3.0, 7.0])
def test_each_activation_draws(activation, width):
    figure, ax = new_figure(width, 3)
    picture = draw_activation(ax, activation)
    for line in picture.value:
        z, value = line.get_data()
        np.testing.assert_allclose(value, activation(z), atol=2)
    figure.canvas.draw()


def test_the_step_has_a_jump_and_a_gap_in_its_derivative():
    _, ax = new_figure()
    picture = draw_activation(ax, step)
    assert len(picture.value) == 2
    assert picture.value[0].get_ydata().max() == 0
    assert picture.value[1].get_ydata().min() == 1
    assert picture.derivative[0].get_xdata().max() < 0 < picture.derivative[1].get_xdata().min()
    fills = {mark.get_ydata()[0]: mark.get_markerfacecolor() for mark in picture.jumps}
    assert fills[0] == "white"
    assert fills[1] != "white"


def test_a_kink_leaves_both_ends_of_the_derivative_open():
    _, ax = new_figure()
    picture = draw_activation(ax, relu)
    assert sorted(mark.get_ydata()[0] for mark in picture.jumps) == [0, 1]
    assert {mark.get_markerfacecolor() for mark in picture.jumps} == {"white"}


def test_saturated_are_the_tails_with_a_vanishing_slope():
    _, ax = new_figure()
    left, right = spans(draw_activation(ax, sigmoid))
    edge = np.log((1 - 0.1 + np.sqrt(0.8)) / 0.1)  # where s(1 - s) = 0.05
    assert left == pytest.approx((-5, -edge), abs=0.01)
    assert right == pytest.approx((edge, 5), abs=0.01)
    assert len(draw_activation(ax, relu).saturation) == 1
    assert draw_activation(ax, leaky_relu).saturation == []
    assert draw_activation(ax, identity).saturation == []
    assert spans(draw_activation(ax, step)) == [(-5, 5)]


def test_the_zoo_hides_what_it_does_not_need():
    figure, axes = new_figure(columns=4, rows=3)
    pictures = draw_activation_zoo(axes, ELEMENTWISE)
    assert list(pictures) == [activation.name for activation in ELEMENTWISE]
    assert [ax.axison for ax in axes.flat] == [True] * 9 + [False] * 3
    figure.canvas.draw()
    with pytest.raises(ValueError, match="make more rows or columns"):
        draw_activation_zoo(axes[0], ELEMENTWISE)


def test_gradients_multiply_over_the_layers():
    figure, ax = new_figure()
    lines = draw_gradient_through_layers(ax, [sigmoid, tanh], [0, 1, 10], z=0.5)
    np.testing.assert_allclose(
        lines["tanh"].get_ydata(), (1 - np.tanh(0.5) ** 2) ** np.array([0, 1, 10])
    )
    figure.canvas.draw()


@pytest.mark.parametrize("z", [-1e4, -1, 0, 1, 1e4])
@pytest.mark.parametrize("depths", [0, 1, 20, 500])
def test_every_depth_and_pre_activation_draws(z, depths):
    figure, ax = new_figure()
    draw_gradient_through_layers(ax, ELEMENTWISE, depths, z)
    figure.canvas.draw()


def test_a_dead_unit_passes_nothing_on():
    _, ax = new_figure()
    draw_gradient_through_layers(ax, [relu], 5, z=-1)
    assert [text.get_text() for text in ax.texts] == ["ReLU = 0"]


def test_bad_input_is_refused():
    _, ax = new_figure()
    with pytest.raises(ValueError, match="softmax has as many inputs as outputs"):
        draw_activation(ax, softmax)
    with pytest.raises(TypeError, match=r"pass an object of lecturekit\.activations"):
        draw_activation(ax, "tanh")
    with pytest.raises(ValueError, match="give one for each layer"):
        draw_gradient_through_layers(ax, [tanh], 5, z=[1, 2])
    with pytest.raises(ValueError, match="depths"):
        draw_gradient_through_layers(ax, [tanh], [])
