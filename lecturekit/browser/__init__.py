"""Python in the reader's browser: answers what a page asks.

The worker of a page passes every question to `answer`. Nothing else imports this subpackage, and
it works without ipywidgets, IPython and scikit-learn.
"""

import json
import sys
from importlib import import_module


def ping():
    """Say which Python answers."""
    return {"python": sys.version.split()[0]}


# A kind of question -> the module whose function of the same name answers it, imported when it
# is first asked. The function takes the question's fields as keyword arguments and returns a
# dict for JSON; a bytes value under "picture" is sent as it is.
KINDS = {
    "ping": __name__,
    "progress": f"{__name__}.attempts",
    "run": f"{__name__}.attempts",
}


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
    function = getattr(import_module(KINDS[kind]), kind)
    found = dict(function(**json.loads(payload)))
    picture = found.pop("picture", None)
    return json.dumps(found), picture
