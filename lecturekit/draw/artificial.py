"""An artificial neuron, drawn part by part, with symbols or with numbers flowing through.

Part 1 (sections 5 and 6) teaches it: features x, weights w, bias b, the pre-activation
z = wᵀx + b, the activation σ, the output ŷ = σ(z). Its parts have the colours of those
parts of the biological neuron that they imitate.
"""

import textwrap

import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from lecturekit import checks
from lecturekit.activations import get_activation
from lecturekit.draw.rounding import as_shown, relation, rounded
from lecturekit.draw.shapes import (
    PART_COLOURS,
    check_highlight,
    faded,
    keep_layout_fixed,
    prepare,
    shifted,
)
from lecturekit.draw.style import FAINT, INK, MUTED, NEGATIVE, PAPER, POSITIVE

PARTS = ("inputs", "weights", "sum", "activation", "output")
MOST_INPUTS = 5
EXACT = ("step", "identity", "relu", "leaky_relu")  # their values need no rounding

# The sheet, 14 × 6.8 units like the biological neuron's.
MIDDLE = 4.0
INPUT_X, INPUT_RADIUS = 1.95, 0.48
SUM, ACTIVATION, BODY_RADIUS = np.array([7.5, MIDDLE]), np.array([10.35, MIDDLE]), 0.95
OUTPUT, OUTPUT_RADIUS = np.array([13.0, MIDDLE]), 0.62
BIAS, BIAS_RADIUS = np.array([7.5, 6.27]), 0.48
ARRIVAL = 48.0  # degrees: edges reach the body on this much of its left side, up and down
CAPTION_Y, FORMULA_Y = 0.98, 0.36
FAR = 1e300  # stands for infinity where a formula would give ∞ · 0
CURVE_Z = np.linspace(-4, 4, 161)  # the stretch of z on which the small curve is drawn


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
    sheet = _Sheet(ax, highlight)
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
        _show_numbers(artists, *numbers, activation)
    else:
        _show_symbols(artists, labels, dots, activation)
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
    _show_numbers(artists, *numbers, activation)


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


def _narrow(name, width=9):
    """`name` in lines of at most `width` letters, ready for an x_j behind it."""
    words = [word if len(word) <= width else word[: width - 2] + "…" for word in name.split()]
    lines = textwrap.wrap(" ".join(words), width) or [""]
    return "\n".join(lines) + (" " if len(lines[-1]) <= 6 else "\n")


# ---- the parts -------------------------------------------------------------------------


