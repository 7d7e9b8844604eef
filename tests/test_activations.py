"""The activations against closed forms, central differences and 70-digit reference values."""

import numpy as np
import pytest
from scipy import special

from lecturekit.activations import (
    ACTIVATIONS,
    Activation,
    gelu,
    get_activation,
    identity,
    leaky_relu,
    relu,
    sigmoid,
    silu,
    softmax,
    softplus,
    step,
    tanh,
)
from lecturekit.layers import initial_weights

ELEMENTWISE = [a for a in ACTIVATIONS.values() if a is not softmax]
SMOOTH = [sigmoid, tanh, softplus, gelu, silu, identity]
GRID = np.linspace(-8, 8, 161)

both_precisions = pytest.mark.parametrize("dtype", [np.float64, np.float32])
elementwise = pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda a: a.name)

# Computed once with Python's decimal module at 70 digits: Φ(z) = 1/2 + φ(z) Σ zᵏ⁺¹/(1·3·5…),
# everything else from its formula and Decimal.exp. Columns: activation, z, value, derivative.
REFERENCE = [
    (sigmoid, 2.0, 0.8807970779778824, 0.10499358540350652),
    (sigmoid, -40.0, 4.2483542552915890e-18, 4.2483542552915890e-18),
    (sigmoid, 40.0, 1.0, 4.2483542552915890e-18),
    (tanh, 2.0, 0.9640275800758169, 0.07065082485316447),
    (tanh, 30.0, 1.0, 3.502604305078608e-26),
    (softplus, 2.0, 2.1269280110429725, 0.8807970779778824),
    (softplus, -40.0, 4.2483542552915890e-18, 4.2483542552915890e-18),
    (silu, 2.0, 1.7615941559557649, 1.0907842487848955),
    (silu, -40.0, -1.6993417021166356e-16, -1.6568581595637197e-16),
    (gelu, 0.5, 0.34573123063700656, 0.8674951246561628),
    (gelu, 1.0, 0.8413447460685429, 1.0833154705876863),
    (gelu, -1.0, -0.15865525393145705, -0.08331547058768630),
    (gelu, -2.0, -0.04550026389635842, -0.08523180107819690),
    (gelu, -10.0, -7.619853024160526e-23, -7.618400096464814e-22),
]


@pytest.mark.parametrize(("activation", "z", "value", "slope"), REFERENCE)
def test_reference_values(activation, z, value, slope):
    assert activation(z) == pytest.approx(value, rel=1e-14, abs=0)
    assert activation.derivative(z) == pytest.approx(slope, rel=1e-13, abs=0)


@elementwise
def test_derivative_is_the_limit_of_difference_quotients(activation):
    z = GRID if activation in SMOOTH else GRID[np.abs(GRID) > 0.05]
    h = 1e-5
    quotient = (activation(z + h) - activation(z - h)) / (2 * h)
    np.testing.assert_allclose(activation.derivative(z), quotient, atol=1e-9)


@pytest.mark.parametrize(
    ("activation", "values", "slopes"),
    [
        (step, (0, 1, 1), (0, 0, 0)),
        (identity, (-1e4, 0, 1e4), (1, 1, 1)),
        (sigmoid, (0, 0.5, 1), (0, 0.25, 0)),
        (tanh, (-1, 0, 1), (0, 1, 0)),
        (relu, (0, 0, 1e4), (0, 0, 1)),
        (leaky_relu, (-100, 0, 1e4), (0.01, 0.01, 1)),
        (softplus, (0, np.log(2), 1e4), (0, 0.5, 1)),
        (silu, (0, 0, 1e4), (0, 0.5, 1)),
        (gelu, (0, 0, 1e4), (0, 0.5, 1)),
    ],
)
@both_precisions
def test_values_and_slopes_at_zero_and_far_out_without_overflow(activation, values, slopes, dtype):
    z = np.array([-1e4, 0, 1e4], dtype)
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_array_equal(activation(z), np.array(values, dtype))
        np.testing.assert_array_equal(activation.derivative(z), np.array(slopes, dtype))


@elementwise
@both_precisions
def test_shape_and_precision_are_kept_the_input_left_alone_and_lists_welcome(activation, dtype):
    for f in (activation, activation.derivative):
        for shape in [(), (0,), (3,), (2, 3), (2, 1, 3)]:
            z = np.full(shape, -0.3, dtype)
            out = f(z)
            assert (out.shape, out.dtype) == (shape, dtype)
            out += 1
            np.testing.assert_array_equal(z, np.full(shape, -0.3, dtype))
        assert isinstance(f(2), float)
        assert f(np.array([-1, 2])).dtype == float
        np.testing.assert_array_equal(f([-1, 2]), [f(-1.0), f(2.0)])


