"""A live figure: a scene, the controls that move it, and what is shown where it cannot move."""

import asyncio
import threading
import time
from contextlib import contextmanager
from functools import partial

import ipywidgets as widgets

from lecturekit.explore.controls import Steps
from lecturekit.explore.frames import Frames, film
from lecturekit.explore.page_script import IN_SLIDES, page_script
from lecturekit.explore.stage import MOVING, RESTING, Stage

REST = 0.35  # seconds without a change after which the picture is redrawn sharp
STRAY = 2.0  # seconds after a reset in which a step of Play may still be on its way
WARMING = 1.0  # seconds after being displayed until it gets ready to move

# ipywidgets gives its sliders, its Play buttons and its image no name that a screen reader
# could read out, and a notebook takes arrow keys for itself. This runs in the page whenever
# the words change: it finds the labels that stand beside the controls, names them, says their
# values as they are written, and keeps the notebook's shortcuts off the figure. What it does
# later on reads the words from the figure: by then there may be newer ones. The words beside
# a slider of choices cannot be edited, so they are not named as if they could.
NAMING = (
    IN_SLIDES
    + """
const figure = this.closest('.lecture-figure');
getAlongWithSlides(figure);
figure.dataset.words = this.dataset.words;
const name = (element, text) => element && element.setAttribute('aria-label', text);
const visit = () => {
  figure.querySelectorAll('.noUi-handle, .widget-readout, button, select').forEach(
    element => { element.dataset.lmSuppressShortcuts = 'true'; });
  figure.querySelectorAll('.widget-slider').forEach(slider => {
    const label = slider.querySelector('.widget-label').textContent;
    const handle = slider.querySelector('.noUi-handle');
    const readout = slider.querySelector('.widget-readout');
    name(handle, label);
    if (!handle || !readout) return;
    if (slider.matches('.lecture-choice')) {
      readout.contentEditable = 'false';
    } else {
      readout.setAttribute('role', 'textbox');
      name(readout, label + ', value');
    }
    const say = () => handle.setAttribute('aria-valuetext', readout.textContent);
    say();
    if (readout.dataset.heard) return;
    readout.dataset.heard = 'yes';
    new MutationObserver(say).observe(readout, {childList: true, characterData: true});
  });
  figure.querySelectorAll('.widget-play button').forEach((button, i) => {
    button.title = ['Play or pause', 'Back to the start', 'Repeat'][i];
    name(button, button.title);
  });
  const picture = figure.querySelector('img.widget-image');
  if (picture) picture.alt = figure.dataset.words;
};
visit(); setTimeout(visit, 300); setTimeout(visit, 1500);
"""
)


