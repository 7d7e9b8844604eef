"""An artificial neuron, drawn part by part, with symbols or with numbers flowing through.

Part 1 (an artificial neuron) teaches it: features x, weights w, bias b, the pre-activation
z = wᵀx + b, the activation σ, the output ŷ = σ(z). Its parts have the colours of those
parts of the biological neuron that they imitate.
"""

import textwrap

import numpy as np

from lecturekit import checks
from lecturekit.activations import get_activation
from lecturekit.draw.palette import FAINT, HILLOCK_PALE, INK, MUTED, PAPER, PART_COLOURS, ROW
from lecturekit.draw.planes import PROBABILITY
from lecturekit.draw.rounding import as_shown, relation, rounded
from lecturekit.draw.sheet import Sheet, edge_width, keep_layout_fixed, shifted, sign_colour

__all__ = ["draw_artificial_neuron", "update_artificial_neuron"]

EXACT = ("step", "identity", "relu", "leaky_relu")  # their values need no rounding
FAR = 1e300  # replaces infinity where a formula would give ∞ · 0
CURVE_Z = np.linspace(-4, 4, 161)  # the stretch of z on which the small curve is drawn

# The sheet, 14 × 6.8 units like the biological neuron's.
MIDDLE = 4.0
INPUT_X, INPUT_RADIUS = 1.95, 0.48
SPACING = (0.0, 2.4, 1.8, 1.4, 1.1)  # from input to input, for 1 to 5 of them
SUM, ACTIVATION, BODY_RADIUS = np.array([7.5, MIDDLE]), np.array([10.35, MIDDLE]), 0.95
OUTPUT, OUTPUT_RADIUS = np.array([13.0, MIDDLE]), 0.62
BIAS, BIAS_RADIUS = np.array([7.5, 6.27]), 0.48
CURVE_CENTRE = ACTIVATION - (0, 0.12)
ARRIVAL = 48.0  # degrees: edges reach the body on this much of its left side, up and down
CAPTION_Y, FORMULA_Y = 0.98, 0.36
CAPTIONS = (  # names of the parts, and their positions
    (INPUT_X, "inputs"),
    (4.5, "weights"),
    (SUM[0], "weighted sum"),
    (ACTIVATION[0], "activation"),
    (OUTPUT[0], "output"),
)


def draw_artificial_neuron(
    ax, x=None, w=None, b=0.0, activation="sigmoid", d=None, names=True, formula=True
):
    """Draw a neuron that computes ŷ = σ(wᵀx + b), from left to right.

    Without numbers it shows the symbols x_1 … x_d. With numbers, every edge shows
    w_j x_j, the body shows their sum z, and the output shows σ(z), all rounded; "≈" means
    that the last step is not exact in the digits shown. The width of an edge grows with |w|
    (towards a limit); its colour gives the sign of w. The model is from McCulloch and Pitts
    (1943) and Rosenblatt (1958).

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        7 × 3.4 inches suit the drawing of 14 × 6.8 units.
    x, w : array_like (d,), optional
        Features and weights, both or none; d from 1 to 5.
    b : float
    activation : Activation or str
    d : int, optional
        Number of inputs of the drawing with symbols. Left out, it shows x_1, x_2, ⋮, x_d.
    names : bool or sequence of str
        Name the parts below the picture; or a sequence of `d` names, for the features.
    formula : bool
        Write the computation underneath.

    Returns
    -------
    dict of str to artist or list of artists
        `update_artificial_neuron` takes it and shows other numbers.
    """
    if x is not None:
        x = checks.vector(x, "x")
        d = len(x)
    dots = d is None
    d = 3 if dots else checks.whole_number(d, "the number of inputs", at_most=len(SPACING))
    labels = ("1", "2", "d") if dots else [str(j + 1) for j in range(d)]
    rows = np.array([1.9, 0.6, -1.9]) if dots else SPACING[d - 1] * ((d - 1) / 2 - np.arange(d))
    heights = MIDDLE + rows
    sheet = Sheet(ax, 14.0, 6.8)
    artists = _draw_inputs(sheet, heights, labels, None if isinstance(names, bool) else names)
    if dots:
        between = (heights[1] + heights[2]) / 2 + np.array([-0.2, 0, 0.2])
        artists["dots"] = ax.plot([INPUT_X] * 3, between, ".", color=MUTED, ms=4)
    artists |= _draw_edges(sheet, heights) | _draw_nodes(sheet) | _draw_curve(sheet)
    _draw_flow(sheet)
    if names is True:
        for place, word in CAPTIONS:
            sheet.text(place, CAPTION_Y, word, 9.5, MUTED)
    if formula:
        artists["formula"] = sheet.text(7.0, FORMULA_Y, size=11, va="center")
    if x is not None:
        update_artificial_neuron(artists, x, w, b, activation)
    else:
        _show_symbols(artists, labels, get_activation(activation))
    keep_layout_fixed(ax)
    return artists


