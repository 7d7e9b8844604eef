"""Running a line of script in the page from an HTML widget: live figures and quizzes do."""

import html

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def page_script(script, words=""):
    """Return HTML that runs `script` in the page when it is shown, and that shows nothing.

    An image's load handler is the one way to run a script from an HTML widget. In it, ``this``
    is the image and ``this.dataset.words`` are the `words`, both in plain text.
    """
    words, script = html.escape(words), html.escape(script)
    return f'<img alt="" src="{PIXEL}" data-words="{words}" onload="{script}">'
