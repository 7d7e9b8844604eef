"""A live figure: a scene, its controls, and a still picture for clients without a kernel."""

import threading

import ipywidgets as widgets

from lecturekit.explore.film import Frames
from lecturekit.explore.panel import Panel
from lecturekit.explore.screen import Screen


class Explorable:
    """A figure with controls.

    In a notebook it is interactive. A client that cannot run widgets shows a sharp picture with
    alternative text, and `frames` returns a film that plays without a kernel. It can also be
    used from code::

        figure = explore.neuron(b=3.0)
        figure.controls["b"].value = 5.0   # as if the slider had been moved
        figure.set(b=4.0, w1=1.5)          # several at once
        png = figure.draw(x1=4.7)          # a picture; no control moves

    Parameters
    ----------
    name : str
        Its name in `lecturekit.explore`.
    scene : callable
        Returns a new `Scene` whose `update` takes the controls' names as arguments.
    controls : sequence of Control
    initial : dict
        Initial values that override the controls' own.

    Attributes
    ----------
    controls : dict of str to ipywidgets.Widget
        Setting ``.value`` redraws the figure.
    specs : dict of str to Control
        The description of each control: its range, start value and text.
    start : dict
        The initial values, restored by a reset.
    plays : dict of str to ipywidgets.Play
        The Play buttons of the controls that have one.
    widget : ipywidgets.VBox
        The picture and the controls.

    Raises
    ------
    TypeError
        If a name is not one of its controls.
    ValueError
        If a control cannot take a value.
    """

    def __init__(self, name, scene, controls, initial):
        self.name, self.scene = name, scene
        # With JupyterLab, slider values arrive in a thread of their own, cells and button clicks
        # in another. Only one thread at a time may move controls and draw.
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
        """The values of the controls, as a dict by name."""
        return self._panel.values

    def draw(self, **values):
        """Return the figure for these values as a PNG at 150 pixels per inch.

        Controls not named here keep their values; no control moves.
        """
        return self.picture(**values).png

    def picture(self, **values):
        """Return the figure as a `lecturekit.draw.Picture` with alternative text."""
        return self._screen.picture(self.values | self._panel.checked(values))

    def set(self, **values):
        """Move several controls at once and redraw the figure once."""
        values = self._panel.checked(values)
        with self._one_at_a_time:
            self._panel.set(values)
            self._moved()

    def reset(self):
        """Move all controls back to their initial values and stop any playback."""
        with self._one_at_a_time:
            self._panel.play.stop()
            self._panel.set(self._panel.start)
            self._redraw()

    def frames(self, control=None, count=None):
        """Return a film of the figure that plays without a kernel, for slides and web pages.

        Parameters
        ----------
        control : str, optional
            The control that moves; by default the first one with a Play button, or else the
            first control. The others keep their values.
        count : int, optional
            Maximum number of evenly spaced frames; by default 41 for a control with a Play
            button, otherwise 21. A frame at the current value, where the film starts, is extra.

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
        """Return the live widget, with a picture and text for clients that cannot run it."""
        data, metadata = self.picture()._repr_mimebundle_()
        self._screen.warm_soon()
        live = self.widget._repr_mimebundle_()
        live.pop("text/plain", None)  # it would read "VBox(children=…"
        return live | data, metadata

    def __repr__(self):
        lines = [f"explore.{self.name}: a live figure. Its controls:"]
        for name, spec in self.specs.items():
            lines.append(f"    {name} = {self.values[name]!r}   {spec.label}: {spec.range()}")
        first = next(iter(self.specs))
        lines.append(f'Move one from code: figure.controls["{first}"].value = …')
        return "\n".join(lines)

    def _moved(self):
        """Redraw after a control has changed, unless the picture already shows these values.

        The drawing happens while the kernel handles the browser's message. The browser sends
        its next value only when that is done, and only the latest one: so a fast drag skips
        pictures and never waits for outdated ones.
        """
        if self.values != self._screen.shown:
            self._redraw()

    def _redraw(self):
        self._screen.show(self.values)
        self._panel.play.follow()