def update_artificial_neuron(artists, x, w, b=0.0, activation="sigmoid"):
    """Show other numbers in what `draw_artificial_neuron` returned for equally many inputs."""
    x = checks.vector(x, "x", len(artists["edges"]))
    w = checks.vector(w, "w", len(x))
    activation = get_activation(activation)
    with np.errstate(over="ignore", invalid="ignore"):  # huge inputs may reach infinity
        products = w * x
        z = float(np.sum(products) + b)
    y_hat = _value(activation, z)
    words = _product_texts(w, x, products)
    for j, name in enumerate(artists["input_names"]):
        _write_in_node(artists["input_values"][j], x[j])
        name.set_text(name.get_text() or f"$x_{j + 1}$")
        artists["edges"][j].set(color=sign_colour(w[j]), linewidth=edge_width(w[j]))
        _write_on_edge(artists, j, words[j], follow=True)
    artists["bias_edge"].set(color=sign_colour(b), linewidth=edge_width(b))
    _write_in_node(artists["bias_value"], b)
    artists["bias_name"].set_text("$b$")
    artists["sum_sign"].set_position(shifted(SUM, 0, 0.25))
    artists["sum_value"].set_text(rounded(z))
    _write_in_node(artists["output_value"], y_hat, room=60)
    # Where ŷ is a probability, the output has the colour that ŷ has in a shaded plane.
    probable = activation.name in ("sigmoid", "step") and not np.isnan(y_hat)
    artists["output"].set(facecolor=PROBABILITY(y_hat) if probable else PAPER, edgecolor=INK)
    artists["output_name"].set_text(r"$\hat{y}$")
    artists["activation_name"].set_text(activation.title)
    _show_curve(artists, activation, z)
    if "formula" in artists:
        artists["formula"].set_text(_formula_text([*products, b], z, activation, y_hat))


# ---- where the parts are ---------------------------------------------------------------


def _draw_inputs(sheet, heights, labels, features):
    # The pale capsule encloses what belongs to one neuron.
    around = BODY_RADIUS + 0.33
    width, height = ACTIVATION[0] - SUM[0] + 2 * around, 2 * around
    look = {"facecolor": ROW, "edgecolor": FAINT, "linewidth": 1.0, "zorder": 0.5}
    sheet.box(*(SUM - around), width, height, corner=around, **look)
    nodes = [sheet.disc(INPUT_X, y, INPUT_RADIUS, "dendrites") for y in heights]
    values = [sheet.text(INPUT_X, y, size=12) for y in heights]
    names = [sheet.text(INPUT_X - 0.6, y, size=11, ha="right") for y in heights]
    if features:
        for text, feature, label in zip(names, features, labels, strict=True):
            text.set(text=_narrow(feature) + f"$x_{label}$", fontsize=9, va="center")
    return {"inputs": nodes, "input_values": values, "input_names": names}


def _draw_edges(sheet, heights):
    """One line per weight and the text that goes with it."""
    edges, notes = [], []
    look = {"rotation_mode": "anchor", "va": "center", "zorder": 8}
    for y in heights:
        angle = np.radians(ARRIVAL * (y - MIDDLE) / 2.2)  # fanned out, so texts have room
        end = SUM + BODY_RADIUS * np.array([-np.cos(angle), np.sin(angle)])
        way = _direction((INPUT_X, y), end)
        start = np.array([INPUT_X, y]) + INPUT_RADIUS * way
        edges.append(sheet.line([start, end + 0.08 * way]))  # the thick end hides below the body
        above = 9.5 * np.array([-way[1], way[0]])
        notes.append(sheet.ax.annotate("", start, above, textcoords="offset points", **look))
    return {"edges": edges, "edge_labels": notes}


