"""Show code of the package on the page, so that a lecture never pastes what could drift."""

import inspect
import re
import textwrap


class Source:
    """Source code that a notebook shows as code."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text

    def _repr_markdown_(self):
        return f"```python\n{self.text}\n```"


def show_source(*things, docstrings=False):
    """Return the source of functions, methods or classes of this package, to be displayed.

    Parameters
    ----------
    *things : callable
        Shown one after another.
    docstrings : bool
        Whether to keep them; without, there is more room on the slide.

    Returns
    -------
    Source

    Raises
    ------
    TypeError
        For something that has no Python source.
    """
    return Source("\n\n".join(_source(thing, docstrings) for thing in things))


def _source(thing, docstrings):
    try:
        text = textwrap.dedent(inspect.getsource(thing)).rstrip()
    except (TypeError, OSError):
        raise TypeError(
            f"{thing!r} has no Python source to show; hand in a function, a method or a class."
        ) from None
    return text if docstrings else re.sub(r'^ *"""(?s:.*?)"""\n+', "", text, flags=re.MULTILINE)
