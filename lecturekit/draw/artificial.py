"""An artificial neuron, drawn part by part, with symbols or with numbers flowing through.

Part 1 (an artificial neuron) teaches it: features x, weights w, bias b, the pre-activation
z = wᵀx + b, the activation σ, the output ŷ = σ(z). Its parts have the colours of those
parts of the biological neuron that they imitate.
"""

from lecturekit import checks
from lecturekit.activations import get_activation
from lecturekit.draw.neuron_numbers import show_numbers, show_symbols
from lecturekit.draw.neuron_sheet import FORMULA_Y, Sheet
from lecturekit.draw.shapes import (
    check_highlight,
    keep_layout_fixed,
    prepare,
)

PARTS = ("inputs", "weights", "sum", "activation", "output")
MOST_INPUTS = 5


def draw_artificial_neuron(
    ax, x=None, w=None, b=None, activation=None, d=None, names=True, formula=True, highlight=None
):
    """Draw a neuron that computes ŷ = σ(wᵀx + b), from left to right.

    Without numbers it shows the symbols x_1 … x_d. With numbers, every edge shows
    w_j x_j, the body shows their sum z, and the output shows σ(z), all rounded; "≈"
    stands where the last sum is not exact in the digits shown.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        7 × 3.4 inches suit the drawing of 14 × 6.8 units.
    x, w : array_like (d,), optional
        Features and weights, both or none; d from 1 to 5.
    b : float, optional
        Bias; 0 if only `x` and `w` are given.
    activation : Activation or str, optional
        From `lecturekit.activations`, or its name; the sigmoid if none is given.
    d : int, optional
        Number of inputs of the drawing with symbols. Left out, it shows x_1, x_2, ⋮, x_d.
    names : bool or sequence of str
        Name the parts below the picture. A sequence of `d` names also names the features.
    formula : bool
        Write the computation underneath.
    highlight : {"inputs", "weights", "sum", "activation", "output"}, optional
        The part to look at; everything else fades.

    Returns
    -------
    dict of str to artist or list of artists
        `update_artificial_neuron` takes it and shows other numbers.

    Raises
    ------
    ValueError
        If `highlight` names no part, if `x` and `w` differ in length or hold anything but
        1 to 5 finite numbers, if `b` is not finite, if `activation` is unknown or softmax.

    Notes
    -----
    McCulloch and Pitts (1943) and Rosenblatt (1958) for the model. Thickness of an edge
    grows with |w| (towards a limit), its colour gives the sign of w.
    """
    check_highlight(highlight, PARTS)
    numbers = _checked_numbers(x, w, b)
    activation = _checked_activation(activation)
    count, labels, dots = _input_labels(numbers, d)
    features = _feature_names(names, count)
    prepare(ax)
    sheet = Sheet(ax, highlight)
    artists = {
        "neuron": sheet.body(),
        **sheet.inputs(labels, features, dots),
        **sheet.edges(labels),
        **sheet.bias(),
        **sheet.nodes(),
        **sheet.activation(),
        **sheet.flow(),
    }
    if names is not False:
        artists["captions"] = sheet.captions()
    if formula:
        artists["formula"] = ax.text(
            7.0, FORMULA_Y, "", fontsize=11, color=sheet.ink(None), ha="center", va="center"
        )
    if numbers:
        show_numbers(artists, *numbers, activation)
    else:
        show_symbols(artists, labels, dots, activation)
    keep_layout_fixed(ax)
    return artists


def update_artificial_neuron(artists, x, w, b=0.0, activation=None):
    """Show other numbers in a drawn neuron, without making new artists.

    Parameters
    ----------
    artists : dict
        What `draw_artificial_neuron` returned for as many inputs.
    x, w, b, activation
        As there.

    Raises
    ------
    ValueError
        As there, and if the drawing has another number of inputs.
    """
    numbers = _checked_numbers(x, w, b)
    if numbers is None:
        raise ValueError("x and w are missing: give the numbers to show.")
    activation = _checked_activation(activation)
    drawn, given = len(artists["edges"]), len(numbers[0])
    if "dots" in artists:
        raise ValueError(
            "artists is a drawing of x_1, x_2, …, x_d without a number of inputs; "
            f"draw it anew with d={given} to show numbers in it."
        )
    if given != drawn:
        raise ValueError(
            f"x has {given} values, but this drawing has {drawn} inputs; "
            f"give {drawn} values, or draw the neuron anew."
        )
    show_numbers(artists, *numbers, activation)


# ---- arguments -------------------------------------------------------------------------


def _checked_numbers(x, w, b):
    """`x`, `w` as arrays (d,) and `b` as a float; None if there are none, for symbols."""
    if x is None and w is None and b is None:
        return None
    if x is None or w is None:
        missing = "x" if x is None else "w"
        raise ValueError(f"{missing} is missing: give x and w together, or neither for symbols.")
    x, w = checks.vector(x, "x"), checks.vector(w, "w")
    if len(x) != len(w):
        raise ValueError(
            f"x has {checks.count(len(x), 'value')} and w has {len(w)}; "
            "a neuron has one weight per feature."
        )
    if len(x) > MOST_INPUTS:
        raise ValueError(f"x has {len(x)} values, but the drawing has room for {MOST_INPUTS}.")
    return x, w, checks.number(0.0 if b is None else b, "b")


def _checked_activation(activation):
    """The activation, the sigmoid by default; refused if it needs more than one neuron."""
    activation = get_activation("sigmoid" if activation is None else activation)
    if activation.name == "softmax":
        raise ValueError(
            "activation is softmax, which compares several neurons; take sigmoid for a single one."
        )
    return activation


def _input_labels(numbers, d):
    """How many input nodes, the index written on each, and whether dots stand for more."""
    if numbers:
        d = len(numbers[0]) if d is None else d
        if d != len(numbers[0]):
            raise ValueError(f"d is {d}, but x has {len(numbers[0])} values; leave d out.")
    if d is None:
        return 3, ("1", "2", "d"), True
    d = checks.whole_number(d, "d", at_most=MOST_INPUTS)
    return d, tuple(str(j + 1) for j in range(d)), False


def _feature_names(names, count):
    if isinstance(names, bool):
        return None
    names = [names] if isinstance(names, str) else list(names)
    if len(names) != count:
        raise ValueError(f"names has {len(names)} entries, but the neuron has {count} inputs.")
    return names