def _draw_nodes(sheet):
    ends = [shifted(BIAS, 0, -BIAS_RADIUS), shifted(SUM, 0, BODY_RADIUS)]
    return {
        "bias_edge": sheet.line(ends, solid_capstyle="round"),
        "bias": sheet.disc(*BIAS, BIAS_RADIUS, "hillock"),
        "bias_name": sheet.text(*shifted(BIAS, 0.65, 0), size=11, ha="left"),
        "bias_value": sheet.text(*BIAS, size=11),
        "sum_sign": sheet.text(*SUM, r"$\Sigma$", 20),
        "sum": sheet.disc(*SUM, BODY_RADIUS, "soma"),
        "sum_value": sheet.text(*shifted(SUM, 0, -0.47), size=10),
        "activation": sheet.disc(*ACTIVATION, BODY_RADIUS, "hillock"),
        "output": sheet.disc(*OUTPUT, OUTPUT_RADIUS, "axon"),
        "output_value": sheet.text(*OUTPUT, size=12),
        "output_name": sheet.text(*shifted(OUTPUT, 0, 0.92), size=12),
    }


def _draw_curve(sheet):
    """A small curve of σ on two hairlines, and a dot at (z, σ(z))."""
    (x, y), plot = CURVE_CENTRE, sheet.ax.plot
    hairline = {"color": HILLOCK_PALE, "lw": 0.8, "zorder": 6}
    (across,) = plot([x - 0.66, x + 0.66], [0, 0], **hairline)
    (upright,) = plot([x, x], [y - 0.45, y + 0.45], **hairline)
    (curve,) = plot([], [], color=INK, lw=1.8, zorder=7)
    (dot,) = plot([], [], "o", color=INK, mec=PAPER, mew=1.0, ms=6.5, zorder=8)
    sheet.text(*shifted(ACTIVATION, 0, 0.62), r"$\sigma$", 11)
    name = sheet.text(*shifted(ACTIVATION, 0, -1.5), "", 9, MUTED)
    return {"curve_axes": [across, upright], "curve": curve, "dot": dot, "activation_name": name}


def _draw_flow(sheet):
    """The two arrows, and what the first one carries."""
    sheet.arrow(shifted(SUM, BODY_RADIUS, 0), shifted(ACTIVATION, -BODY_RADIUS, 0), MUTED)
    ends = shifted(ACTIVATION, BODY_RADIUS, 0), shifted(OUTPUT, -OUTPUT_RADIUS, 0)
    sheet.arrow(*ends, PART_COLOURS["axon"][1])
    sheet.text(*shifted((SUM + ACTIVATION) / 2, 0, 0.25), "$z$", 12)


def _direction(start, end):
    way = np.subtract(end, start)
    return way / np.linalg.norm(way)


# ---- what they show --------------------------------------------------------------------


def _show_symbols(artists, labels, activation):
    for j, label in enumerate(labels):
        artists["input_values"][j].set_text(f"$x_{label}$")
        _write_on_edge(artists, j, f"$w_{label}$", follow=False)
        artists["edges"][j].set(color=PART_COLOURS["synapse"][1], linewidth=2.2)
    artists["bias_edge"].set(color=PART_COLOURS["hillock"][1], linewidth=2.2)
    artists["bias_value"].set_text("$b$")
    artists["output_value"].set_text(r"$\hat{y}$")
    _show_curve(artists, activation, np.nan)
    if "formula" in artists:
        terms = [f"w_{label} x_{label}" for label in labels]
        if "dots" in artists:
            terms.insert(2, r"\cdots")
        artists["formula"].set_text(
            rf"$z = w^\mathsf{{T}} x + b = {' + '.join(terms)} + b$        $\hat{{y}} = \sigma(z)$"
        )


