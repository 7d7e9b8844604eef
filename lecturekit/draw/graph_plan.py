"""Positions of the nodes of a computational graph: columns, rows and the edges between them.

Columns follow the longest path from the inputs, so every edge runs to the right. An edge that
passes a column gets its own row there, so it crosses no node. (This is the layout of Sugiyama,
Tagawa and Toda, "Methods for visual understanding of hierarchical system structures", 1981,
reduced to graphs of a few nodes.)
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from lecturekit.draw.network import spread_labels

__all__ = ["BOTTOM", "LEFT", "RIGHT", "WIDTH", "GraphPlan", "drawn_nodes", "drawn_parents", "plan"]

# The sheet, 14 units wide like that of a network.
WIDTH, HEIGHT = 14.0, 5.2
LEFT, RIGHT = 0.15, 13.85
ABOVE, BOTTOM = 0.46, 1.08  # above the rows is the key, below them are the words
NAME_HEIGHT = 0.38  # above each node
WIDEST_STEP, HIGHEST_STEP, LOWEST_STEP = 4.2, 1.9, 1.21  # from column to column, row to row
MOST_NODES, MOST_COLUMNS, MOST_ROWS = 16, 8, 6
SWEEPS = 8  # from column to column, there and back, for an order with few crossings
LABEL_MARGIN = 0.32  # from a node to the middle of a label, if there is room
RISE = 0.24  # from a level edge up to the middle of its label


class Edge(NamedTuple):
    """One operand of one node: the numbers of both, which operand, and its way."""

    source: int
    target: int
    operand: int
    way: np.ndarray  # (m, 2)
    label: np.ndarray  # (2,), where the local derivative is written


class GraphPlan(NamedTuple):
    """The geometry of a graph. It depends on its structure alone, never on a number."""

    places: np.ndarray  # (number of nodes, 2), the centres
    edges: list
    width: float  # of a node
    height: float
    sheet: float  # height of the whole sheet


def drawn_nodes(output):
    """The nodes that a drawing shows: the history of `output` without its constants."""
    return [node for node in output.history() if node.operation != "constant"]


def drawn_parents(node, nodes):
    """List (number in `nodes`, which operand) for every operand of `node` that is drawn."""
    number = {other: i for i, other in enumerate(nodes)}
    return [(number[parent], k) for k, (parent, _) in enumerate(node.parents) if parent in number]


def plan(nodes):
    """Choose places and ways for `nodes`, which `drawn_nodes` gives; refuse what has no room."""
    layer, chains = _chains([drawn_parents(node, nodes) for node in nodes])
    columns = _columns(layer, chains)
    rows = max(map(len, columns))
    if len(nodes) > MOST_NODES or len(columns) > MOST_COLUMNS or rows > MOST_ROWS:
        raise ValueError(
            f"the graph has {len(nodes)} nodes in {len(columns)} columns and {rows} rows, but the "
            f"drawing has room for {MOST_NODES}, {MOST_COLUMNS} and {MOST_ROWS}; draw the graph "
            "of one of its intermediate results."
        )
    across = min(WIDEST_STEP, (RIGHT - LEFT) / len(columns))
    sheet = max(HEIGHT, BOTTOM + rows * LOWEST_STEP + ABOVE)
    top = sheet - ABOVE
    down = min(HIGHEST_STEP, (top - BOTTOM) / rows)
    width, height = min(1.9, 0.54 * across), min(1.3, down - NAME_HEIGHT - 0.06)
    spots = {}
    for c, column in enumerate(columns):
        x = (LEFT + RIGHT) / 2 + across * (c - (len(columns) - 1) / 2)
        for stop, rise in _heights(column).items():
            spots[stop] = (x, (top + BOTTOM - NAME_HEIGHT) / 2 + down * rise)
    ways = _ways(chains, spots, width, height)
    edges = [
        Edge(chain[0], chain[-1], operand, way, label)
        for (chain, operand), way, label in zip(chains, ways, _label_places(ways), strict=True)
    ]
    places = np.array([spots[i] for i in range(len(nodes))])
    return GraphPlan(places, edges, width, height, sheet)


def _chains(parents):
    """Find the column of every node, and the stops of every edge from its source to its target.

    A stop is the number of a node, or a tuple that ends with the number of a column passed by.
    """
    layer = [0] * len(parents)
    for i, operands in enumerate(parents):
        layer[i] = max((layer[source] + 1 for source, _ in operands), default=0)
    for i in reversed(range(len(parents))):  # inputs move right, to where they are first needed
        needed = [layer[j] for j, operands in enumerate(parents) if i in dict(operands)]
        if not parents[i] and needed:
            layer[i] = min(needed) - 1
    chains = []
    for target, operands in enumerate(parents):
        for source, k in operands:
            passed = range(layer[source] + 1, layer[target])
            chains.append(((source, *((source, target, k, c) for c in passed), target), k))
    return layer, chains


def _columns(layer, chains):
    """Order the stops of each column, the highest first, to make few edges cross.

    They start in the order of the expression, as a tree would be drawn; then one column after
    another is sorted by the mean height of its neighbours.
    """
    columns, arriving, near = [[] for _ in range(max(layer) + 1)], {}, {}
    for chain, _ in chains:
        arriving.setdefault(chain[-1], []).append(chain)
        for stop, following in pairwise(chain):
            near.setdefault(stop, []).append(following)
            near.setdefault(following, []).append(stop)

    def enter(node):
        if node in columns[layer[node]]:
            return
        columns[layer[node]].append(node)
        for chain in arriving.get(node, ()):
            for stop in chain[1:-1]:
                columns[stop[-1]].append(stop)
            enter(chain[0])

    enter(len(layer) - 1)
    for sweep in range(SWEEPS if near else 0):
        heights = {stop: rise for column in columns for stop, rise in _heights(column).items()}
        for column in columns if sweep % 2 == 0 else reversed(columns):
            column.sort(key=lambda stop: -np.mean([heights[other] for other in near[stop]]))
            heights |= _heights(column)
    return columns


def _heights(column):
    """How far each stop is above the middle of its column, in rows."""
    return {stop: (len(column) - 1) / 2 - r for r, stop in enumerate(column)}


def _ways(chains, spots, width, height):
    """The corner points of every edge, from the right side of its source to its target's left."""
    leaving, arriving = {}, {}
    for e, (chain, operand) in enumerate(chains):
        leaving.setdefault(chain[0], []).append((-spots[chain[1]][1], operand, e))
        arriving.setdefault(chain[-1], []).append((-spots[chain[-2]][1], operand, e))
    start, end = _offsets(leaving, height), _offsets(arriving, height)
    ways = []
    for e, (chain, _) in enumerate(chains):
        points = [np.add(spots[chain[0]], (width / 2, start[e]))]
        for stop in chain[1:-1]:
            points += [np.add(spots[stop], (-width / 2, 0)), np.add(spots[stop], (width / 2, 0))]
        points.append(np.add(spots[chain[-1]], (-width / 2, end[e])))
        ways.append(np.array(points))
    return ways


