"""Python in the reader's browser: answers what a page asks.

The worker of a page passes every question to `answer`. Nothing else imports this subpackage, and
it works without ipywidgets, IPython and scikit-learn.
"""

import json
import sys

from lecturekit.browser import figures


def ping():
    """Say which Python answers."""
    return {"python": sys.version.split()[0]}


def run(**asked):
    """Run a reader's code, see `attempts.run`; exercises are not loaded before they are needed."""
    from lecturekit.browser import attempts

    return attempts.run(**asked)


def progress(**asked):
    """Return a reader's progress, see `attempts.progress`."""
    from lecturekit.browser import attempts

    return attempts.progress(**asked)


# A kind of question -> the function that answers it. It takes the question's fields as keyword
# arguments and returns a dict for JSON; a bytes value under "picture" is sent as it is.
KINDS = {"ping": ping, "draw": figures.draw, "run": run, "progress": progress}


def answer(kind, payload):
    """Answer one question.

    Parameters
    ----------
    kind : str
        A key of `KINDS`.
    payload : str
        The fields of the question, as a JSON object.

    Returns
    -------
    (str, bytes or None)
        The answer as a JSON object, and its picture.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; choose one of {', '.join(map(repr, KINDS))}.")
    found = dict(KINDS[kind](**json.loads(payload)))
    picture = found.pop("picture", None)
    return json.dumps(found), picture
