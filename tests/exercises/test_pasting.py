"""No exercise is solved by pasting code from its page, and every right answer runs there."""

import ast
import builtins
import copy
from collections import defaultdict

import nbformat

from lecturekit.exercises import reading
from tests.exercises.options import every_exercise, every_function
from tests.house.lectures import LECTURES

PARTS = ("W", "w", "b", "activation", "theta")  # of layers and neurons, treated as names
KEPT = {"np", "math", *dir(builtins)}


class Blind(ast.NodeTransformer):
    """Number all names, and parts such as ``layer.W``, except names of NumPy and Python."""

    def __init__(self):
        self.names = {}

    def visit_Name(self, node):
        if node.id not in KEPT:
            node.id = self.names.setdefault(node.id, f"v{len(self.names)}")
        return node

    def visit_Attribute(self, node):
        if node.attr in PARTS:
            return self.visit_Name(ast.Name(ast.unparse(node), node.ctx))
        return self.generic_visit(node)

    def visit_Subscript(self, node):
        if isinstance(node.slice, ast.Name | ast.Constant):
            return self.visit_Name(ast.Name(ast.unparse(node), node.ctx))
        return self.generic_visit(node)


def blind(node):
    """Return an expression without its names, and the names in order of appearance."""
    eyes = Blind()
    return ast.dump(eyes.visit(copy.deepcopy(node))), tuple(eyes.names)


def computed(function):
    """List what the statements of a function compute, one entry per result."""
    kinds = ast.Return, ast.Assign, ast.AugAssign
    values = [node.value for node in ast.walk(function) if isinstance(node, kinds)]
    values += [node.iter for node in ast.walk(function) if isinstance(node, ast.For)]
    values += [node.test for node in ast.walk(function) if isinstance(node, ast.If)]
    values = [part for value in values for part in getattr(value, "elts", [value])]
    return [blind(value) for value in values if not isinstance(value, ast.Name | ast.Constant)]


def stands_in(wanted, inside, called=()):
    """Tell whether everything wanted is inside, under a one-to-one renaming."""
    if not wanted:
        return True
    (shape, names), *rest = wanted
    for others in inside.get(shape, ()):
        now = dict(called) | dict(zip(names, others, strict=True))
        kept = all(now[name] == other for name, other in dict(called).items())
        if kept and len(set(now.values())) == len(now) and stands_in(rest, inside, now):
            return True
    return False


def on_the_pages():
    """Yield the tree of each code cell, and the expressions in it: names by shape."""
    for path in LECTURES:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and not cell.id.startswith("exercise-"):
                tree, inside = ast.parse(cell.source), defaultdict(set)
                for node in ast.walk(tree):
                    if isinstance(node, ast.expr):
                        shape, names = blind(node)
                        inside[shape].add(names)
                yield tree, inside


PAGES = list(on_the_pages())


def functions_on_the_pages(count):
    """Yield the functions of `count` arguments that cells define."""
    for tree, _ in PAGES:
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and len(node.args.args) == count:
                space = {"np": reading.np}
                exec(compile(ast.Module([node], []), "<a page>", "exec"), space)
                yield space[node.name]


@every_function
def test_no_answer_stands_on_the_page(exercise):
    """No one cell has all that the solution computes, and no function on the page passes."""
    solution = computed(ast.parse(exercise._solution[0]).body[-1])
    found = any(stands_in(solution, inside) for _, inside in PAGES)
    passes = any(map(passing(exercise), functions_on_the_pages(len(exercise.parameters))))
    assert not found
    assert not passes


def passing(exercise):
    return lambda function: exercise.judge(function).ok


# ---- starter cells


def cells_of(name):
    """Return the code of an exercise's starter cell, after that of its lecture's setup cell."""
    part = reading.places()[name].removeprefix("part")
    book = next(path for path in LECTURES if path.name.startswith(part))
    found = {cell.id: cell.source for cell in nbformat.read(book, as_version=4).cells}
    return found["setup"], found[f"exercise-{name.replace('_', '-')}"]


@every_exercise
def test_a_right_answer_runs_where_it_is_asked_for(exercise):
    """Replace the `...` with the solution, without its package imports: it needs nothing else."""
    space = {}
    setup, starter = cells_of(exercise.name)
    exec(setup, space)
    exec(starter, space)
    body = [
        line
        for line in ast.parse(exercise._solution[0]).body
        if not isinstance(line, ast.Import | ast.ImportFrom)
        or "lecturekit" not in ast.unparse(line)
    ]
    exec(compile(ast.Module(body, []), "<a cell>", "exec"), space)
    assert exercise.judge(eval(exercise.call.partition(".check(")[2].removesuffix(")"), space)).ok
