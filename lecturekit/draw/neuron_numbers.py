"""What a drawn artificial neuron shows: symbols, or numbers flowing through it."""

import numpy as np

from lecturekit.draw.neuron_sheet import ACTIVATION, SUM, direction
from lecturekit.draw.rounding import as_shown, relation, rounded
from lecturekit.draw.shapes import (
    PART_COLOURS,
    shifted,
)
from lecturekit.draw.sheet import edge_width, sign_colour

EXACT = ("step", "identity", "relu", "leaky_relu")  # their values need no rounding
FAR = 1e300  # stands for infinity where a formula would give ∞ · 0
CURVE_Z = np.linspace(-4, 4, 161)  # the stretch of z on which the small curve is drawn


def show_symbols(artists, labels, dots, activation):
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


def show_numbers(artists, x, w, b, activation):
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


def _write_in_node(text, value, room=47):
    """Write `value` small enough for its circle, `room` points wide, but not below 8.5 points."""
    words = rounded(value)
    if len(words) > 6:
        words = rounded(value, digits=1)
    text.set(text=words, fontsize=float(np.clip(room / len(words), 8.5, 11)))


def _write_on_edge(artists, j, words, follow):
    """Put `words` at edge `j`: along it, starting at the input, or upright at its middle."""
    note, edge = artists["edge_labels"][j], artists["edges"][j].get_xydata()
    way = direction(*edge)
    if follow:
        turn = float(np.degrees(np.arctan2(way[1], way[0])))
        note.set(text=words, rotation=turn, horizontalalignment="left", fontsize=9)
        note.xy = edge[0] + 0.1 * way
    else:
        note.set(text=words, rotation=0, horizontalalignment="center", fontsize=12)
        note.xy = edge[0] + 0.42 * (edge[1] - edge[0])


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