class Explorable:
    """A figure with controls.

    In a notebook it is alive; a client that cannot run it shows a sharp picture with
    alternative text; `frames` makes a picture that moves without a kernel. And it can be
    used without any of them::

        figure = explore.neuron(b=3.0)
        figure.controls["b"].value = 5.0   # as if the slider had been moved
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
        self.name = name
        self._specs = {control.name: control for control in controls}
        self._make_scene = scene
        starts = {control.name: control.start for control in controls}
        self._start = self._checked(starts | self._checked(initial))
        self._resting = Stage(scene(), RESTING)
        self._moving = None  # made when it is needed, or when there is time
        self._pictures = {}
        # JupyterLab sends the values of sliders to a thread of its own, while cells and clicks on
        # buttons arrive in another: one of them at a time moves controls and draws.
        self._one_at_a_time = threading.RLock()
        self._busy = False
        self._shown = self._start
        self._playing = None
        self._deaf_until = 0.0
        self._timer = None

        labels = [spec.label for spec in controls if not isinstance(spec, Steps)]
        longest = max(map(len, labels), default=0)
        self.controls = {}
        for spec in controls:
            # Labels of one width set the sliders below each other; behind Play there is no room.
            letters = len(spec.label) if isinstance(spec, Steps) else longest
            width = f"{7.2 * letters + 8:.0f}px"
            self.controls[spec.name] = spec.widget(self._start[spec.name], width)
        self._plays = {
            spec.name: spec.play(self._start[spec.name])
            for spec in controls
            if isinstance(spec, Steps)
        }
        self._fit_limits(self._start)
        width = scene.size[0]
        self._image = widgets.Image(
            width=f"{100 * width:.0f}",
            layout=widgets.Layout(max_width="100%", height="auto", margin="0"),  # or it scrolls
        )
        self._words = widgets.HTML(layout=widgets.Layout(display="none"))
        first = self.picture()
        self._put(first.png, "png")
        self._say(first.alt)
        self.widget = self._assemble()
        for widget in self.controls.values():
            widget.observe(self._moved, "value")
        for name, play in self._plays.items():
            play.observe(partial(self._played, name), "value")
            play.observe(self._play_pressed, "playing")

    @property
    def values(self):
        """The value of each control by its name, as a dict."""
        return {name: self._specs[name].tidy(w.value) for name, w in self.controls.items()}

    def draw(self, **values):
        """Return the figure as a PNG, 200 pixels to the inch, for these values.

        Controls that are not named keep their value; none of them is moved.
        """
        return self.picture(**values).png

    def picture(self, **values):
        """Return the figure as a `lecturekit.draw.Picture`, with alternative text."""
        values = self.values | self._checked(values)
        key = tuple(values.items())
        with self._one_at_a_time:
            if key not in self._pictures:
                self._pictures = {key: self._resting.picture(**values)}  # the last one is enough
            return self._pictures[key]

    def reset(self):
        """Move all controls back to where they started, and stop what plays."""
        with self._one_at_a_time:
            if any(play.playing for play in self._plays.values()):
                self._deaf_until = time.monotonic() + STRAY
            for play in self._plays.values():
                play.playing = False
            with self._quietly():
                # Twice: the first pass may move the limits that the second one meets.
                for _ in range(2):
                    for name, value in self._start.items():
                        self.controls[name].value = value
                    self._fit_limits(self.values)
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
            control = next(iter(self._plays), None) or next(iter(self._specs))
        self._known(control)
        spec = self._specs[control]
        if count is None:
            count = 41 if control in self._plays else 21
        if isinstance(count, bool) or not isinstance(count, int) or count < 2:
            raise ValueError(f"count is {count!r}, but a film needs a whole number of frames ≥ 2.")
        return Frames(*film(self._make_scene(), spec, self.values, count))

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Return the live widget, and beside it a picture and words for other clients."""
        data, metadata = self.picture()._repr_mimebundle_()
        if self._moving is None:  # so that the first move is as quick as the others
            self._later(WARMING, self._warm)
        live = self.widget._repr_mimebundle_()
        live.pop("text/plain", None)  # it would say "VBox(children=…"
        return live | data, metadata

    def __repr__(self):
        lines = [f"explore.{self.name}: a live figure. Its controls:"]
        for name, spec in self._specs.items():
            lines.append(f"    {name} = {self.values[name]!r}   {spec.label}: {spec.range()}")
        first = next(iter(self._specs))
        lines.append(f'Move one from code: figure.controls["{first}"].value = …')
        return "\n".join(lines)

    # ---- arguments -----------------------------------------------------------------------

    def _checked(self, values):
        for name in values:
            self._known(name)
        return {name: self._specs[name].check(value) for name, value in values.items()}

    def _known(self, name):
        if name not in self._specs:
            raise TypeError(
                f"{name!r} is not a control of {self.name}; it has {', '.join(self._specs)}."
            )

    # ---- moving --------------------------------------------------------------------------

    def _played(self, name, change):
        """Let the slider follow its Play button.

        The two are joined here, not in the browser, where each of them would send a message
        of its own for every step.
        """
        with self._one_at_a_time:
            if time.monotonic() < self._deaf_until:  # sent before the browser heard of the reset
                self._join_plays()
                return
            self._playing = name
            try:
                self.controls[name].value = change["new"]
            finally:
                self._playing = None

    def _play_pressed(self, change):
        """Listen again: what comes after somebody has pressed Play is no stray."""
        if change["new"]:
            self._deaf_until = 0.0

    def _moved(self, change):
        """Redraw after a control has changed, unless the picture is for these values already.

        This draws while the message of the browser is being handled. The browser waits for
        the end of that before it sends the next value, and keeps only the newest: so a fast
        hand skips pictures, and never has to wait for old ones.
        """
        with self._one_at_a_time:
            if self._busy:
                return
            with self._quietly():
                self._fit_limits(self.values)
            if self.values != self._shown:
                self._redraw()

    def _redraw(self):
        self._pictures.clear()
        self._shown = self.values
        self._put(self._warm().jpeg(**self._shown), "jpeg")
        self._join_plays()
        self._later(REST, self._sharpen)

    @contextmanager
    def _quietly(self):
        """Move controls without a picture for each of them."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    def _join_plays(self):
        """Let every Play button go on from where its slider is."""
        for name, play in self._plays.items():
            # One that runs is ahead of us by now: it is not to be set back.
            if name != self._playing and play.value != self.controls[name].value:
                play.value = self.controls[name].value

    def _fit_limits(self, values):
        """Let every step slider end where its steps end, which other controls may decide."""
        for name, play in self._plays.items():
            slider, last = self.controls[name], max(self._specs[name].last(values), 1)
            if slider.max != last or play.max != last:
                slider.max = play.max = last

    def _later(self, seconds, action):
        """Do something unless a control moves before the time is over."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no kernel is running this, so nobody is looking
            return
        self._timer = loop.call_later(seconds, action)

    def _warm(self):
        """Return the stage for pictures that move; the first call prepares it."""
        with self._one_at_a_time:
            if self._moving is None:
                self._moving = Stage(self._make_scene(), MOVING)
                self._moving.pixels(**self.values)
            return self._moving

    def _sharpen(self):
        """Show the fine picture once the hand rests, so that it costs nothing while it moves."""
        with self._one_at_a_time:
            self._put(self._resting.jpeg(**self._shown), "jpeg")
            self._say(self._resting.scene.describe(**self._shown))

    def _say(self, words):
        """Give the picture its alternative text."""
        self._words.value = page_script(NAMING, words)

    def _put(self, picture, kind):
        with self._image.hold_sync():  # one message, not two
            self._image.format = kind
            self._image.value = picture

    def _assemble(self):
        reset = widgets.Button(
            description="Reset",
            icon="undo",
            tooltip="Move all controls back to where they started",
            layout=widgets.Layout(width="92px", margin="1px 4px"),
        )
        reset.on_click(lambda _: self.reset())
        row = []
        for name, widget in self.controls.items():
            row.append(widgets.HBox([self._plays[name], widget]) if name in self._plays else widget)
        panel = widgets.HBox(
            [*row, reset],
            layout=widgets.Layout(
                flex_flow="row wrap", align_items="center", max_width=f"{self._image.width}px"
            ),
        )
        box = widgets.VBox([self._image, panel, self._words])
        box.add_class("lecture-figure")
        return box
