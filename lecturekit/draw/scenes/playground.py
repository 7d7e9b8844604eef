"""A random network on toy data: its regions, and the map of each of its hidden neurons."""

import numpy as np

from lecturekit.activations import get_activation
from lecturekit.checks import count
from lecturekit.draw.hidden import draw_hidden_maps, update_hidden_maps
from lecturekit.draw.planes import draw_points
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import HIGHLIGHT, MUTED
from lecturekit.experiments.random_features import playground_network
from lecturekit.experiments.runs import TOY_DATA, toy_examples
from lecturekit.network import Network

MOST_NEURONS = 8
GAP = 0.03  # left of the maps, as a fraction of their panel
LIMITS = (-2.5, 2.5)  # all data are standardised, so one frame suits all
NAMES = {data: "XOR" if data == "xor" else data for data in TOY_DATA}


class Playground(Scene):
    """Left: the network's output over the plane. Right: the neurons of one hidden layer.

    Values: ``data`` (a key of `TOY_DATA`), ``depth`` and ``width`` of the hidden layers,
    ``activation``, ``seed`` and ``scale`` of the random weights, ``output`` ("random" or
    "fitted": logistic regression on the last hidden layer), and the ``layer`` shown; the last
    one, if there are fewer. Part 2, the example.
    """

    size = (7.8, 2.85)
    widths = (1, 1.5)

    def build(self, left, right):
        network = Network([2, MOST_NEURONS, 1], "tanh", "sigmoid")
        right.axis("off")
        panels = [
            right.inset_axes((GAP + 0.247 * column, y, 0.228, 0.405))
            for y in (0.51, 0.0)
            for column in range(4)
        ]
        self.picture = draw_hidden_maps(
            [left, *panels], network, *toy_examples("moons"), LIMITS, LIMITS, size=4.5
        )
        left.set_box_aspect(None)  # or the layout would leave no room above the plane
        self.room(left)
        left.set(xlabel="$x_1$ (standardised)", ylabel="$x_2$ (standardised)")
        self.points = {"moons": [*self.picture.points.values()]}
        for data in TOY_DATA:
            if data != "moons":
                points = draw_points(left, *toy_examples(data), size=4.5)
                self.points[data] = [*points.values()]
        self._register(left, panels)
        self._label(left, right)
        self.lay_out()

    def _register(self, left, panels):
        self.picture.output.image.set_zorder(0.6)  # above the axes, which do not change
        self.moves(self.picture.output.image, self.picture.output.line)
        for points in self.points.values():
            self.moves(*points)
        self.neurons = []
        for ax, neuron in zip(panels, self.picture.neurons, strict=True):
            ax.axis("off")
            neuron.image.set_zorder(0.6)
            # Above the map there is one line: the badge, and the weight instead of "neuron".
            neuron.title.set_text("")
            badge = ax.texts[0]
            badge.xycoords, badge.xy, badge.xyann = "axes fraction", (0, 1), (7, 10)
            neuron.weight.xyann = (0.22, 1.05)
            neuron.weight.set(fontsize=9, verticalalignment="bottom")
            self.moves(neuron.image, neuron.line)
            self.moves(badge)  # touches the edge of the map
            self.moves(neuron.weight, apart=True)
            self.neurons.append((neuron.image, neuron.line, badge, neuron.weight))

    def _label(self, left, right):
        above = {"va": "bottom", "fontweight": "bold"}
        self.right = self.words(left, 0, 1.025, **above)
        self.output = self.words(left, 1, 1.025, va="bottom", ha="right", fontsize=9.5)
        self.title = self.words(right, GAP, 1.025, **above)
        self.parameters = self.words(right, GAP, -0.075, va="top")
        note = "line: z = 0; orange: output above its value at z = 0; blue: below"
        look = {"transform": right.transAxes, "va": "top", "color": MUTED, "fontsize": 9}
        right.text(GAP, -0.16, note, **look)

    def update(self, data, output, layer, **choices):
        network = playground_network(data=data, output=output, **choices)
        depth, width = choices["depth"], choices["width"]
        missing = layer if layer > depth else None
        layer = min(layer, depth)
        last = layer == depth
        shown = self.picture._replace(neurons=self.picture.neurons[:width], layer=layer)
        update_hidden_maps(shown, network)
        for k, parts in enumerate(self.neurons):
            for artist in parts:
                artist.set_visible(k < width)
            weight = parts[-1]
            weight.set_visible(k < width and last)
            weight.set_text(weight.get_text().replace("weight", "w ="))
        self.show_only(self.points, data)
        right = _right(network, data)
        self.right.set_text(f"{right} of 200 right")
        fitted = output == "fitted"
        colour = HIGHLIGHT if fitted else MUTED
        self.output.set(text=f"output: {output}", color=colour)
        place = "the hidden layer" if depth == 1 else f"hidden layer {layer} of {depth}"
        if missing:
            place = f"layer {layer} (no layer {missing})"
        weights = "; w: its weights in the output" if last else ""
        self.title.set_text(f"{place}{weights}")
        self.parameters.set_text(_parameters(network, fitted))

    def describe(self, data, output, layer, **choices):
        network = playground_network(data=data, output=output, **choices)
        missing = f" (there is no layer {layer})" if layer > choices["depth"] else ""
        layer = min(layer, choices["depth"])
        name = get_activation(choices["activation"]).title
        return (
            f"A network {_sizes(network)} with activation {name} and random "
            f"hidden weights (seed {choices['seed']}, size × {choices['scale']:g}) and "
            f"{'a fitted' if output == 'fitted' else 'a random'} output neuron gets "
            f"{_right(network, data)} of 200 examples of {NAMES[data]} right. Beside its regions, "
            f"the outputs of {count(choices['width'], 'neuron')} of hidden layer {layer}{missing}."
        )


def _right(network, data):
    X, y = toy_examples(data)
    return int(np.sum(network.predict(X) == y))


def _sizes(network):
    return " → ".join(map(str, network.sizes))


def _parameters(network, fitted):
    own = network.layers[-1].W.size + 1
    words = f"{own} of them fitted" if fitted else "all of them random"
    return f"{_sizes(network)}: {network.theta.size} parameters, {words}"
