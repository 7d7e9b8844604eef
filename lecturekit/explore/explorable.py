"""A live figure: a scene, the controls that move it, and what is shown where it cannot move."""

import threading

import ipywidgets as widgets

from lecturekit.explore.film import Frames
from lecturekit.explore.panel import Panel
from lecturekit.explore.stage import Screen


class Explorable:
    """A figure with controls.

    In a notebook it is alive; a client that cannot run it shows a sharp picture with
    alternative text; `frames` makes a picture that moves without a kernel. And it can be
    used without any of them::

        figure = explore.neuron(b=3.0)
        figure.controls["b"].value = 5.0   # as if the slider had been moved
        figure.set(b=4.0, w1=1.5)          # several at once
        png = figure.draw(x1=4.7)          # a picture, without moving anything

    Parameters
    ----------
    name : str
        What it is called in `lecturekit.explore`.
    scene : callable
        Makes the `Scene` whose `update` takes the controls' names as arguments.
    controls : sequence of Control
    initial : dict
        Values that differ from the controls' own starts.

    Attributes
    ----------
    controls : dict of str to ipywidgets.Widget
        Setting ``.value`` redraws the figure.
    specs : dict of str to Control
        What each control is: its range, its start, its words.
    start : dict
        The values at first, and after a reset.
    plays : dict of str to ipywidgets.Play
        The Play buttons of those controls that have one.
    widget : ipywidgets.VBox
        Picture and controls together.

    Raises
    ------
    TypeError
        For a name that is not one of its controls.
    ValueError
        For a value that the control cannot have.
    """

    def __init__(self, name, scene, controls, initial):
        self.name, self.scene = name, scene
        # JupyterLab sends the values of sliders to a thread of its own, while cells and clicks on
        # buttons arrive in another: one of them at a time moves controls and draws.
        self._one_at_a_time = threading.RLock()
        self._panel = Panel(name, controls, initial, self._moved, self._one_at_a_time)
        self._screen = Screen(scene, self._panel.start, self._one_at_a_time)
        self.start = self._panel.start
        self.specs, self.controls = self._panel.specs, self._panel.widgets
        self.plays = self._panel.play.buttons
        image, words = self._screen.image, self._screen.words
        self.widget = widgets.VBox([image, self._panel.box(image.width, self.reset), words])
        self.widget.add_class("lecture-figure")

    @property
    def values(self):
        """The value of each control by its name, as a dict."""
        return self._panel.values

    def draw(self, **values):
        """Return the figure as a PNG, 150 pixels to the inch, for these values.

        Controls that are not named keep their value; none of them is moved.
        """
        return self.picture(**values).png

    def picture(self, **values):
        """Return the figure as a `lecturekit.draw.Picture`, with alternative text."""
        return self._screen.picture(self.values | self._panel.checked(values))

    def set(self, **values):
        """Move several controls at once; the figure is redrawn once."""
        values = self._panel.checked(values)
        with self._one_at_a_time:
            self._panel.set(values)
            self._moved()

    def reset(self):
        """Move all controls back to where they started, and stop what plays."""
        with self._one_at_a_time:
            self._panel.play.stop()
            self._panel.set(self._panel.start)
            self._redraw()

    def frames(self, control=None, count=None):
        """Return a film of the figure that moves without a kernel, for slides and web pages.

        Parameters
        ----------
        control : str, optional
            What moves; by default the control with a Play button, or else the first. The
            others stay where they are.
        count : int, optional
            Number of frames at most, spread evenly; by default 41 steps or 21 positions. The
            present value is added to them, where the film begins.

        Returns
        -------
        Frames
        """
        if control is None:
            control = next(iter(self.plays), None) or next(iter(self.specs))
        self._panel.known(control)
        if count is None:
            count = 41 if control in self.plays else 21
        if isinstance(count, bool) or not isinstance(count, int) or count < 2:
            raise ValueError(f"count is {count!r}, but a film needs a whole number of frames ≥ 2.")
        return Frames(self.scene(), self.specs[control], self.values, count)

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Return the live widget, and beside it a picture and words for other clients."""
        data, metadata = self.picture()._repr_mimebundle_()
        self._screen.warm_soon()
        live = self.widget._repr_mimebundle_()
        live.pop("text/plain", None)  # it would say "VBox(children=…"
        return live | data, metadata

    def __repr__(self):
        lines = [f"explore.{self.name}: a live figure. Its controls:"]
        for name, spec in self.specs.items():
            lines.append(f"    {name} = {self.values[name]!r}   {spec.label}: {spec.range()}")
        first = next(iter(self.specs))
        lines.append(f'Move one from code: figure.controls["{first}"].value = …')
        return "\n".join(lines)

    def _moved(self):
        """Redraw after a control has changed, unless the picture is for these values already.

        This draws while the message of the browser is being handled. The browser waits for
        the end of that before it sends the next value, and keeps only the newest: so a fast
        hand skips pictures, and never has to wait for old ones.
        """
        if self.values != self._screen.shown:
            self._redraw()

    def _redraw(self):
        self._screen.show(self.values)
        self._panel.play.follow()