class _Sheet:
    """Puts the parts of one neuron on the axes, fading what is not looked at."""

    def __init__(self, ax, highlight):
        self.ax = ax
        self.highlight = highlight

    def shown(self, part):
        return self.highlight in (None, part)

    def ink(self, part, colour=INK):
        return colour if self.shown(part) else faded(colour)

    def text(self, xy, part, size=11, colour=INK, **options):
        options = {"ha": "center", "va": "center_baseline", "zorder": 8} | options
        return self.ax.text(*xy, "", fontsize=size, color=self.ink(part, colour), **options)

    def circle(self, xy, radius, part, family):
        face, edge = (self.ink(part, colour) for colour in PART_COLOURS[family])
        disc = Circle(xy, radius, facecolor=face, edgecolor=edge, linewidth=1.4, zorder=5)
        return self.ax.add_patch(disc)

    def arrow(self, start, end, part, colour):
        arrow = FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>,head_width=3,head_length=5.5",
            color=self.ink(part, colour),
            linewidth=1.8,
            shrinkA=0,
            shrinkB=0,
            mutation_scale=1,
            zorder=4,
        )
        return self.ax.add_patch(arrow)

    def body(self):
        """The pale capsule that says: this much is one neuron."""
        pad = 0.33
        low = SUM - BODY_RADIUS - pad
        width = ACTIVATION[0] - SUM[0] + 2 * (BODY_RADIUS + pad)
        height = 2 * (BODY_RADIUS + pad)
        capsule = FancyBboxPatch(
            low,
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={height / 2}",
            facecolor="#F7F8FA",
            edgecolor=FAINT,
            linewidth=1.0,
            zorder=0.5,
        )
        return self.ax.add_patch(capsule)

    def inputs(self, labels, features, dots):
        heights = input_heights(len(labels), dots)
        artists = {
            "inputs": [
                self.circle((INPUT_X, y), INPUT_RADIUS, "inputs", "dendrites") for y in heights
            ],
            "input_values": [self.text((INPUT_X, y), "inputs", 12) for y in heights],
            "input_names": [self.text((INPUT_X - 0.6, y), "inputs", ha="right") for y in heights],
        }
        if features:
            for text, feature, label in zip(artists["input_names"], features, labels, strict=True):
                text.set_text(_narrow(feature) + f"$x_{label}$")
                text.set(fontsize=9, verticalalignment="center")
        if dots:
            halfway = (heights[1] + heights[2]) / 2
            between = [(INPUT_X, halfway + step) for step in (-0.2, 0, 0.2)]
            colour = self.ink("inputs", MUTED)
            (artists["dots"],) = self.ax.plot(*zip(*between, strict=True), ".", color=colour, ms=4)
        return artists

    def edges(self, labels):
        """One line per weight and the text that goes with it."""
        edges, notes = [], []
        alpha = None if self.shown("weights") else 0.25
        heights = input_heights(len(labels), "d" in labels)
        for y in heights:
            angle = np.radians(ARRIVAL * (y - MIDDLE) / 2.2)  # fanned out, so texts have room
            end = SUM + BODY_RADIUS * np.array([-np.cos(angle), np.sin(angle)])
            way = _direction((INPUT_X, y), end)
            start = np.array([INPUT_X, y]) + INPUT_RADIUS * way
            end = end + 0.08 * way  # the thick end of a line hides below the body
            edges += self.ax.plot(
                *zip(start, end, strict=True), solid_capstyle="butt", zorder=3, alpha=alpha
            )
            notes.append(
                self.ax.annotate(
                    "",
                    start,
                    9.5 * np.array([-way[1], way[0]]),
                    textcoords="offset points",
                    rotation_mode="anchor",
                    va="center",
                    color=self.ink("weights"),
                    zorder=8,
                )
            )
        return {"edges": edges, "edge_labels": notes}

    def bias(self):
        top, bottom = BIAS - (0, BIAS_RADIUS), shifted(SUM, 0, BODY_RADIUS)
        alpha = None if self.shown("sum") else 0.25
        (edge,) = self.ax.plot(*zip(top, bottom, strict=True), zorder=3, alpha=alpha)
        node = self.circle(BIAS, BIAS_RADIUS, "sum", "soma")
        name = self.text(shifted(BIAS, 0.65, 0), "sum", ha="left")
        return {
            "bias": node,
            "bias_edge": edge,
            "bias_value": self.text(BIAS, "sum"),
            "bias_name": name,
        }

    def nodes(self):
        sigma = self.text(SUM, "sum", 20)
        sigma.set_text(r"$\Sigma$")
        return {
            "sum": self.circle(SUM, BODY_RADIUS, "sum", "soma"),
            "sum_sign": sigma,
            "sum_value": self.text(SUM - (0, 0.47), "sum", 10),
            "activation": self.circle(ACTIVATION, BODY_RADIUS, "activation", "hillock"),
            "output": self.circle(OUTPUT, OUTPUT_RADIUS, "output", "axon"),
            "output_value": self.text(OUTPUT, "output", 12),
            "output_name": self.text(shifted(OUTPUT, 0, 0.92), "output", 12),
        }

    def activation(self):
        """A small curve of σ on two hairlines, and a dot at (z, σ(z))."""
        centre = ACTIVATION - (0, 0.12)
        pale = self.ink("activation", "#C98F7B")
        half = 0.66
        (level,) = self.ax.plot(
            centre[0] + np.array([-half, half]), [0, 0], color=pale, lw=0.8, zorder=6
        )
        (middle,) = self.ax.plot(
            [centre[0]] * 2, centre[1] + np.array([-0.45, 0.45]), color=pale, lw=0.8, zorder=6
        )
        (curve,) = self.ax.plot([], [], color=self.ink("activation"), lw=1.8, zorder=7)
        (dot,) = self.ax.plot(
            [], [], "o", color=self.ink("activation"), mec=PAPER, mew=1.0, ms=6.5, zorder=8
        )
        return {
            "curve_axes": [level, middle],
            "curve": curve,
            "dot": dot,
            "activation_sign": self.text(shifted(ACTIVATION, 0, 0.62), "activation", 11),
            "activation_name": self.text(ACTIVATION - (0, 1.5), "activation", 9, MUTED),
        }

    def flow(self):
        artists = {
            "z_arrow": self.arrow(
                shifted(SUM, BODY_RADIUS, 0), ACTIVATION - (BODY_RADIUS, 0), "sum", MUTED
            ),
            "output_arrow": self.arrow(
                shifted(ACTIVATION, BODY_RADIUS, 0),
                OUTPUT - (OUTPUT_RADIUS, 0),
                "output",
                PART_COLOURS["axon"][1],
            ),
            "z_name": self.text(shifted((SUM + ACTIVATION) / 2, 0, 0.25), "sum", 12),
        }
        artists["z_name"].set_text("$z$")
        return artists

    def captions(self):
        columns = {
            "inputs": (INPUT_X, "inputs"),
            "weights": (4.5, "weights"),
            "sum": (SUM[0], "weighted sum"),
            "activation": (ACTIVATION[0], "activation"),
            "output": (OUTPUT[0], "output"),
        }
        captions = []
        for part, (place, word) in columns.items():
            caption = self.text((place, CAPTION_Y), part, 9.5, MUTED)
            caption.set_text(word)
            captions.append(caption)
        return captions


