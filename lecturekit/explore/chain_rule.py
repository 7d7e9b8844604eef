"""Live figure: the chain rule on a computational graph, node by node (Part 3, the chain rule)."""

from lecturekit.draw.scenes.chain_rule import GRAPHS, ChainRule, last_step
from lecturekit.explore.controls import Choice, Slider, Steps
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Steps(
        name="t",
        label="step t",
        start=0,
        high=last_step,
        interval=1200,
        tip="First every value, from the inputs on; then every gradient, from the output back",
    ),
    Choice(
        name="graph",
        label="graph",
        start="fork",
        choices={name: words for name, (_, _, words) in GRAPHS.items()},
        tip="A fork, a neuron with a squared error (target 1), and a ReLU neuron",
    ),
    Slider(name="w", label="input w", start=1.0, low=-3, high=3, step=0.1),
    Slider(name="x", label="input x", start=2.0, low=-3, high=3, step=0.1),
    Slider(name="b", label="input b", start=-1.0, low=-3, high=3, step=0.1),
)


def chain_rule(**initial):
    """Return a live figure of the chain rule on a computational graph (Part 3, the chain rule).

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``t``, ``graph``, ``w``, ``x`` and ``b``.

    Returns
    -------
    Explorable
    """
    return Explorable("chain_rule", ChainRule, CONTROLS, initial)
