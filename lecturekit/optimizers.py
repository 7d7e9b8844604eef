"""Optimizers: rules that turn a gradient into a step, θ ← θ − α · (something made of ∇J).

Taught in Part 4, from the algorithm to momentum. They share one signature, and all parameters are
one vector, so the same object can descend a parabola or train a network::

    optimizer = Adam(step_size=0.01)
    optimizer.step(theta, gradient)    # changes theta in place

`step_size` is a number, or a function of the step t = 0, 1, 2, … from `lecturekit.schedules`.
"""

import math

import numpy as np

from lecturekit.checks import count, finite, number
from lecturekit.schedules import as_schedule, name_of

# Chunk size: θ, gradient and optimizer state for this many parameters stay in the cache during an
# update, which passes over them several times.
PIECE = 2**15


class Optimizer:
    """What all rules share: counting steps, checking arguments, saving and loading the state.

    To make your own, subclass it, name the vectors that it remembers in `state`, and write
    ``update(theta, gradient, alpha, *state)``, which changes θ and those vectors in place. It
    must work elementwise, because it receives a long θ in chunks.

    Attributes
    ----------
    t : int
        Number of steps taken.
    step_size : callable
        α as a function of t.
    state : tuple of str
        Names of the vectors that the rule remembers, shaped like θ and initially 0.
    rule : str
        The rule as one line of mathematics.
    """

    state, rule = (), ""

    def __init__(self, step_size):
        self.step_size = as_schedule(step_size)
        self.reset()

    def reset(self):
        """Set t = 0 and forget all gradients."""
        self.t = 0
        for name in self.state:
            setattr(self, name, None)

    def step(self, theta, gradient):
        """Take one step: change θ in place.

        Parameters
        ----------
        theta : ndarray, shape (m,)
            float64 or float32.
        gradient : ndarray, shape (m,)
            ∇J(θ), in the same precision.

        Raises
        ------
        ValueError
            If the two do not match, the gradient is not finite, or the optimizer
            remembers gradients of a different shape. θ is then unchanged.
        """
        self.check(theta, gradient)
        self.advance(theta, gradient)

    def advance(self, theta, gradient):
        """Take one step without checking θ and the gradient; the caller has done that."""
        # A Python float: a NumPy float64 would turn float32 vectors into float64.
        alpha = float(self.step_size(self.t))
        if not 0 <= alpha < math.inf:
            raise ValueError(
                f"step_size is {alpha} at t = {self.t}, but it must be at least 0 and finite; "
                f"check the schedule {name_of(self.step_size)}."
            )
        state = [getattr(self, name) for name in self.state]
        if state and state[0] is None:
            state = [np.zeros_like(theta) for _ in state]
            vars(self).update(zip(self.state, state, strict=True))
        self.t += 1
        if len(theta) <= PIECE:  # slicing a short vector would cost as much as the update
            self.update(theta, gradient, alpha, *state)
            return
        for begin in range(0, len(theta), PIECE):
            part = slice(begin, begin + PIECE)
            self.update(theta[part], gradient[part], alpha, *(vector[part] for vector in state))

    def update(self, theta, gradient, alpha, *state):
        words = ", ".join(["theta", "gradient", "alpha", *self.state])
        raise NotImplementedError(f"{type(self).__name__} needs update({words})")

    def check(self, theta, gradient):
        """Raise ValueError if `step` would refuse θ and the gradient."""
        for name, vector in (("theta", theta), ("gradient", gradient)):
            if type(vector) is not np.ndarray or vector.dtype.kind != "f" or vector.ndim != 1:
                raise ValueError(
                    f"{name} is {_described(vector)}, but an array of floats of shape (m,) is "
                    "needed; make it with np.array(..., dtype=float)."
                )
        if theta.shape != gradient.shape or theta.dtype != gradient.dtype:
            raise ValueError(
                f"gradient is {_described(gradient)}, but theta is {_described(theta)}; the "
                "gradient needs one number for each parameter, in the same precision."
            )
        finite(gradient, "gradient")
        if self.state:
            kept = getattr(self, self.state[0])
            if kept is not None and (kept.shape != theta.shape or kept.dtype != theta.dtype):
                raise ValueError(
                    f"theta is {_described(theta)}, but this {type(self).__name__} remembers "
                    f"gradients of {count(kept.size, 'parameter')} in {kept.dtype}; take a new "
                    "optimizer, or call optimizer.reset() first."
                )

    def __repr__(self):
        alpha = name_of(self.step_size)
        if alpha.startswith("constant("):
            alpha = alpha[len("constant(") : -1]
        hidden = {"step_size", "t", "state", "rule", *self.state}
        others = {key: value for key, value in vars(self).items() if key not in hidden}
        words = [f"step_size={alpha}", *(f"{key}={value!r}" for key, value in others.items())]
        taken = count(self.t, "step")
        return f"{type(self).__name__}({', '.join(words)}), {taken} taken: {self.rule}"


def _described(vector):
    if isinstance(vector, np.ndarray):
        return f"{vector.dtype} of shape {vector.shape}"
    return f"a {type(vector).__name__}"


