"""Random inputs for an exercise, and the smallest one on which an attempt fails.

An exercise's generator builds the arguments from a sequence of integer choices, of which 0 is
the simplest. So a failing input is shrunk by making its choices smaller and running the
generator again, as Hypothesis does: arguments that must match each other still do.
"""

import numpy as np

from lecturekit import activations

WHOLES = (1.0, 0.0, 2.0, -1.0, 3.0, -2.0, -3.0)
HALVES = (0.5, -0.5, 1.5, -1.5, 2.5)
HUNDREDTHS = tuple(((377 * k) % 997 - 498) / 100 for k in range(400))  # from -4.98 to 4.98
NUMBERS = WHOLES + HALVES + HUNDREDTHS


class Draw:
    """What a generator draws from.

    Parameters
    ----------
    choose : callable
        Takes ``n`` and returns one of 0, 1, …, n - 1.
    most : int
        The largest `size`, unless the generator asks for a different one.

    Attributes
    ----------
    made : list of int
        The choices so far.
    """

    def __init__(self, choose, most=4):
        self._choose, self.most, self.made = choose, most, []
        self._numbers = None

    def choice(self, n):
        """Return one of 0, 1, …, n - 1; 0 is the simplest."""
        self.made.append(int(self._choose(n)))
        return self.made[-1]

    def pick(self, *options):
        """Return one of the options, which are listed simplest first."""
        return options[self.choice(len(options))]

    def whole(self, low, high):
        """Return a whole number from `low` to `high`."""
        return low + self.choice(high - low + 1)

    def size(self, least=1, most=None):
        return self.whole(least, max(most or self.most, least))

    def number(self, positive=False, zero=True):
        """Return a number; each input draws from whole numbers, from three values, or from all."""
        if self._numbers is None:
            self._numbers = (len(WHOLES), 3, len(NUMBERS), len(NUMBERS))[self.choice(4)]
        value = NUMBERS[self.choice(self._numbers)]
        value = abs(value) if positive else value
        return value if zero or value else 1.0

    def array(self, *shape, **kind):
        """Return an array of this shape; `kind` goes to `number`."""
        values = [self.number(**kind) for _ in range(int(np.prod(shape)))]
        return np.array(values).reshape(shape)

    def labels(self, n, classes):
        """Return n class labels, or row indices, as an array of integers."""
        return np.array([self.choice(classes) for _ in range(n)], dtype=int)

    def activation(self):
        names = "identity", "tanh", "relu", "sigmoid", "softplus"
        return getattr(activations, self.pick(*names))


def inputs(make, number, seed=0, most=4):
    """Return `number` pairs (choices, arguments), from small to large.

    Parameters
    ----------
    make : callable
        Takes a `Draw` and returns the arguments of one call, as a tuple.
    """
    rng, made = np.random.default_rng(seed), []
    for _ in range(number):
        draw = Draw(rng.integers, most)
        arguments = make(draw)
        made.append((draw.made, arguments))
    return sorted(made, key=lambda pair: (len(pair[0]), sum(pair[0])))


def smallest(make, choices, fails, calls=400):
    """Shrink the choices of a failing input for as long as it still fails.

    Parameters
    ----------
    fails : callable
        Takes arguments and tells whether they fail as well.
    calls : int
        How often `fails` may be called.

    Returns
    -------
    tuple
        The smallest arguments found.
    """
    best, asked, smaller = list(choices), 0, True
    while smaller:
        smaller = False
        for i in range(len(best)):
            for value in _below(best[i]) if i < len(best) else ():
                made, arguments = _again(make, [*best[:i], value, *best[i + 1 :]])
                if (len(made), made) >= (len(best), best):
                    continue
                asked += 1
                if asked > calls:
                    return _again(make, best)[1]
                if fails(arguments):
                    best, smaller = made, True
                    break
    return _again(make, best)[1]


def _below(choice):
    """Return some smaller choices, the smallest first."""
    return sorted({*range(min(choice, 4)), choice // 2, max(choice - 1, 0)} - {choice})


def _again(make, choices):
    """Replay a generator on given choices, and on 0 once they run out."""
    left = list(choices)
    draw = Draw(lambda n: min(left.pop(0), n - 1) if left else 0)
    arguments = make(draw)
    return draw.made, arguments
