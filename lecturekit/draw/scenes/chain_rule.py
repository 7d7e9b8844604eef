"""The chain rule on a graph: every value forward, then every gradient backward, one by one."""

from lecturekit.draw.graph import (
    backward_words,
    draw_graph,
    forward_words,
    graph_steps,
    update_graph,
)
from lecturekit.draw.graph_plan import drawn_nodes
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.graph import Value

TARGET = 1.0  # y of the neuron's one example


def fork(w, x, b):
    """f = (w + x)(x + b), where x has two paths to the output."""
    u, v = named("u", w + x), named("v", x + b)
    return named("f", u * v)


def neuron(w, x, b):
    """J = ½ (σ(w x + b) − 1)², the squared error of one neuron for the target 1."""
    z = named("z", named("p", w * x) + b)
    error = named("e", named("ŷ", z.sigmoid()) - TARGET)
    return named("J", named("q", error**2) / 2)


def relu(w, x, b):
    """f = max(0, w x + b), whose derivative is 0 on one side."""
    z = named("z", named("p", w * x) + b)
    return named("f", z.relu())


def named(name, value):
    """Give a result its name, and return it."""
    value.name = name
    return value


# For each graph: how it is built, its formula in figures, and its name with the formula in words.
GRAPHS = {
    "fork": (fork, r"$f = (w + x) \cdot (x + b)$", "fork: f = (w + x) · (x + b)"),
    "neuron": (neuron, r"$J = ½\,(\sigma(w x + b) - 1)^2$", "neuron: J = ½ (σ(w x + b) − 1)²"),
    "relu": (relu, r"$f = \max(0,\ w x + b)$", "ReLU: f = max(0, w x + b)"),
}


def build(graph, w, x, b):
    """Return the output of one of the `GRAPHS`, a `Value`."""
    return GRAPHS[graph][0](Value(w, "w"), Value(x, "x"), Value(b, "b"))


def last_step(graph, **_):
    """Return how many steps a graph has, forward and backward together."""
    return len(graph_steps(build(graph, 1.0, 1.0, 1.0)))


class ChainRule(Scene):
    """A computational graph of three inputs after `t` steps.

    Values: ``t``, ``graph`` (one of `GRAPHS`) and the inputs ``w``, ``x`` and ``b``. Part 3,
    the chain rule.
    """

    size = (8.6, 3.2)

    def build(self, ax):
        self.pictures = {
            graph: draw_graph(ax, build(graph, 1.0, 2.0, -1.0), step=0, words=first, key=first)
            for graph, first in zip(GRAPHS, (True, False, False), strict=True)
        }
        ax.set_ylim(bottom=0)  # the graphs drawn without text have cut off the room for it
        words = self.pictures["fork"].words
        self.parts = {}
        for graph, (nodes, edges, *_) in self.pictures.items():
            self.pictures[graph] = self.pictures[graph]._replace(words=words)
            parts = [part for edge in edges for part in (edge.line, edge.head)]
            parts += [part for node in nodes for part in (node.header, node.band, node.box)]
            parts += [edge.label for edge in edges]
            parts += [part for one in nodes for part in (one.operation, one.value, one.gradient)]
            self.moves(*parts)
            names = [node.name for node in nodes]
            self.moves(*names, apart=True)
            self.parts[graph] = [*parts, *names]
        style = {"fontsize": 11, "ha": "center", "va": "center_baseline", "fontweight": "bold"}
        self.title = ax.text(7.75, 4.95, "", **style)
        self.moves(*words, self.title, apart=True)

    def update(self, t, graph, w, x, b):
        self.show_only(self.parts, graph)
        self.title.set_text(GRAPHS[graph][1])
        output = build(graph, w, x, b)
        update_graph(self.pictures[graph], output, step=min(t, last_step(graph)))

    def describe(self, t, graph, w, x, b):
        output = build(graph, w, x, b)
        nodes, order = drawn_nodes(output), graph_steps(output)
        t = min(t, len(order))
        output.backward()
        symbols, gradients = [node.name for node in nodes], [node.gradient for node in nodes]
        words = (
            f"The computational graph of the {GRAPHS[graph][2]} for w = {rounded(w)}, "
            f"x = {rounded(x)}, b = {rounded(b)}, after {t} of {len(order)} steps"
        )
        if t == 0:
            return f"{words}: the inputs are given, nothing has been computed yet."
        phase, i = order[t - 1]
        done = [j for kind, j in order[:t] if kind == phase]
        if phase == "forward":
            lines = forward_words(nodes, i, symbols)
            known = [f"{symbols[j]} = {rounded(nodes[j].value)}" for j in done]
            state = f"values so far: {', '.join(known)}"
        else:
            lines = backward_words(nodes, i, symbols, gradients)
            known = [f"{symbols[j]} {rounded(gradients[j])}" for j in done]
            state = f"{symbols[-1]} = {rounded(output.value)}; gradients so far: {', '.join(known)}"
        return f"{words}: {' '.join('; '.join(lines).split())}; {state}."