def input_heights(count, dots=False):
    """The heights of the input nodes, top first, symmetric about the neuron's middle."""
    if dots:
        return MIDDLE + np.array([1.9, 0.6, -1.9])
    spacing = {1: 0.0, 2: 2.4, 3: 1.8, 4: 1.4, 5: 1.1}[count]
    return MIDDLE + spacing * ((count - 1) / 2 - np.arange(count))


# ---- what they show --------------------------------------------------------------------


def _show_symbols(artists, labels, dots, activation):
    for j, label in enumerate(labels):
        artists["input_values"][j].set_text(f"$x_{label}$")
        _write_on_edge(artists, j, f"$w_{label}$", follow=False)
        artists["edges"][j].set(color=PART_COLOURS["synapse"][1], linewidth=2.2)
    artists["bias_edge"].set(color=PART_COLOURS["soma"][1], linewidth=2.2)
    artists["bias_value"].set_text("$b$")
    artists["output_value"].set_text(r"$\hat{y}$")
    artists["activation_sign"].set_text(r"$\sigma$")
    _show_curve(artists, activation, None)
    if "formula" in artists:
        terms = [f"w_{label} x_{label}" for label in labels]
        if dots:
            terms.insert(2, r"\cdots")
        sum_of_terms = " + ".join(terms)
        artists["formula"].set_text(
            rf"$z = w^\mathsf{{T}} x + b = {sum_of_terms} + b$"
            + "        "
            + r"$\hat{y} = \sigma(z)$"
        )


def _show_numbers(artists, x, w, b, activation):
    with np.errstate(over="ignore", invalid="ignore"):  # huge inputs may reach infinity
        products = w * x
        z = float(np.sum(products) + b)
    y_hat = _value(activation, z)
    words = _product_texts(w, x, products)
    for j in range(len(x)):
        _write_in_node(artists["input_values"][j], x[j])
        if not artists["input_names"][j].get_text():
            artists["input_names"][j].set_text(f"$x_{j + 1}$")
        artists["edges"][j].set(color=sign_colour(w[j]), linewidth=edge_width(w[j]))
        _write_on_edge(artists, j, words[j], follow=True)
    artists["bias_edge"].set(color=sign_colour(b), linewidth=edge_width(b))
    _write_in_node(artists["bias_value"], b)
    artists["bias_name"].set_text("$b$")
    artists["sum_sign"].set_position(shifted(SUM, 0, 0.25))
    artists["sum_value"].set_text(rounded(z))
    _write_in_node(artists["output_value"], y_hat, room=60)
    artists["output_name"].set_text(r"$\hat{y}$")
    artists["activation_sign"].set_text(r"$\sigma$")
    artists["activation_name"].set_text(activation.title)
    _show_curve(artists, activation, z)
    if "formula" in artists:
        artists["formula"].set_text(_formula_text([*products, b], z, activation, y_hat))


