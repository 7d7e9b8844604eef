"""Small changes to a right answer, each a mistake that a student could make."""

import ast
import copy

SWAPS = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Add, ast.Div],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.FloorDiv: [ast.Div],
    ast.MatMult: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
}
METHODS = {"max": ["min", "sum"], "sum": ["mean", "max"], "all": ["any"], "mean": ["sum"]}


def mutants(code):
    """Yield (what was changed, the changed code) for each single change to some code."""
    tree = ast.parse(code)
    function = tree.body[-1]
    names = sorted(
        {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
        | {
            node.id
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
    )
    for k, node in enumerate(ast.walk(function)):
        for number, change in enumerate(changes(node, names)):
            mutant = copy.deepcopy(tree)
            there = list(ast.walk(mutant.body[-1]))[k]
            change(there)
            try:
                text = ast.unparse(ast.fix_missing_locations(mutant))
                compile(text, "<mutant>", "exec")
            except (SyntaxError, ValueError):
                continue
            if text != ast.unparse(tree):
                yield f"{ast.unparse(node)[:60]!r}, {number}", text


def changes(node, names):
    """List functions that each make one change to a node like this one."""
    made = []
    if isinstance(node, ast.BinOp):
        made += [set_to("op", op()) for op in SWAPS.get(type(node.op), ())]
        made += [exchange("left", "right"), becomes("left"), becomes("right")]
    if isinstance(node, ast.Compare):
        made += [set_to("ops", [op()]) for op in SWAPS.get(type(node.ops[0]), ())]
    if isinstance(node, ast.UnaryOp):
        made.append(becomes("operand"))
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        if not isinstance(node.value, bool):
            made += [set_to("value", node.value + step) for step in (1, -1)]
        else:
            made.append(set_to("value", not node.value))
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        made += [set_to("id", name) for name in names if name != node.id]
    if isinstance(node, ast.Attribute):
        made += [set_to("attr", name) for name in METHODS.get(node.attr, ())]
        if node.attr == "T":
            made.append(becomes("value"))
    if isinstance(node, ast.Call):
        made += [drop("args", k) for k in range(len(node.args))]
        made += [drop("keywords", k) for k in range(len(node.keywords))]
        if len(node.args) > 1:
            made.append(lambda there: there.args.reverse())
        if len(node.args) == 1:
            made.append(lambda there: replace(there, there.args[0]))
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        made.append(lambda there: there.elts.reverse())
    if isinstance(node, ast.Slice):
        made += [set_to(end, None) for end in ("lower", "upper", "step") if getattr(node, end)]
    for block in ("body", "orelse"):
        lines = getattr(node, block, None)
        if isinstance(lines, list) and len(lines) > 1:
            made += [drop(block, k) for k in range(len(lines))]
            made += [
                lambda there, b=block, k=k: outdent(getattr(there, b), k) for k in nested(lines)
            ]
    return made


def nested(lines):
    methods = ast.FunctionDef  # whose lines mean nothing in the body of their class
    return [k for k, x in enumerate(lines) if hasattr(x, "body") and not isinstance(x, methods)]


def outdent(lines, k):
    """Move the last line of a loop or an `if` out of it, to just after it."""
    if len(lines[k].body) > 1:
        lines.insert(k + 1, lines[k].body.pop())


def set_to(field, value):
    return lambda there: setattr(there, field, value)


def exchange(one, other):
    def change(there):
        mine, its = getattr(there, one), getattr(there, other)
        setattr(there, one, its)
        setattr(there, other, mine)

    return change


def drop(field, k):
    return lambda there: getattr(there, field).pop(k)


def becomes(field):
    return lambda there: replace(there, getattr(there, field))


def replace(there, other):
    """Turn a node into another one in place."""
    there.__class__ = other.__class__
    there.__dict__ = dict(other.__dict__)
