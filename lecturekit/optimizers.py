"""Optimizers: rules that turn a gradient into a step, θ ← θ − α · (something made of ∇J).

Taught in Part 4, sections 29 to 32. They share one signature, and parameters are one vector, so
the same object goes down a parabola and trains a network::

    optimizer = Adam(step_size=0.01)
    optimizer.step(theta, gradient)    # changes theta in place

`step_size` is a number, or a function of the step t = 0, 1, 2, … from `lecturekit.schedules`.
"""

import math

import numpy as np

from lecturekit.checks import number
from lecturekit.optimizer import Optimizer


class SGD(Optimizer):
    """Gradient descent, with momentum if wanted: a heavy ball that keeps rolling (Part 4).

    Parameters
    ----------
    step_size : float or callable
        α.
    momentum : float
        μ, the share of the velocity that is kept, at least 0 and below 1.
    nesterov : bool
        Look ahead: take the step that the new velocity would take next. Needs momentum.
    weight_decay : float
        λ: adds λθ to the gradient, as the penalty ½λ‖θ‖² in J would do; biases included.

    Notes
    -----
    PyTorch's convention: the velocity v sums whole gradients, and α multiplies the result. Others
    write v ← μv − α∇J and θ ← θ + v, which is the same path as long as α stays the same.
    Robbins and Monro (1951); Polyak (1964); Nesterov (1983).
    """

    rule = "v ← μ v + ∇J;  θ ← θ − α v"

    def __init__(self, step_size, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.momentum = number(momentum, "momentum", at_least=0, below=1)
        self.nesterov = bool(nesterov)
        self.weight_decay = number(weight_decay, "weight_decay", at_least=0)
        if self.nesterov and not self.momentum:
            raise ValueError("nesterov is True, but momentum is 0; give a momentum such as 0.9.")
        self.memory = ("v",) if self.momentum else ()
        if not self.momentum:
            self.rule = "θ ← θ − α ∇J"
        elif self.nesterov:
            self.rule = "v ← μ v + ∇J;  θ ← θ − α (∇J + μ v)"
        super().__init__(step_size)

    def update(self, theta, gradient, alpha, v=None):
        if self.weight_decay:
            gradient = gradient + self.weight_decay * theta
        if self.momentum:
            v *= self.momentum
            v += gradient
            gradient = gradient + self.momentum * v if self.nesterov else v
        theta -= alpha * gradient


class AdaGrad(Optimizer):
    """Each parameter divides by the length of all its past slopes (Duchi et al., 2011; Part 4).

    Parameters
    ----------
    step_size : float or callable
        α.
    epsilon : float
        ε, greater than 0: without it a parameter without slope would divide by 0.
    """

    memory, rule = ("s",), "s ← s + ∇J²;  θ ← θ − α ∇J / (√s + ε)"

    def __init__(self, step_size=0.01, epsilon=1e-10):
        self.epsilon = number(epsilon, "epsilon", above=0)
        super().__init__(step_size)

    def update(self, theta, gradient, alpha, s):
        s += gradient * gradient
        theta -= alpha * gradient / (np.sqrt(s) + self.epsilon)


class RMSProp(Optimizer):
    """AdaGrad that forgets: a running mean of squared slopes (Tieleman and Hinton, 2012; Part 4).

    Parameters
    ----------
    step_size : float or callable
        α.
    decay : float
        β, the share of the mean that is kept, at least 0 and below 1. 0.99 remembers about the
        last 1 / (1 − β) = 100 steps.
    epsilon : float
        ε, greater than 0.
    """

    memory, rule = ("s",), "s ← β s + (1 − β) ∇J²;  θ ← θ − α ∇J / (√s + ε)"

    def __init__(self, step_size=0.01, decay=0.99, epsilon=1e-8):
        self.decay = number(decay, "decay", at_least=0, below=1)
        self.epsilon = number(epsilon, "epsilon", above=0)
        super().__init__(step_size)

    def update(self, theta, gradient, alpha, s):
        s *= self.decay
        s += (1 - self.decay) * gradient * gradient
        theta -= alpha * gradient / (np.sqrt(s) + self.epsilon)


class Adam(Optimizer):
    """RMSProp with momentum, both corrected for their start at 0 (Kingma and Ba, 2015; Part 4).

    Parameters
    ----------
    step_size : float or callable
        α.
    beta1, beta2 : float
        The shares of the running means that are kept, of slopes and of squared slopes; at least 0
        and below 1.
    epsilon : float
        ε, greater than 0; outside the root.
    """

    memory = ("m", "v")
    rule = (
        "m ← β₁ m + (1 − β₁) ∇J;  v ← β₂ v + (1 − β₂) ∇J²;  "
        "θ ← θ − α m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)"
    )

    def __init__(self, step_size=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.beta1 = number(beta1, "beta1", at_least=0, below=1)
        self.beta2 = number(beta2, "beta2", at_least=0, below=1)
        self.epsilon = number(epsilon, "epsilon", above=0)
        super().__init__(step_size)

    def update(self, theta, gradient, alpha, m, v):
        m *= self.beta1
        m += (1 - self.beta1) * gradient
        v *= self.beta2
        v += (1 - self.beta2) * gradient * gradient
        # The corrections are numbers, so they are applied to numbers: α m̂ / (√v̂ + ε), but quicker.
        # math.sqrt gives a plain number; one of NumPy's would turn float32 vectors into float64.
        c1, c2 = 1 - self.beta1**self.t, math.sqrt(1 - self.beta2**self.t)
        theta -= alpha * c2 / c1 * m / (np.sqrt(v) + c2 * self.epsilon)


class AdamW(Adam):
    """Adam, and beside it each parameter shrinks a little (Loshchilov and Hutter, 2019; Part 4).

    Parameters
    ----------
    step_size, beta1, beta2, epsilon
        As for `Adam`.
    weight_decay : float
        λ, at least 0: θ is multiplied by 1 − αλ before Adam's own step. A penalty in J would be
        divided by √v̂ like any slope, so that large slopes would excuse large weights.
    """

    rule = "θ ← (1 − αλ) θ, then as Adam:  " + Adam.rule

    def __init__(self, step_size=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
        self.weight_decay = number(weight_decay, "weight_decay", at_least=0)
        super().__init__(step_size, beta1, beta2, epsilon)

    def update(self, theta, gradient, alpha, m, v):
        theta *= 1 - alpha * self.weight_decay
        super().update(theta, gradient, alpha, m, v)
