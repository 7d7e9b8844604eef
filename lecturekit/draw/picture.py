"""What gets onto the page: a figure as a picture with alternative text, and code as code."""

import base64
import inspect
import io
import re
import textwrap

import numpy as np
from matplotlib.figure import Figure

from lecturekit.draw.digest import describe
from lecturekit.draw.png import encode

SHOWN = 100  # pixels per inch on the page
# Pixels per inch in the file: sharp on a projector, where a slide is half as large again as a page,
# and on a fine screen. With 200 a notebook grows by 40 % and GitHub does not show it.
DRAWN = 150


def show(figure, alt, name=None):
    """Turn a figure into a `Picture`; as the last line of a cell it is displayed.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        As made by `new_figure`.
    alt : str
        What a reader who cannot see the figure needs to know: one or two sentences that say
        what is drawn and what it shows, not the title again. A text too short is refused.
    name : str, optional
        A short name for the figure, for example ``"sigmoid"``, kept in the output's metadata.
    """
    return Picture(figure, alt, name)


class Picture:
    """A rendered figure with its alternative text, displayed by every Jupyter client.

    Attributes
    ----------
    png : bytes
        The picture, 150 pixels per inch. The same figure gives the same bytes.
    alt : str
        The alternative text.
    name : str or None
    digest : str
        The figure in words and numbers, see `describe`.
    width, height : int
        Size on the page in pixels, 100 to the inch.
    """

    def __init__(self, figure, alt, name=None):
        if not isinstance(figure, Figure):
            raise TypeError(
                f"figure is a {type(figure).__name__}, but a Matplotlib figure is needed; "
                "make one with `figure, ax = new_figure()` and pass `figure`."
            )
        self.alt = _sentence(alt)
        self.name = name
        self.png = _render(figure)
        self.digest = describe(figure)
        self.width, self.height = (round(SHOWN * inches) for inches in figure.get_size_inches())

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Return what a Jupyter client needs: ``(data, metadata)``.

        Clients look for alternative text in different places: nbconvert's classic template
        and nbsphinx in the metadata of the image, VS Code in the plain text beside it. It is in
        both.
        """
        data = {"image/png": base64.b64encode(self.png).decode("ascii"), "text/plain": repr(self)}
        about = {"alt": self.alt, "width": self.width, "height": self.height}
        if self.name is not None:
            about["name"] = self.name
        return data, {"image/png": about}

    def __repr__(self):
        return f"{self.alt}\n{self.digest}"


def _sentence(alt):
    advice = (
        "say in a sentence what the figure shows, for a reader who cannot see it, such as "
        "alt='The sigmoid rises from 0 to 1 and passes one half at z = 0.'"
    )
    if not isinstance(alt, str):
        raise TypeError(f"alt is a {type(alt).__name__}, but a string is needed; {advice}")
    alt = " ".join(alt.split())
    if len(alt) < 20 or alt.count(" ") < 2:
        raise ValueError(f"alt is {alt!r}, which tells too little; {advice}")
    return alt


def _render(figure):
    # The layout settles while a figure is drawn for the first time; only then are two
    # renderings the same to the last byte.
    figure.draw_without_rendering()
    file, shown = io.BytesIO(), figure.dpi
    figure.savefig(file, format="rgba", dpi=DRAWN)
    figure.dpi = DRAWN
    width, height = figure.canvas.get_width_height()
    figure.dpi = shown
    return encode(np.frombuffer(file.getbuffer(), np.uint8).reshape(height, width, 4))


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
        Whether to keep them; without them, there is more room on the slide.
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
