"""Presses every option of every quiz, by mouse and by keyboard in turn, and reads the reason."""

from playwright.sync_api import TimeoutError as OutOfPatience

from tests.browser.lab import PANEL, PATIENCE, only_cells_with, wait_for
from tests.browser.unfolding import ENOUGH

# JavaScript: the reason that follows a button, as far as it can be seen.
REASON = """button => {
    const reason = button.nextElementSibling;
    return reason?.matches('.lecturekit-reason') && reason.offsetParent !== null
        ? reason.textContent.trim() : '';
}"""
WAYS = [  # of choosing an option, in turn
    ("the mouse", lambda button: button.click()),
    ("Enter", lambda button: button.press("Enter")),
    ("Space", lambda button: button.press("Space")),
]


def problems_with_quizzes(page, patience=PATIENCE):
    """Answer all quizzes of an open notebook that has run; list what went wrong."""
    problems = []
    cells = page.evaluate(
        f"{PANEL}.content.widgets.flatMap((cell, i) =>"
        " cell.node.querySelector('.lecturekit-quiz') ? [i] : [])"
    )
    with only_cells_with(page, ".lecturekit-quiz"):
        for cell in cells:
            quiz = page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".lecturekit-quiz")
            problems += _answers(page, quiz, patience) + _letters(page, quiz)
    return problems


def _answers(page, quiz, patience):
    problems = []
    quiz.scroll_into_view_if_needed()
    buttons = quiz.locator("button").element_handles()
    name = buttons[0].text_content()[:40] if buttons else "a quiz"
    if len(buttons) < 2:
        problems.append("has fewer than two options")
    for place, button in enumerate(buttons):
        if button.evaluate(REASON):
            problems.append(f"option {place + 1} gives its reason away before it is chosen")
        way, choose = WAYS[place % len(WAYS)]
        choose(button)
        try:
            wait_for(page, f"button => ({REASON})(button).length >= {ENOUGH}", button, patience)
        except OutOfPatience:
            problems.append(f"option {place + 1}, chosen with {way}, shows no reason")
        if button.evaluate("button => button.scrollWidth > button.clientWidth + 1"):
            problems.append(f"the text of option {place + 1} is cut off")
    return [f"quiz “{name}…”: {problem}" for problem in problems]


def _letters(page, quiz):
    """Press what inserts and deletes cells in a notebook, on an option that has the focus."""
    count = f"{PANEL}.content.model.cells.length"
    before = page.evaluate(count)
    quiz.locator("button").last.focus()
    for keys in ("b", "dd"):
        page.keyboard.type(keys)
        if (now := page.evaluate(count)) != before:
            return [f"{keys!r} on an option makes {before} cells {now}"]
    return []
