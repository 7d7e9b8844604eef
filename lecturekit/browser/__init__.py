"""Python in the reader's browser: answers what a page asks.

The worker of a page passes every question to `answer`. Nothing else imports this subpackage, and
it works without ipywidgets, IPython and scikit-learn.
"""

import json
from importlib import import_module

# A kind of question -> the module and the function that answer it; a module is imported when it
# is first needed. The function takes the question's fields as keyword arguments and returns a
# dict for JSON; a bytes value under "picture" is sent as it is.
KINDS = {
    "draw": ("figures", "draw"),
    "run": ("attempts", "run"),
    "progress": ("attempts", "progress"),
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
    module, function = KINDS[kind]
    function = getattr(import_module(f"lecturekit.browser.{module}"), function)
    found = dict(function(**json.loads(payload)))
    picture = found.pop("picture", None)
    return json.dumps(found), picture