def _offsets(ends, height):
    """Spread the edges that meet at one side of a node, the highest first."""
    offsets = {}
    for meeting in ends.values():
        gap = min(0.42, 0.8 * height / len(meeting))
        for place, (_, _, e) in enumerate(sorted(meeting)):
            offsets[e] = gap * ((len(meeting) - 1) / 2 - place)
    return offsets


def _label_places(ways):
    """Put each label on the last stretch of its edge, clear of the nodes and the other edges.

    On a horizontal edge it is above, because it may be as long as the edge.
    """
    lasts = [_shortened(*way[-2:]) for way in ways]
    others = [way[k : k + 2] for way in ways for k in range(0, len(way) - 2, 2)]
    middles = [(start + end) / 2 for start, end in lasts]
    spots = list(middles) if len(ways) < 2 else list(spread_labels(np.array(lasts + others)))
    for i, (start, end) in enumerate(lasts):
        if abs(end[1] - start[1]) < 0.1:
            away = np.array(middles) - middles[i]
            twin_above = (np.abs(away[:, 0]) < 0.5) & (away[:, 1] > 0) & (away[:, 1] < 3 * RISE)
            spots[i] = middles[i] + (0, -RISE if twin_above.any() else RISE)
    return spots[: len(ways)]


def _shortened(start, end):
    share = min(0.3, LABEL_MARGIN / (end[0] - start[0]))
    return np.array([start + share * (end - start), end - share * (end - start)])
