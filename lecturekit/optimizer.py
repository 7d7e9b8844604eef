"""What all optimizers share: counting steps, checking, saving and going on.

The rules themselves are in `lecturekit.optimizers`. Taught in Part 4, section 29.
"""

import math

import numpy as np

from lecturekit.checks import count, finite, whole_number
from lecturekit.schedules import as_schedule, name_of

# So many numbers of θ and of all that belongs to them stay in the processor's cache, while a rule
# goes over them a dozen times.
PIECE = 2**15


class Optimizer:
    """What all rules share: counting steps, checking, saving.

    To make your own, subclass it, name the vectors that it remembers in `memory`, and write
    ``update(theta, gradient, alpha, *memory)``, which changes θ and those vectors in place. It
    works number by number: of a long θ it is given one piece after another.

    Attributes
    ----------
    t : int
        Steps taken.
    step_size : callable
        α as a function of t.
    memory : tuple of str
        Names of the vectors, shaped like θ and 0 in the beginning, that the rule remembers.
    rule : str
        The rule in one line of mathematics.
    """

    memory, rule = (), ""

    def __init__(self, step_size):
        self.step_size = as_schedule(step_size)
        self.reset()

    def reset(self):
        """Forget everything: t = 0, and no memory of any gradient."""
        self.t = 0
        for name in self.memory:
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
            If the two do not fit together, the gradient is not finite, or the optimizer
            remembers gradients of another size. θ stays as it is.
        """
        self.check(theta, gradient)
        self.advance(theta, gradient)

    def advance(self, theta, gradient):
        """Take one step without looking at θ and the gradient, for those who looked before."""
        # A plain number: one of NumPy's would turn float32 vectors into float64.
        alpha = float(self.step_size(self.t))
        if not 0 <= alpha < math.inf:
            raise ValueError(
                f"step_size is {alpha} at t = {self.t}, but it must be at least 0 and finite; "
                f"look at the schedule {name_of(self.step_size)}."
            )
        if self.memory and getattr(self, self.memory[0]) is None:
            for name in self.memory:
                setattr(self, name, np.zeros_like(theta))
        self.t += 1
        vectors = theta, gradient, *(getattr(self, name) for name in self.memory)
        if len(theta) <= PIECE:  # windows into short vectors would cost as much as a rule
            self.update(theta, gradient, alpha, *vectors[2:])
            return
        for begin in range(0, len(theta), PIECE):
            theta, gradient, *memory = (vector[begin : begin + PIECE] for vector in vectors)
            self.update(theta, gradient, alpha, *memory)

    def update(self, theta, gradient, alpha, *memory):
        words = ", ".join(["theta", "gradient", "alpha", *self.memory])
        raise NotImplementedError(f"{type(self).__name__} needs update({words})")

    def state(self):
        """Return t and the memory as a dict of arrays, which ``np.savez(file, **state)`` takes."""
        kept = {name: getattr(self, name) for name in self.memory}
        kept = {name: vector.copy() for name, vector in kept.items() if vector is not None}
        return {"optimizer": np.array(type(self).__name__), "t": np.array(self.t), **kept}

    def restore(self, state):
        """Take up a state that `state` returned, so that training goes on as if never stopped.

        Parameters
        ----------
        state : mapping
            A dict, or what ``np.load(file)`` returns.

        Raises
        ------
        ValueError
            If it belongs to another rule, or is damaged. Nothing is changed then.
        """
        state, name = dict(state), type(self).__name__
        whose = str(state.pop("optimizer", "nothing that I know"))
        if whose != name:
            raise ValueError(f"state belongs to {whose}, but this is {name}; restore it there.")
        t = whole_number(np.asarray(state.pop("t", None))[()], "t", at_least=0)
        if set(state) != set(self.memory) and not (t == 0 and not state):
            raise ValueError(
                f"state holds {sorted(state)}, but {name} remembers {sorted(self.memory)}; save "
                "it with np.savez(file, **optimizer.state())."
            )
        vectors = {key: finite(vector, key).copy() for key, vector in state.items()}
        if len({(vector.shape, vector.dtype) for vector in vectors.values()}) > 1 or any(
            vector.ndim != 1 for vector in vectors.values()
        ):
            shapes = {key: vector.shape for key, vector in vectors.items()}
            raise ValueError(
                f"state has shapes {shapes}, but they must be one (m,); it is damaged."
            )
        self.reset()
        self.t = t
        for key, vector in vectors.items():
            setattr(self, key, vector)

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
        if self.memory:
            kept = getattr(self, self.memory[0])
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
        hidden = {"step_size", "t", "memory", "rule", *self.memory}
        others = {key: value for key, value in vars(self).items() if key not in hidden}
        words = [f"step_size={alpha}", *(f"{key}={value!r}" for key, value in others.items())]
        taken = count(self.t, "step")
        return f"{type(self).__name__}({', '.join(words)}), {taken} taken: {self.rule}"


def _described(vector):
    if isinstance(vector, np.ndarray):
        return f"{vector.dtype} of shape {vector.shape}"
    return f"a {type(vector).__name__}"