def _show_curve(artists, activation, z):
    """Fit the curve of `activation` into its circle, and put the dot on it."""
    values = np.asarray(activation(CURVE_Z), dtype=float)
    low, high = min(values.min(), 0.0), max(values.max(), 1e-9)
    centre = ACTIVATION - (0, 0.12)

    def place(at, value):
        return centre[0] + 0.155 * at, centre[1] + 0.84 * ((value - low) / (high - low) - 0.5)

    artists["curve"].set_data(*place(CURVE_Z, values))
    artists["curve_axes"][0].set_ydata([place(0, 0.0)[1]] * 2)
    if z is None or np.isnan(z):
        artists["dot"].set_data([], [])
    else:
        at = float(np.clip(z, CURVE_Z[0], CURVE_Z[-1]))
        artists["dot"].set_data(*([v] for v in place(at, _value(activation, at))))


def _value(activation, z):
    """σ(z) as a float, also where `z` has become infinite."""
    if np.isnan(z):
        return z
    y_hat = float(np.ravel(activation(np.array([np.clip(z, -FAR, FAR)])))[0])
    return float(np.copysign(np.inf, y_hat)) if np.isinf(z) and abs(y_hat) > 1e-9 * FAR else y_hat


def sign_colour(value):
    """Orange for a positive weight, blue for a negative one, grey for none."""
    return POSITIVE if value > 0 else NEGATIVE if value < 0 else MUTED


def edge_width(weight):
    """Line width in points for a weight: 0.8 for none, growing towards 7."""
    size = abs(weight)
    return 0.8 + 6.2 * size / (1.5 + size)


def _write_in_node(text, value, room=47):
    """Write `value` small enough for its circle, `room` points wide, but not below 8.5 points."""
    words = rounded(value)
    if len(words) > 6:
        words = rounded(value, digits=1)
    text.set(text=words, fontsize=float(np.clip(room / len(words), 8.5, 11)))


def _write_on_edge(artists, j, words, follow):
    """Put `words` at edge `j`: along it, starting at the input, or upright at its middle."""
    note, edge = artists["edge_labels"][j], artists["edges"][j].get_xydata()
    way = _direction(*edge)
    if follow:
        turn = float(np.degrees(np.arctan2(way[1], way[0])))
        note.set(text=words, rotation=turn, horizontalalignment="left", fontsize=9)
        note.xy = edge[0] + 0.1 * way
    else:
        note.set(text=words, rotation=0, horizontalalignment="center", fontsize=12)
        note.xy = edge[0] + 0.42 * (edge[1] - edge[0])


def _direction(start, end):
    way = np.subtract(end, start)
    return way / np.linalg.norm(way)


def _product_texts(w, x, products):
    """w_j x_j = their numbers = the product, or less where the edges are too short for it."""
    texts = []
    for weight, feature, product in zip(w, x, products, strict=True):
        second = f"({rounded(feature)})" if feature < 0 else rounded(feature)
        sign = relation(as_shown(weight) * as_shown(feature), product)
        texts.append(f"{rounded(weight)} · {second} {sign} {rounded(product)}")
    longest = max(map(len, texts))
    if longest <= 21:
        return [f"$w_{j}x_{j}$ = {text}" for j, text in enumerate(texts, 1)]
    if longest <= 26:
        return texts
    return [f"$w_{j}x_{j}$ ≈ {rounded(product)}" for j, product in enumerate(products, 1)]


def _formula_text(terms, z, activation, y_hat):
    """z as the sum of the products and the bias, then ŷ."""
    total = rounded(terms[0])
    for term in terms[1:]:
        total += f" − {rounded(-term)}" if term < 0 else f" + {rounded(term)}"
    if len(total) > 48:  # too wide for the sheet
        total = r"$w^\mathsf{T} x + b$"
    sign = relation(sum(as_shown(term) for term in terms), z)
    exact = activation.name in EXACT
    last = relation(_value(activation, as_shown(z)), y_hat) if exact else "≈"
    return (
        f"$z$ = {total} {sign} {rounded(z)}"
        f"        $\\hat{{y}}$ = $\\sigma$({rounded(z)}) {last} {rounded(y_hat)}"
    )
