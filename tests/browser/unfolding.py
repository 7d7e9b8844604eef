"""Unfolds what is folded away: the answers of quizzes, hints and solutions, by mouse and key."""

from itertools import cycle

from playwright.sync_api import Error

ENOUGH = 20  # characters: a reason says something
# JavaScript: how many characters of a <details> can be seen beside its summary.
SEEN = """fold => Array.from(fold.childNodes)
    .filter(node => node.localName !== 'summary' && (node.checkVisibility?.() ?? fold.open))
    .map(node => node.textContent).join('').trim().length"""


def problems_with_folds(page, boxes, key="Enter", after=lambda: ()):
    """Unfold and fold each <details> in the boxes of a selector, by a key and by mouse in turn.

    `after` lists what else is wrong whenever one was unfolded.
    """
    found = []
    for box in page.locator(boxes).all():
        folds = box.locator("details").all()
        if not folds:
            found.append("nothing to unfold")
        for fold, way in zip(folds, cycle([key, "a click"]), strict=False):
            found += _problems_with_fold(fold, way, after)
    return found


def _problems_with_fold(fold, way, after):
    summary = fold.locator("summary").first
    name, found = " ".join(summary.inner_text().split())[:40], []
    if fold.evaluate(SEEN):
        found.append("is open from the start")
        fold.evaluate("fold => { fold.open = false; }")
    try:
        _press(summary, way)
    except Error:
        return [f"{name}…: {way} does not reach it"]
    if fold.evaluate(SEEN) < ENOUGH:
        found.append(f"{way} shows nothing in it")
    found += [f"unfolded by {way}: {line}" for line in after()]
    _press(summary, way)
    if fold.evaluate("fold => fold.open"):
        found.append(f"{way} does not fold it")
        fold.evaluate("fold => { fold.open = false; }")
    return [f"{name}…: {problem}" for problem in found]


def _press(summary, way):
    summary.click() if way == "a click" else summary.press(way)
