"""A run of gradient descent that goes only as far as somebody looks, and can be looked back at."""

from bisect import bisect_right

import numpy as np

from lecturekit.checks import whole_number


class LongRun:
    """Gradient descent θ⁽ᵗ⁾ = θ⁽ᵗ⁻¹⁾ − α ∇J(θ⁽ᵗ⁻¹⁾), computed on demand.

    A live figure asks for step 20, 40, 60, … and sometimes for an earlier one. Every step is
    computed once; θ is kept at every `stride`-th step only, and the few steps after it are
    computed again. So the memory has a bound: `last` / `stride` vectors.

    Parameters
    ----------
    f : callable
        Takes θ, returns (J(θ), ∇J(θ)), as `lecturekit.gradient_descent.objective` makes it.
    start : ndarray, shape (m,)
    step_size : float
    last : int
        The run ends here.
    stride : int

    Attributes
    ----------
    ended : int or None
        The first step whose J was not finite, once it has been computed: the run cannot go on
        from there. θ and J stay at the step before it.
    """

    def __init__(self, f, start, step_size, last, stride):
        self.f, self.step_size, self.last, self.stride = f, step_size, last, stride
        theta = np.array(start, dtype=float)
        loss, gradient = f(theta)
        self.ended = None
        self._losses = [loss]
        self._kept = [(0, theta, gradient)]  # at 0, stride, 2 stride, …
        self._newest = self._kept[0]

    def losses(self, t):
        """Return J at the steps 0 … t, shape (t + 1,); shorter where the run has ended."""
        self._go_to(t)
        return np.array(self._losses[: t + 1])

    def theta(self, t):
        """Return θ⁽ᵗ⁾, or the last finite one."""
        self._go_to(t)
        t = min(t, len(self._losses) - 1)
        if t == self._newest[0]:
            return self._newest[1]
        number = bisect_right(self._kept, t, key=lambda kept: kept[0]) - 1
        at, theta, gradient = self._kept[number]
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(at, t):
                theta = theta - self.step_size * gradient
                _, gradient = self.f(theta)
        return theta

    def _go_to(self, t):
        whole_number(t, "t", at_least=0, at_most=self.last)
        at, theta, gradient = self._newest
        # Divergence is reported, not warned of.
        with np.errstate(over="ignore", invalid="ignore"):
            while at < t and self.ended is None:
                there = theta - self.step_size * gradient
                loss, slope = self.f(there)
                if not (np.isfinite(loss) and np.isfinite(slope).all()):
                    self.ended = at + 1
                    break
                at, theta, gradient = at + 1, there, slope
                self._losses.append(loss)
                if at % self.stride == 0:
                    self._kept.append((at, theta, gradient))
        self._newest = at, theta, gradient
