"""A network as a directed acyclic graph: columns of neurons, every weight an edge.

Part 2 (intuition to the example) teaches it. A neuron is the one of Part 1, made small: its left
half is the weighted sum z, its right half the activation a = σ(z), in the colours they
have there. The inputs are squares, because the input layer has no neurons.
"""

from numbers import Integral
from typing import Any, NamedTuple

import numpy as np

from lecturekit import checks
from lecturekit.draw.network_numbers import neuron_order, show
from lecturekit.draw.network_sheet import FORMULA_Y, NetworkSheet, Plan, plan
from lecturekit.draw.shapes import keep_layout_fixed, prepare
from lecturekit.network import Network

MOST_ROWS, MOST_COLUMNS = 8, 6
MOST_LABELLED_EDGES = 9  # of one layer; more would cover one another


class NetworkPicture(NamedTuple):
    """The artists of `draw_network`, and the plan by which they stand."""

    inputs: list
    input_names: list
    neurons: list
    edges: list
    edge_labels: list
    output_arrows: list
    output_names: list
    headings: list
    shapes: list
    dots: list
    formula: Any
    plan: Plan
    names: Any
    has_numbers: bool


def draw_network(
    ax,
    network,
    x=None,
    names=None,
    headings=True,
    shapes=True,
    biases=None,
    formula=True,
    step=None,
    highlight=None,
    most=MOST_ROWS,
):
    """Draw a network, layer by layer from left to right.

    Given sizes, it shows only how the neurons are wired. Given a `Network`, the edges tell
    the sign of each weight (orange positive, blue negative) and its size. Given an example
    `x` too, it shows every number of the forward pass: z in the left half of each neuron,
    a = σ(z) in the right, and the weights on the edges of layers that are small enough.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        7 × 3.4 inches suit three columns, 9 × 4.4 more or taller ones.
    network : Network or sequence of int
        The network, or the numbers of inputs, of neurons in each hidden layer, of outputs.
    x : array_like (d,), optional
        One example, for a picture with numbers.
    names : sequence of str, optional
        Names of the d features, written beside the inputs.
    headings, shapes : bool
        Write what each column is above it, and the shapes of all arrays below.
    biases : bool, optional
        Draw a bias above each neuron; by default in a picture with numbers if there is room.
    formula : bool
        Write underneath how the highlighted neuron gets its numbers.
    step : int, optional
        Show the forward pass after this many neurons, from the first hidden layer down and
        on: the latest is lit, those to come still show symbols.
    highlight : int or (int, int), optional
        A layer (0 is the input, 1 the first layer), or a neuron (layer, k) with k from 1;
        everything else fades.
    most : int
        Nodes per column; "⋮" stands for the others of a longer one.

    Returns
    -------
    NetworkPicture
        Named artists. `update_network` takes it and shows other numbers.

    Raises
    ------
    ValueError
        If `x` does not fit the network or comes without one, if there are more than 6
        columns, or if `step` or `highlight` names something that the network does not have.

    Notes
    -----
    Thickness of an edge grows with |w| towards a limit, as in `draw_artificial_neuron`.
    """
    sizes = network.sizes if isinstance(network, Network) else _sizes(network)
    network = network if isinstance(network, Network) else None
    if len(sizes) > MOST_COLUMNS:
        raise ValueError(
            f"network has {len(sizes)} columns, but the drawing has room for {MOST_COLUMNS}; "
            "draw its first layers."
        )
    most = checks.whole_number(most, "most", at_least=3, at_most=MOST_ROWS)
    x = _example(network, x)
    names = _names(names, sizes[0])
    _check(sizes, step, highlight, x is not None)
    tallest = max(min(size, most) for size in sizes[1:])
    if biases is None:
        biases = x is not None and tallest <= 4
    prepare(ax)
    if names:  # long names need room on the left: about 0.12 units for a letter
        ax.set_xlim(left=min(0, 1 - 0.12 * max(map(len, names))))
    drawing = plan(sizes, most, x is not None, bool(biases))
    sheet = NetworkSheet(ax, drawing)
    arrows, output_names = sheet.outputs()
    activations = None if network is None else [layer.activation.title for layer in network.layers]
    picture = NetworkPicture(
        inputs=sheet.inputs(),
        input_names=sheet.input_names(),
        neurons=sheet.neurons(),
        edges=sheet.edges(),
        edge_labels=(
            sheet.edge_labels(MOST_LABELLED_EDGES) if x is not None else [[] for _ in sizes[1:]]
        ),
        output_arrows=arrows,
        output_names=output_names,
        headings=sheet.headings(activations) if headings else [],
        shapes=sheet.shapes() if shapes else [],
        dots=sheet.dots(),
        formula=sheet.text((7.0, FORMULA_Y), size=10) if formula else None,
        plan=drawing,
        names=names,
        has_numbers=x is not None,
    )
    show(picture, network, x, names, step, highlight)
    keep_layout_fixed(ax)
    return picture


def update_network(picture, network, x=None, step=None, highlight=None):
    """Show other weights, another example or another step, without making new artists.

    Parameters
    ----------
    picture : NetworkPicture
        What `draw_network` returned for as many neurons.
    network, x, step, highlight
        As there. `x` is needed exactly if the picture was drawn with one.

    Raises
    ------
    ValueError
        As there, and if the picture shows a network of other sizes.
    """
    sizes = network.sizes if isinstance(network, Network) else _sizes(network)
    network = network if isinstance(network, Network) else None
    if tuple(sizes) != picture.plan.sizes:
        raise ValueError(
            f"network has sizes {tuple(sizes)}, but the picture shows {picture.plan.sizes}; "
            "draw it anew with draw_network."
        )
    x = _example(network, x)
    if (x is not None) != picture.has_numbers:
        state = "with" if picture.has_numbers else "without"
        raise ValueError(
            f"x is {'given' if x is not None else 'missing'}, but the picture was drawn {state} "
            "an example; draw it anew with draw_network."
        )
    _check(sizes, step, highlight, x is not None)
    show(picture, network, x, picture.names, step, highlight)


# ---- arguments -------------------------------------------------------------------------


def _sizes(sizes):
    sizes = list(sizes) if np.iterable(sizes) and not isinstance(sizes, str) else [sizes]
    if len(sizes) < 2:
        raise ValueError(
            f"network is {sizes}, but a network or its sizes are needed, such as [2, 3, 1]."
        )
    return tuple(checks.whole_number(size, f"sizes[{i}]") for i, size in enumerate(sizes))


def _example(network, x):
    if x is None:
        return None
    if network is None:
        raise ValueError("x is given without weights; pass a Network instead of its sizes.")
    return checks.vector(x, "x", network.sizes[0])


def _names(names, d):
    if names is None:
        return None
    names = [names] if isinstance(names, str) else list(names)
    if len(names) != d:
        raise ValueError(
            f"names has {checks.count(len(names), 'entry')}, but there are "
            f"{checks.count(d, 'input')}; give one name for each."
        )
    return names


def _check(sizes, step, highlight, has_numbers):
    order = neuron_order(sizes)
    if step is not None:
        if not has_numbers:
            raise ValueError("step is given without x; give the example whose steps to show.")
        checks.whole_number(step, "step", at_least=0, at_most=len(order))
    layers = len(sizes) - 1
    if highlight is None or highlight in order:
        return
    whole = isinstance(highlight, Integral) and not isinstance(highlight, bool)
    if whole and 0 <= highlight <= layers:
        return
    raise ValueError(
        f"highlight is {highlight!r}; give a layer from 0 to {layers}, or a neuron (layer, k) "
        f"with k from 1, such as {order[-1]}."
    )