class SGD(Optimizer):
    """Gradient descent, with optional momentum: a heavy ball that keeps rolling (Part 4).

    Parameters
    ----------
    step_size : float or callable
        α.
    momentum : float
        μ, the fraction of the velocity that each step keeps, at least 0 and below 1.
    nesterov : bool
        Look ahead by one step along the new velocity. Needs momentum.
    weight_decay : float
        λ: adds λθ to the gradient, as a penalty ½λ‖θ‖² in J would, biases included.

    Notes
    -----
    PyTorch's convention: the velocity v is a sum of gradients, and α multiplies v. Others write
    v ← μv − α∇J and θ ← θ + v, which takes the same steps as long as α is constant.
    Robbins and Monro (1951); Polyak (1964); Nesterov (1983).
    """

    rule = "v ← μ v + ∇J;  θ ← θ − α v"

    def __init__(self, step_size, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.momentum = number(momentum, "momentum", at_least=0, below=1)
        self.nesterov = bool(nesterov)
        self.weight_decay = number(weight_decay, "weight_decay", at_least=0)
        if self.nesterov and not self.momentum:
            raise ValueError("nesterov is True, but momentum is 0; give a momentum such as 0.9.")
        self.state = ("v",) if self.momentum else ()
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
    """Divides each step by the root of the sum of squared gradients (Duchi et al., 2011; Part 4).

    Parameters
    ----------
    step_size : float or callable
        α.
    epsilon : float
        ε, greater than 0: without it, a parameter whose gradients are all 0 would give 0/0.
    """

    state, rule = ("squares",), "q ← q + ∇J²;  θ ← θ − α ∇J / (√q + ε)"

    def __init__(self, step_size=0.01, epsilon=1e-10):
        self.epsilon = number(epsilon, "epsilon", above=0)
        super().__init__(step_size)

    def update(self, theta, gradient, alpha, squares):
        squares += gradient * gradient
        theta -= alpha * gradient / (np.sqrt(squares) + self.epsilon)


class RMSProp(Optimizer):
    """AdaGrad with a running mean instead of a sum (Tieleman and Hinton, 2012; Part 4).

    Parameters
    ----------
    step_size : float or callable
        α.
    decay : float
        β, the fraction of the mean that each step keeps, at least 0 and below 1. 0.99 averages
        over about the last 1 / (1 − β) = 100 steps.
    epsilon : float
        ε, greater than 0.
    """

    state, rule = ("squares",), "q ← β q + (1 − β) ∇J²;  θ ← θ − α ∇J / (√q + ε)"

    def __init__(self, step_size=0.01, decay=0.99, epsilon=1e-8):
        self.decay = number(decay, "decay", at_least=0, below=1)
        self.epsilon = number(epsilon, "epsilon", above=0)
        super().__init__(step_size)

    def update(self, theta, gradient, alpha, squares):
        squares *= self.decay
        squares += (1 - self.decay) * gradient * gradient
        theta -= alpha * gradient / (np.sqrt(squares) + self.epsilon)


class Adam(Optimizer):
    """RMSProp with momentum, both corrected for starting at 0 (Kingma and Ba, 2015; Part 4).

    Parameters
    ----------
    step_size : float or callable
        α.
    beta1, beta2 : float
        The fractions of the running means of gradients and of squared gradients that each step
        keeps; at least 0 and below 1.
    epsilon : float
        ε, greater than 0; added outside the root.
    """

    state = ("mean", "squares")
    rule = (
        "ḡ ← β₁ ḡ + (1 − β₁) ∇J;  q ← β₂ q + (1 − β₂) ∇J²;  "
        "θ ← θ − α ĝ / (√q̂ + ε) with ĝ = ḡ / (1 − β₁ᵗ), q̂ = q / (1 − β₂ᵗ)"
    )

    def __init__(self, step_size=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.beta1 = number(beta1, "beta1", at_least=0, below=1)
        self.beta2 = number(beta2, "beta2", at_least=0, below=1)
        self.epsilon = number(epsilon, "epsilon", above=0)
        super().__init__(step_size)

    def update(self, theta, gradient, alpha, mean, squares):
        mean *= self.beta1
        mean += (1 - self.beta1) * gradient
        squares *= self.beta2
        squares += (1 - self.beta2) * gradient * gradient
        # This is α ĝ / (√q̂ + ε), but faster: the corrections apply to scalars, not to vectors.
        # math.sqrt returns a Python float; a NumPy float64 would turn float32 vectors into float64.
        c1, c2 = 1 - self.beta1**self.t, math.sqrt(1 - self.beta2**self.t)
        theta -= alpha * c2 / c1 * mean / (np.sqrt(squares) + c2 * self.epsilon)


class AdamW(Adam):
    """Adam with decoupled weight decay (Loshchilov and Hutter, 2019; Part 4).

    Parameters
    ----------
    step_size, beta1, beta2, epsilon
        As for `Adam`.
    weight_decay : float
        λ, at least 0: θ is multiplied by 1 − αλ before Adam's own step. The gradient of a penalty
        in J would be divided by √q̂, so weights with large gradients would decay less.
    """

    rule = "θ ← (1 − αλ) θ, then as Adam:  " + Adam.rule

    def __init__(self, step_size=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
        self.weight_decay = number(weight_decay, "weight_decay", at_least=0)
        super().__init__(step_size, beta1, beta2, epsilon)

    def update(self, theta, gradient, alpha, mean, squares):
        theta *= 1 - alpha * self.weight_decay
        super().update(theta, gradient, alpha, mean, squares)
