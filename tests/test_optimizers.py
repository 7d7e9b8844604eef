"""Optimizers against PyTorch, as one rule on vectors, saved and resumed, refusing what is wrong."""

from functools import partial

import numpy as np
import pytest
import torch

from lecturekit.optimizers import PIECE, SGD, AdaGrad, Adam, AdamW, RMSProp
from lecturekit.schedules import cosine, step_decay

torch.set_num_threads(1)


def same(ours, theirs, **settings):
    return partial(ours, **settings), partial(theirs, **settings)


PAIRS = {  # ours, and the same in PyTorch
    "SGD": same(SGD, torch.optim.SGD),
    "SGD, momentum": same(SGD, torch.optim.SGD, momentum=0.9),
    "SGD, Nesterov": same(SGD, torch.optim.SGD, momentum=0.8, nesterov=True),
    "SGD, weight decay": same(SGD, torch.optim.SGD, momentum=0.9, nesterov=True, weight_decay=0.1),
    "SGD, weight decay alone": same(SGD, torch.optim.SGD, weight_decay=0.1),
    "AdaGrad": (AdaGrad, torch.optim.Adagrad),
    "RMSProp": (partial(RMSProp, decay=0.9), partial(torch.optim.RMSprop, alpha=0.9)),
    "Adam": (Adam, torch.optim.Adam),
    "Adam, other betas": (
        partial(Adam, beta1=0.7, beta2=0.95, epsilon=1e-3),
        partial(torch.optim.Adam, betas=(0.7, 0.95), eps=1e-3),
    ),
    "AdamW": same(AdamW, torch.optim.AdamW, weight_decay=0.1),
}
each_rule = pytest.mark.parametrize("make", [ours for ours, _ in PAIRS.values()], ids=PAIRS.keys())


def gradients():
    rng = np.random.default_rng(1)
    scales = 10.0 ** np.arange(-3, 4)  # slopes of very different size
    return rng.normal(size=(100, 7)) * scales, rng.normal(size=7)


