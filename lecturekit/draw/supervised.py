"""The components of a supervised learning problem on one page."""

from lecturekit.draw.palette import HIGHLIGHT_GROUND
from lecturekit.draw.sheet import Sheet
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED, NEGATIVE, POSITIVE

__all__ = ["draw_supervised_learning"]

# A small excerpt of Fisher's Iris data: petal length and width in cm, and 1 for setosa.
ROWS = (("1.4", "0.2", 1), ("4.7", "1.4", 0), ("1.3", "0.2", 1), ("5.9", "2.1", 0))
# Words only: the symbols for all this come later.
STEPS = (
    ("model class", "Which functions do we consider?", "here: one neuron", 4.69),
    ("objective", "How badly does one of them fit?", "one number: smaller is better", 2.87),
    ("optimizer", "How do we find a good one?", "improve it step by step", 1.05),
)
CELL = (1.1, 0.66)  # width and height of a number in the table


def draw_supervised_learning(ax):
    """Draw how data, model class, objective and optimizer give a model that predicts.

    Drawn for a panel of about 7 by 3.2 inches. Part 1, supervised learning.
    """
    sheet = Sheet(ax, 14.0, 6.3)
    _draw_table(sheet)
    for x, heading in ((1.95, "dataset"), (7.1, "learning"), (12.2, "prediction")):
        sheet.text(x, 6.0, heading, 11, fontweight="bold", va="center")
    _box(sheet, 4.55, 0.12, 5.1, 5.5, facecolor=FAINT, edgecolor="none", alpha=0.5)
    for name, question, symbol, y in STEPS:
        _box(sheet, 4.8, y - 0.76, 4.6, 1.52, facecolor="white", edgecolor=INK)
        look = {"ha": "left", "va": "center"}
        sheet.text(5.02, y + 0.42, name, 10, fontweight="bold", **look)
        sheet.text(5.02, y, question, 8.5, MUTED, **look)
        sheet.text(5.02, y - 0.43, symbol, 9.5, **look)
    for words, y in (("a new example", 4.69), ("its predicted target", 1.05)):
        _box(sheet, 10.6, y - 0.5, 3.2, 1.0, facecolor="white", edgecolor=MUTED)
        sheet.text(12.2, y, words, va="center")
    _box(sheet, 10.6, 2.11, 3.2, 1.52, facecolor=HIGHLIGHT_GROUND, edgecolor=HIGHLIGHT, linewidth=2)
    sheet.text(12.2, 3.15, "trained model", 10, fontweight="bold", va="center")
    sheet.text(12.2, 2.6, "one function of the class", 8.5, MUTED, va="center")
    for start, stop in (
        ((3.95, 2.87), (4.5, 2.87)),
        ((9.7, 2.87), (10.55, 2.87)),
        ((12.2, 4.14), (12.2, 3.69)),
        ((12.2, 2.05), (12.2, 1.6)),
    ):
        sheet.arrow(start, stop, head=(2.8, 5.6))


def _draw_table(sheet):
    left, top = 0.2, 4.2
    columns = [left, left + CELL[0], left + 2 * CELL[0] + 0.2]  # the target stands apart
    middles = (columns[1], columns[2] + CELL[0] / 2)
    for x, words in zip(middles, ("features", "target"), strict=True):
        sheet.text(x, 4.85, words, 9, MUTED, va="baseline")
    for i, values in enumerate(ROWS):
        y = top - i * CELL[1]
        tints = ((FAINT, 0.6), (FAINT, 0.6), ((NEGATIVE, POSITIVE)[values[2]], 0.2))
        for x, value, (colour, alpha) in zip(columns, values, tints, strict=True):
            look = {"fc": colour, "alpha": alpha, "ec": "white", "lw": 1.5}
            sheet.cell(x, y - CELL[1] / 2, *CELL, **look)
            sheet.text(x + CELL[0] / 2, y, str(value), va="center")
    for x in middles:
        sheet.text(x, top - 3.9 * CELL[1], "⋮", 12, MUTED, va="center")


def _box(sheet, x, y, width, height, **look):
    sheet.box(x, y, width, height, 0.18, zorder=1, **look)