def _show_curve(artists, activation, z):
    """Fit the curve of `activation` into its circle, and put the dot on it."""
    values = np.asarray(activation(CURVE_Z), dtype=float)
    low, high = min(values.min(), 0.0), max(values.max(), 1e-9)

    def place(at, value):
        x, y = CURVE_CENTRE
        return x + 0.155 * at, y + 0.84 * ((value - low) / (high - low) - 0.5)

    artists["curve"].set_data(*place(CURVE_Z, values))
    artists["curve_axes"][0].set_ydata([place(0, 0.0)[1]] * 2)
    at = np.clip([] if np.isnan(z) else [z], *CURVE_Z[[0, -1]])
    artists["dot"].set_data(*place(at, np.array([_value(activation, value) for value in at])))


def _value(activation, z):
    """Return σ(z) as a float, even if `z` is infinite."""
    if np.isnan(z):
        return z
    y_hat = float(np.ravel(activation(np.array([np.clip(z, -FAR, FAR)])))[0])
    return float(np.copysign(np.inf, y_hat)) if np.isinf(z) and abs(y_hat) > 1e-9 * FAR else y_hat


def relation_to_output(activation, z, a):
    """Return "=" if σ of the digits shown for `z` gives the digits shown for `a`."""
    exact = activation.name in EXACT or z == 0  # sigmoid(0) is ½, tanh(0) is 0
    return relation(_value(activation, as_shown(z)), a) if exact else "≈"


def in_product(value):
    """Write a number as a factor: negative ones are in parentheses."""
    return f"({rounded(value)})" if value < 0 else rounded(value)


def weighted_sum(weights, values, b, z, longest):
    """Write z as the sum of the products of `weights` and `values` and of `b`, if it fits."""
    words, total = "", 0.0
    for weight, value in zip(weights, values, strict=True):
        sign = ("−" if weight < 0 else "") if not words else " − " if weight < 0 else " + "
        words += f"{sign}{rounded(abs(weight))} · {in_product(value)}"
        total += as_shown(weight) * as_shown(value)
    words += f" {'−' if b < 0 else '+'} {rounded(abs(b))}"
    if len(words) > longest:
        words = r"$w^\mathsf{T} a + b$"
    return f"$z$ = {words} {relation(total + as_shown(b), z)} {rounded(z)}"


def _write_in_node(text, value, room=47):
    """Write `value` small enough for its circle, `room` points wide, but not below 8.5 points."""
    words = rounded(value)
    if len(words) > room / 7.8:
        words = rounded(value, digits=1)
    text.set(text=words, fontsize=float(np.clip(room / len(words), 8.5, 11)))


def _write_on_edge(artists, j, words, follow):
    """Put `words` at edge `j`: along it, starting at the input, or upright at its middle."""
    note, edge = artists["edge_labels"][j], artists["edges"][j].get_xydata()
    way = _direction(*edge)
    if follow:
        turn = float(np.degrees(np.arctan2(way[1], way[0])))
        note.set(text=words, rotation=turn, ha="left", fontsize=9)
        note.xy = edge[0] + 0.1 * way
    else:
        note.set(text=words, rotation=0, ha="center", fontsize=12)
        note.xy = edge[0] + 0.42 * (edge[1] - edge[0])


def _product_texts(w, x, products):
    """w_j x_j = their numbers = the product, or less where the edges are too short for it."""
    texts = []
    for weight, feature, product in zip(w, x, products, strict=True):
        sign = relation(as_shown(weight) * as_shown(feature), product)
        texts.append(f"{rounded(weight)} · {in_product(feature)} {sign} {rounded(product)}")
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
    last = relation_to_output(activation, z, y_hat)
    return (
        f"$z$ = {total} {sign} {rounded(z)}"
        f"        $\\hat{{y}}$ = $\\sigma$({rounded(z)}) {last} {rounded(y_hat)}"
    )


def _narrow(name, width=9):
    """`name` in lines of at most `width` characters, ready for an x_j behind it."""
    words = [word if len(word) <= width else word[: width - 2] + "…" for word in name.split()]
    lines = textwrap.wrap(" ".join(words), width) or [""]
    return "\n".join(lines) + (" " if len(lines[-1]) <= 6 else "\n")