@pytest.mark.parametrize("decaying", [False, True], ids=["one step size", "a schedule"])
@pytest.mark.parametrize("name", PAIRS)
def test_a_hundred_steps_are_those_of_pytorch(name, decaying):
    ours, theirs = PAIRS[name]
    slopes, theta = gradients()
    parameter = torch.tensor(theta.copy(), requires_grad=True)
    optimizer = ours(step_decay(0.05, every=30) if decaying else 0.05)
    reference = theirs([parameter], lr=0.05)
    for t, gradient in enumerate(slopes):
        parameter.grad = torch.tensor(gradient)
        for group in reference.param_groups:
            group["lr"] = 0.05 * 0.5 ** (t // 30) if decaying else 0.05
        reference.step()
        optimizer.step(theta, gradient)
        np.testing.assert_allclose(theta, parameter.detach().numpy(), rtol=1e-12, atol=1e-14)
    assert optimizer.t == 100


def test_one_step_by_hand():
    theta = np.array([1.0, -2.0])
    SGD(0.1).step(theta, np.array([2.0, 4.0]))
    np.testing.assert_allclose(theta, [0.8, -2.4], rtol=1e-15)
    # After the bias correction Adam's first step has length α in every direction.
    theta = np.array([1.0, -2.0])
    Adam(0.1).step(theta, np.array([1e-4, -300.0]))
    np.testing.assert_allclose(theta, [0.9, -1.9], rtol=1e-4)


@each_rule
def test_float32_is_never_raised_to_float64(make):
    """Twice the memory for each temporary vector, five times the time."""

    class OnlyFloat32(np.ndarray):
        def __array_ufunc__(self, ufunc, method, *inputs, out=(), **options):
            plain = [x.view(np.ndarray) if isinstance(x, np.ndarray) else x for x in inputs]
            result = getattr(ufunc, method)(*plain, **options)
            assert result.dtype == np.float32, f"{ufunc.__name__} gives {result.dtype}"
            if out:
                out[0].view(np.ndarray)[...] = result
                return out[0]
            return result.view(OnlyFloat32)

    optimizer = make(lambda t: np.float64(0.01))  # schedules may return numbers of NumPy
    theta = np.ones(4, np.float32).view(OnlyFloat32)
    for _ in range(3):
        optimizer.advance(theta, np.full(4, 0.1, np.float32).view(OnlyFloat32))
    assert (np.array(theta) < 1).all()


@each_rule
def test_a_long_vector_is_worked_on_in_pieces_and_nothing_else_changes(make, monkeypatch):
    gradients = np.random.default_rng(0).normal(size=(3, 2 * PIECE + 5))
    ends = []
    for piece in (PIECE, 10 * PIECE):
        monkeypatch.setattr("lecturekit.optimizers.PIECE", piece)
        optimizer, theta = make(0.05), np.ones(gradients.shape[1])
        for gradient in gradients:
            optimizer.step(theta, gradient)
        ends.append([theta, *(getattr(optimizer, name) for name in optimizer.state)])
    for in_pieces, at_once in zip(*ends, strict=True):
        np.testing.assert_array_equal(in_pieces, at_once)


def trained(make=Adam):
    optimizer = make(0.1)
    optimizer.step(np.ones(3), np.ones(3))
    return optimizer


@pytest.mark.parametrize(
    ("theta", "gradient", "message"),
    [
        ([1.0, 2.0, 3.0], np.ones(3), "theta is a list"),
        (np.ones(3, int), np.ones(3), "theta is int64"),
        (np.ones(3), np.ones(2), r"gradient is float64 of shape \(2,\), but theta is float64"),
        (np.ones(3), np.ones(3, np.float32), "gradient is float32"),
        (np.ones(3), np.array([0, np.nan, 1]), r"gradient holds nan at index \(1\)"),
        (np.ones(4), np.ones(4), "remembers gradients of 3 parameters in float64"),
    ],
)
def test_bad_steps_are_refused_and_theta_stays(theta, gradient, message):
    optimizer, before = trained(), np.copy(theta)
    with pytest.raises(ValueError, match=message):
        optimizer.step(theta, gradient)
    np.testing.assert_array_equal(theta, before)
    assert optimizer.t == 1


def test_a_huge_but_finite_gradient_is_taken():
    theta = np.zeros(2)
    SGD(1.0).step(theta, np.array([1e200, -1e200]))  # its squared length overflows
    np.testing.assert_array_equal(theta, [-1e200, 1e200])


@pytest.mark.parametrize("alpha", [-0.1, np.nan, np.inf])
def test_a_schedule_that_gives_no_step_size_is_refused(alpha):
    theta, optimizer = np.ones(2), SGD(lambda t: alpha)
    with pytest.raises(ValueError, match="at t = 0, but it must be at least 0 and finite"):
        optimizer.step(theta, np.ones(2))
    assert optimizer.t == 0
    np.testing.assert_array_equal(theta, 1)


@pytest.mark.parametrize(
    ("make", "settings", "message"),
    [
        (SGD, {"step_size": 0}, "step_size is 0"),
        (SGD, {"step_size": 0.1, "momentum": 1}, "momentum is 1"),
        (SGD, {"step_size": 0.1, "nesterov": True}, "nesterov is True, but momentum is 0"),
        (SGD, {"step_size": 0.1, "weight_decay": -1}, "weight_decay is -1"),
        (AdaGrad, {"epsilon": 0}, "epsilon is 0"),
        (RMSProp, {"decay": 1}, "decay is 1"),
        (Adam, {"beta2": 1}, "beta2 is 1"),
        (AdamW, {"weight_decay": np.nan}, "weight_decay is nan"),
    ],
)
def test_bad_settings_are_refused(make, settings, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        make(**settings)


def test_printing_teaches_the_rule():
    assert repr(trained(RMSProp)) == (
        "RMSProp(step_size=0.1, decay=0.99, epsilon=1e-08), 1 step taken: "
        "q ← β q + (1 − β) ∇J²;  θ ← θ − α ∇J / (√q + ε)"
    )
    assert "step_size=cosine(0.1, steps=9, end=0)" in repr(Adam(cosine(0.1, 9)))
    assert "θ − α v" in repr(SGD(0.1, momentum=0.9))
    assert "(∇J + μ v)" in repr(SGD(0.1, momentum=0.9, nesterov=True))
