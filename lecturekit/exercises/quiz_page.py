"""A quiz where no kernel runs: a list that unfolds, in plain HTML without a script."""

import html
import re

# Words, not only colour, say what was right.
VERDICTS = {True: "✓ Right.", False: "✗ No."}
TALL = "padding: 4px 0"  # a target for thumbs: with it a line is at least 24 pixels high


def page(quiz):
    """Return a quiz as HTML: every option is a `<details>` that hides its reason."""
    items = "\n".join(
        f'<details><summary style="{TALL}"><b>{letter}</b>&ensp;{inline(option.text)}</summary>\n'
        f"<p>{verdict(option)}</p></details>"
        for letter, option in quiz.lettered
    )
    return (
        f"<div>\n<p><b>Predict, then reveal.</b> {inline(quiz.question)}</p>\n{items}\n"
        "<p><small>Decide first, then open your answer.</small></p>\n</div>"
    )


def verdict(option):
    """Return the reason of an option as HTML, with the verdict in front."""
    return f"<b>{VERDICTS[option.right]}</b> {inline(option.reason)}"


def inline(text):
    """Return `text` as HTML; what stands in backticks becomes code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
