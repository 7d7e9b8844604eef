"""Where the nodes of a computational graph stand: columns, rows and the ways between them.

Columns follow the longest path from the inputs, so that every edge runs to the right.
An edge that passes a column takes a row of its own there, so that it crosses no node. The
rows are ordered so that few edges cross (Sugiyama, Tagawa and Toda, "Methods for visual
understanding of hierarchical system structures", 1981, cut down to graphs of a few nodes).
"""

from itertools import combinations, pairwise, permutations
from typing import NamedTuple

import numpy as np

from lecturekit.draw.network import spread_labels

# The sheet, 14 units wide like that of a network.
WIDTH, HEIGHT = 14.0, 6.8
LEFT, RIGHT = 0.15, 13.85
ABOVE, BOTTOM = 0.5, 1.25  # above the rows is the key, below them are the words
NAME_HEIGHT = 0.38  # above each node
WIDEST_STEP, HIGHEST_STEP, LOWEST_STEP = 4.2, 1.9, 1.27  # from column to column, row to row
MOST_NODES, MOST_COLUMNS, MOST_ROWS = 16, 8, 6
SWEEPS, STARTS = 6, 8  # of the search for an order with few crossings
LABEL_MARGIN = 0.32  # from a node to the middle of a label, if there is room
RISE = 0.24  # from a level edge up to the middle of its label


class Edge(NamedTuple):
    """One operand of one node: the numbers of both, which operand, and its way."""

    source: int
    target: int
    operand: int
    way: np.ndarray  # (m, 2)
    label: np.ndarray  # (2,), where the local derivative stands


class GraphPlan(NamedTuple):
    """The geometry of a graph. It depends on its structure alone, never on a number."""

    places: np.ndarray  # (number of nodes, 2), the centres
    edges: list
    width: float  # of a node
    height: float
    sheet: float  # height of the whole sheet
    structure: tuple


def drawn_nodes(output):
    """The nodes that a drawing shows: the history of `output` without its constants."""
    return [node for node in output.history() if node.operation != "constant"]


def drawn_parents(node, nodes):
    """List (number in `nodes`, which operand) for every operand of `node` that is drawn."""
    number = {other: i for i, other in enumerate(nodes)}
    return [(number[parent], k) for k, (parent, _) in enumerate(node.parents) if parent in number]


def structure(nodes):
    """What must stay the same for one drawing to serve for other numbers."""
    return tuple((node.operation, tuple(drawn_parents(node, nodes))) for node in nodes)


def plan(nodes):
    """Choose places and ways.

    Parameters
    ----------
    nodes : list of Value
        As `drawn_nodes` gives them.

    Returns
    -------
    GraphPlan

    Raises
    ------
    ValueError
        If there are too many nodes, columns or rows to read the numbers.
    """
    if len(nodes) > MOST_NODES:
        raise ValueError(
            f"the graph has {len(nodes)} nodes, but the drawing has room for {MOST_NODES}; draw "
            "a part of it, for example the graph of one of its intermediate results."
        )
    parents = [drawn_parents(node, nodes) for node in nodes]
    columns, chains = _columns(parents)
    rows = max(map(len, columns))
    if len(columns) > MOST_COLUMNS or rows > MOST_ROWS:
        raise ValueError(
            f"the graph needs {len(columns)} columns and {rows} rows, but the drawing has room for "
            f"{MOST_COLUMNS} and {MOST_ROWS}; draw the graph of one of its intermediate results."
        )
    columns = _untangled(columns, chains)
    across = min(WIDEST_STEP, (RIGHT - LEFT) / len(columns))
    sheet = max(HEIGHT, BOTTOM + rows * LOWEST_STEP + ABOVE)
    top = sheet - ABOVE
    down = min(HIGHEST_STEP, (top - BOTTOM) / rows)
    width, height = min(1.9, 0.54 * across), min(1.3, down - NAME_HEIGHT - 0.06)
    spots = {}
    for c, column in enumerate(columns):
        x = (LEFT + RIGHT) / 2 + across * (c - (len(columns) - 1) / 2)
        for r, stop in enumerate(column):
            y = (top + BOTTOM - NAME_HEIGHT) / 2 + down * ((len(column) - 1) / 2 - r)
            spots[stop] = (x, y)
    places = np.array([spots[i] for i in range(len(nodes))])
    ways = _ways(chains, spots, width, height)
    labels = _label_places(ways)
    edges = [
        Edge(chain[0], chain[-1], operand, way, label)
        for (chain, operand), way, label in zip(chains, ways, labels, strict=True)
    ]
    return GraphPlan(places, edges, width, height, sheet, structure(nodes))


