"""Tiny notebooks to try the machinery on."""

import nbformat
from nbformat import v4

IMPORTS = """\
import numpy as np
from lecturekit.draw import new_figure, show
x = np.linspace(0, 6, 50)
y = np.sin(x)
"""
PRINT = """\
print(f"largest value {y.max():.4f}")
"""
FIGURE = """\
figure, ax = new_figure(4, 2)
ax.plot(x, y)
ax.set(ylim=(-1.5, 1.5))
show(figure, alt="A sine wave over one period, drawn as a line.")
"""
# A picture whose text says nothing about its data: only the pixels can tell a change.
MUTE_FIGURE = """\
class Mute:
    def _repr_mimebundle_(self, include=None, exclude=None):
        picture = show(figure, alt="A sine wave over one period, drawn as a line.")
        return {"image/png": picture.png, "text/plain": "a figure"}
figure, ax = new_figure(4, 2)
ax.plot(x, y)
ax.set(ylim=(-1.5, 1.5))
Mute()
"""


def notebook(*sources):
    """Make a notebook of code cells with the ids cell-1, cell-2, …"""
    cells = [
        v4.new_code_cell(source.strip(), id=f"cell-{k}") for k, source in enumerate(sources, 1)
    ]
    return v4.new_notebook(cells=cells)


def save(path, book):
    """Write a notebook as any editor would and return its path."""
    nbformat.write(book, path)
    return path
