"""The words beside a computational graph: symbols, operations, and the arithmetic of a step."""

import re

from lecturekit.draw.graph_plan import drawn_parents
from lecturekit.draw.rounding import as_shown, relation, rounded

SIGNS = {"+": "+", "-": "−", "*": "·", "/": "/"}
FUNCTIONS = {"exp": "exp", "log": "log", "tanh": "tanh", "sigmoid": "σ"}
MOST_TERMS = 4  # of a sum that fits on one line
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain_symbols(nodes):
    """What each node is called: its name, or v₁, v₂, … for those without one."""
    symbols, unnamed = [], 0
    for node in nodes:
        unnamed += not node.name
        symbols.append(node.name or f"v_{unnamed}")
    return symbols


def typeset(symbol):
    """Write a short symbol as mathematics, and leave longer names as they are."""
    letter, _, index = symbol.partition("_")
    if len(letter) == 1 and letter.isalpha() and symbol.replace("_", "").isalnum():
        return f"${letter}_{{{index}}}$" if index else f"${letter}$"
    return symbol


def operation_words(node, operands):
    """Write what `node` computes of `operands`, two strings or one: "w + x", "σ(z)", "e²"."""
    operation = node.operation
    if operation in SIGNS:
        return f"{operands[0]} {SIGNS[operation]} {operands[1]}"
    if operation in FUNCTIONS:
        return f"{FUNCTIONS[operation]}({operands[0]})"
    if operation == "relu":
        return f"max(0, {operands[0]})"
    if operation == "neg":
        return f"−{operands[0]}"
    if operation.endswith("**"):
        return f"{operation.removesuffix(' **')}^{operands[0]}"
    exponent = operation.removeprefix("** ")
    whole = re.fullmatch(r"-?\d+", exponent)
    return f"{operands[0]}{exponent.translate(RAISED) if whole else '^' + exponent}"


def short_operation(node):
    """The operation in one word, for a node whose operands have long names."""
    words = {"+": "plus", "-": "minus", "*": "times", "/": "divided", "relu": "ReLU"}
    return words.get(node.operation, node.operation)


def operands_of(node, nodes, symbols):
    """The words for each operand: its symbol, or its number if it is a constant."""
    drawn = {k: i for i, k in drawn_parents(node, nodes)}
    return [
        symbols[drawn[k]] if k in drawn else _factor(parent.value)
        for k, (parent, _) in enumerate(node.parents)
    ]


def derivative_words(node, k, operands, result):
    """The formula of the local derivative with respect to operand `k`; "" if it is a number."""
    a = operands[k]
    other = operands[1 - k] if len(operands) == 2 else ""
    if node.operation == "*":
        return other
    if node.operation == "/":
        return f"1 / {operands[1]}" if k == 0 else f"−{operands[0]} / {operands[1]}²"
    if node.operation == "sigmoid":
        return f"{result} (1 − {result})"
    if node.operation in ("exp", "log", "tanh"):
        return {"exp": result, "log": f"1 / {a}", "tanh": f"1 − {result}²"}[node.operation]
    if node.operation == "** 2":
        return f"2 {a}"
    return ""


def forward_words(nodes, i, symbols):
    """Two lines: how node `i` gets its value, and its local derivatives."""
    node, name = nodes[i], symbols[i]
    words = operands_of(node, nodes, symbols)
    figures = operation_words(node, [_factor(parent.value) for parent, _ in node.parents])
    first = f"{name} = {operation_words(node, words)} = {figures} "
    first += f"{_relation_of(node)} {rounded(node.value)}"
    parts = []
    for source, k in drawn_parents(node, nodes):
        slope = node.parents[k][1]
        formula = derivative_words(node, k, words, name)
        shown = rounded(slope)
        if formula and formula != _factor(slope):
            shown = f"{formula} {_relation_of_slope(node, slope)} {shown}"
        parts.append(f"∂{name}/∂{symbols[source]} = {shown}")
    second = "local derivatives:  " if len(parts) > 1 else "local derivative:  "
    return first, second + "      ".join(parts)


def backward_words(nodes, i, symbols, gradients):
    """Two lines: the rule for the gradient of node `i`, and its numbers.

    A gradient, over all paths, is written with d, and a local derivative with ∂: where an
    edge runs straight to the output, the two are not the same.
    """
    name, output = symbols[i], symbols[-1]
    ratio = f"d{output}/d{name}"
    if i == len(nodes) - 1:
        return f"start at the output:  {ratio} = 1", "the output changes exactly as fast as itself"
    rule, numbers, total = [], [], 0.0
    for j, node in enumerate(nodes):
        for source, k in drawn_parents(node, nodes):
            if source == i:
                slope, upstream = node.parents[k][1], gradients[j]
                rule.append(f"∂{symbols[j]}/∂{name} · d{output}/d{symbols[j]}")
                numbers.append(f"{_factor(slope)} · {_factor(upstream)}")
                total += as_shown(slope) * as_shown(upstream)
    end = f"{relation(total, gradients[i])} {rounded(gradients[i])}"
    note = f"      ({len(rule)} paths meet here: their sum)" if len(rule) > 1 else ""
    words = f"{ratio} = {'  +  '.join(rule)}"
    if len(rule) > MOST_TERMS:
        words = f"{ratio} = the sum over {len(rule)} paths of  local derivative · upstream gradient"
        numbers[MOST_TERMS - 1 :] = ["…"]
    elif len(rule) < MOST_TERMS - 1:
        words = f"local derivative · upstream gradient:      {words}"
    return words, f"{ratio} = {'  +  '.join(numbers)} {end}{note}"


def _relation_of_slope(node, slope):
    """ "=" if the formula of the local derivative gives the digits shown, otherwise "≈"."""
    if node.operation == "*":
        return "="
    if node.operation == "** 2":
        return relation(2 * as_shown(node.parents[0][0].value), slope)
    return relation(slope, slope)


def _factor(value):
    """A number inside a formula: in parentheses if it is negative."""
    return f"({rounded(value)})" if value < 0 else rounded(value)


def _relation_of(node):
    """ "=" if the digits shown give the digits of the result, otherwise "≈"."""
    shown = [as_shown(parent.value) for parent, _ in node.parents]
    if node.operation in SIGNS:
        a, b = shown
        results = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else float("nan")}
        return relation(results[node.operation], node.value)
    if node.operation in ("relu", "neg"):
        return relation(max(0.0, shown[0]) if node.operation == "relu" else -shown[0], node.value)
    if node.operation.startswith("** "):
        return relation(shown[0] ** float(node.operation[3:]), node.value) if shown[0] else "="
    return "≈"