def _columns(parents):
    """Sort the stops of all edges into columns.

    Returns
    -------
    columns : list of list
        Of stops: the number of a node, or a tuple that stands for an edge passing by.
    chains : list of (tuple of stops, int)
        For each edge the stops from its source to its target, and which operand it is.
    """
    layer = [0] * len(parents)
    for i, operands in enumerate(parents):
        layer[i] = max((layer[source] + 1 for source, _ in operands), default=0)
    for i in reversed(range(len(parents))):  # inputs move right, to where they are first needed
        needed = [layer[j] for j, operands in enumerate(parents) if i in dict(operands)]
        if not parents[i] and needed:
            layer[i] = min(needed) - 1
    columns = [[] for _ in range(max(layer) + 1)]
    for i, number in enumerate(layer):
        columns[number].append(i)
    chains = []
    for target, operands in enumerate(parents):
        for source, operand in operands:
            passing = [
                (source, target, operand, number)
                for number in range(layer[source] + 1, layer[target])
            ]
            for stop in passing:
                columns[stop[-1]].append(stop)
            chains.append(((source, *passing, target), operand))
    return columns, chains


def _untangled(columns, chains):
    """Order every column so that few edges cross, and the edges are short.

    One column after the other takes its best order while its neighbours stay. That may end
    in a tangle, so it is tried from several starts, always the same ones.
    """
    gaps = [[] for _ in columns]  # the links between a column and the next
    column_of = {stop: c for c, column in enumerate(columns) for stop in column}
    for chain, _ in chains:
        for link in pairwise(chain):
            gaps[column_of[link[0]]].append(link)
    best = None
    rng = np.random.default_rng(0)
    for start in range(STARTS):
        order = [list(column) for column in columns]
        if start:
            for column in order:
                rng.shuffle(column)
        for sweep in range(SWEEPS):
            before = [list(column) for column in order]
            numbers = range(len(order))
            for c in numbers if sweep % 2 == 0 else reversed(numbers):
                # A column is short, so that all its orders can be tried.
                order[c] = min(
                    map(list, permutations(order[c])),
                    key=lambda trial: _tangle([*order[:c], trial, *order[c + 1 :]], gaps, c),
                )
            if order == before:
                break
        total = _tangle(order, gaps)
        if best is None or total < best[0]:
            best = (total, order)
        if total[0] == 0:
            break
    return best[1]


def _tangle(order, gaps, column=None):
    """How bad an order is, in whole or around one column.

    Returns
    -------
    crossings : int
    length : float
        Of the edges, squared.
    disorder : int
        How many nodes stand above one that was made before them.
    """
    near = range(len(order)) if column is None else range(max(column - 1, 0), column + 1)
    crossings = disorder = 0
    length = 0.0
    for c in near:
        nodes = [stop for stop in order[c] if not isinstance(stop, tuple)]
        disorder += sum(a > b for a, b in combinations(nodes, 2))
        if not gaps[c]:
            continue
        left, right = _heights(order[c]), _heights(order[c + 1])
        ends = [(left[a], right[b]) for a, b in gaps[c]]
        crossings += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(ends, 2))
        length += sum((a - b) ** 2 for a, b in ends)
    return crossings, length, disorder


def _heights(column):
    """How far each stop is from the middle of its column, in rows."""
    return {stop: r - (len(column) - 1) / 2 for r, stop in enumerate(column)}


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

    On a level edge it stands above, because it may be as long as the edge.
    """
    if not ways:
        return []
    lasts = [_shortened(*way[-2:]) for way in ways]
    others = [way[k : k + 2] for way in ways for k in range(0, len(way) - 2, 2)]
    level = np.array([abs(end[1] - start[1]) < 0.1 for start, end in lasts])
    middles = np.array([(start + end) / 2 for start, end in lasts])
    if len(ways) == 1:
        spots = middles.copy()
    else:
        spots = spread_labels(np.array(lasts + others))[: len(lasts)]
    for i in np.flatnonzero(level):
        away = middles - middles[i]
        twin_above = (np.abs(away[:, 0]) < 0.5) & (away[:, 1] > 0) & (away[:, 1] < 3 * RISE)
        spots[i] = middles[i] + (0, -RISE if twin_above.any() else RISE)
    return list(spots)


def _shortened(start, end):
    share = min(0.3, LABEL_MARGIN / (end[0] - start[0]))
    return np.array([start + share * (end - start), end - share * (end - start)])