def test_agreement_with_scipy_far_into_the_tails():
    z = np.linspace(-36, 36, 289)
    np.testing.assert_allclose(sigmoid(z), special.expit(z), rtol=1e-14)
    np.testing.assert_allclose(softplus(z), -special.log_expit(-z), rtol=1e-14)
    np.testing.assert_allclose(gelu(z), z * special.ndtr(z), rtol=1e-12)
    np.testing.assert_allclose(silu(z), z * special.expit(z), rtol=1e-14)
    np.testing.assert_allclose(tanh(z), np.tanh(z), atol=1e-15)
    np.testing.assert_allclose(sigmoid.derivative(z), sigmoid(z) * sigmoid(-z), rtol=1e-14)


# ---- softmax


def test_softmax_rows_are_distributions():
    z = np.random.default_rng(0).normal(scale=5, size=(4, 3, 6))
    y_hat = softmax(z)
    assert y_hat.shape == z.shape
    assert (y_hat > 0).all()
    np.testing.assert_allclose(y_hat.sum(axis=-1), 1, rtol=1e-15)
    np.testing.assert_allclose(y_hat, special.softmax(z, axis=-1), rtol=1e-13)
    two = softmax(np.column_stack([GRID, np.ones_like(GRID)]))
    np.testing.assert_allclose(two[:, 0], sigmoid(GRID - 1), rtol=1e-13)


def test_softmax_ignores_a_shift_and_survives_extremes():
    z = np.array([[1.0, 2.0, 4.0], [-1.0, 0.0, 3.0]])
    np.testing.assert_allclose(softmax(z + 64), softmax(z), rtol=1e-14)
    far, answers = [[1e4, 1e4], [-1e4, -1e4], [0, 1e4]], [[0.5, 0.5], [0.5, 0.5], [0, 1]]
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_array_equal(softmax([-1e4, 1e4, 0]), [0, 1, 0])
        np.testing.assert_array_equal(softmax(far), answers)


def test_softmax_jacobian_is_the_limit_of_difference_quotients():
    z, h = np.array([[0.5, -1.0, 2.0], [3.0, 0.0, -0.2]]), 1e-5
    steps = h * np.eye(3)
    quotient = np.stack([(softmax(z + s) - softmax(z - s)) / (2 * h) for s in steps], axis=-1)
    jacobian = softmax.derivative(z)
    assert jacobian.shape == (2, 3, 3)
    np.testing.assert_allclose(jacobian, quotient, atol=1e-10)


def test_softmax_keeps_float32_and_needs_an_axis():
    single = np.array([[1, 2]], np.float32)
    assert softmax(single).dtype == softmax.derivative(single).dtype == np.float32
    for scores in (3.0, np.zeros((2, 0))):
        with pytest.raises(ValueError, match=r"softmax needs at least one score .* table of shape"):
            softmax(scores)


# ---- by name, and one's own


def test_activations_by_name_and_as_objects_and_what_is_refused():
    assert all(get_activation(name) is activation for name, activation in ACTIVATIONS.items())
    assert list(ACTIVATIONS) == [a.name for a in ACTIVATIONS.values()]
    assert get_activation(relu) is relu
    for name in ["sigmoidd", "", None, 3, ["relu"], np.tanh]:
        with pytest.raises(ValueError, match="activation is .*" + ", ".join(ACTIVATIONS)):
            get_activation(name)
    with pytest.raises(TypeError, match=r"^z has dtype object"):
        sigmoid([1, None])


def test_rectifiers_start_with_larger_weights_and_so_does_one_of_one_s_own():
    rectifiers = [a.name for a in ACTIVATIONS.values() if a.rectifies]
    assert rectifiers == ["relu", "leaky_relu", "softplus", "gelu", "silu"]

    class ELU(Activation):
        name = "elu"

        def _value(self, z):
            return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)

    elu = get_activation(ELU())
    assert elu([0, 3]).tolist() == [0, 3]
    weights = initial_weights(2000, 50, elu, np.random.default_rng(0))
    assert weights.std() == pytest.approx(np.sqrt(2 / 50), rel=0.02)
    with pytest.raises(NotImplementedError, match=r"ELU needs a method _derivative\(z\)"):
        elu.derivative(3)
