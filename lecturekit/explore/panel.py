"""The controls below a live figure: their widgets, and how Play works."""

from contextlib import contextmanager
from functools import partial

import ipywidgets as widgets

from lecturekit.explore.controls import Steps


class Panel:
    """The widgets for the controls of the figure `name`, and their values.

    `initial` holds values that override the controls' own start values. After the user or Play
    has moved a control, `changed` is called without arguments, with `lock` held.
    """

    def __init__(self, name, specs, initial, changed, lock):
        self.name = name
        self.specs = {spec.name: spec for spec in specs}
        self.start = self.checked({spec.name: spec.start for spec in specs} | self.checked(initial))
        self._changed, self._lock, self._busy = changed, lock, False
        stepped = {name: spec for name, spec in self.specs.items() if isinstance(spec, Steps)}
        longest = max(
            (len(spec.label) for spec in specs if spec not in stepped.values()), default=0
        )
        self.widgets = {}
        for spec in specs:
            # Labels of equal width align the sliders; next to Play there is no room for that.
            letters = len(spec.label) if spec.name in stepped else longest
            width = f"{7.2 * letters + 8:.0f}px"
            self.widgets[spec.name] = spec.widget(self.start[spec.name], width)
        buttons = {name: spec.play(self.start[name]) for name, spec in stepped.items()}
        self.play = Play(buttons, self.widgets, lock)
        self._fit_limits()
        for widget in self.widgets.values():
            widget.observe(self._moved, "value")

    @property
    def values(self):
        """The values of the controls, as a dict by name."""
        return {name: self.specs[name].tidy(w.value) for name, w in self.widgets.items()}

    def checked(self, values):
        """Return the validated values; raise an error for an unknown name or an invalid value."""
        for name in values:
            self.known(name)
        return {name: self.specs[name].check(value) for name, value in values.items()}

    def known(self, name):
        """Raise a TypeError unless `name` is the name of a control."""
        if name not in self.specs:
            raise TypeError(
                f"{name!r} is not a control of {self.name}; it has {', '.join(self.specs)}."
            )

    def set(self, values):
        """Move several controls without calling `changed`."""
        with self._quietly():
            # Twice: the first pass may change limits that would have clipped a value.
            for _ in range(2):
                for name, value in values.items():
                    self.widgets[name].value = value
                self._fit_limits()

    def box(self, width, reset):
        """Return the widgets in rows up to `width` pixels wide, and a button that calls `reset`."""
        button = widgets.Button(
            description="Reset",
            icon="undo",
            tooltip="Move all controls back to where they started",
            layout=widgets.Layout(width="92px", margin="1px 4px"),
        )
        button.on_click(lambda _: reset())
        row = [
            widgets.HBox([self.play.buttons[name], widget]) if name in self.play.buttons else widget
            for name, widget in self.widgets.items()
        ]
        layout = widgets.Layout(flex_flow="row wrap", align_items="center", max_width=f"{width}px")
        return widgets.HBox([*row, button], layout=layout)

    def _moved(self, change):
        with self._lock:
            if self._busy:
                return
            with self._quietly():
                self._fit_limits()
            self._changed()

    @contextmanager
    def _quietly(self):
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    def _fit_limits(self):
        """Set the end of every step slider to its last step, which may depend on other controls."""
        values = self.values
        for name, button in self.play.buttons.items():
            slider, last = self.widgets[name], max(self.specs[name].last(values), 1)
            if slider.max != last or button.max != last:
                slider.max = button.max = last


class Play:
    """Play buttons, each of which moves its slider and continues from the slider's position.

    Button and slider are linked here and not in the browser, where each would send its own message
    for every step.
    """

    def __init__(self, buttons, sliders, lock):
        self.buttons = buttons
        self._sliders, self._lock = sliders, lock
        self._leads = None  # name of the button whose step is being carried out
        self._deaf = False  # after a reset: ignore steps that were already on their way
        for name, button in buttons.items():
            button.observe(partial(self._step, name), "value")
            button.observe(self._pressed, "playing")

    def stop(self):
        """Stop any playback, and ignore steps already on their way, however late they arrive."""
        self._deaf |= any(button.playing for button in self.buttons.values())
        for button in self.buttons.values():
            button.playing = False

    def follow(self):
        """Make every button continue from its slider's position."""
        for name, button in self.buttons.items():
            # The one that is playing is already ahead of us: do not set it back.
            if name != self._leads and button.value != self._sliders[name].value:
                button.value = self._sliders[name].value

    def _step(self, name, change):
        with self._lock:
            if self._deaf and change["new"] != self.buttons[name].min:  # the stop button sends min
                self.follow()
                return
            self._leads = name
            try:
                self._sliders[name].value = change["new"]
            finally:
                self._leads = None

    def _pressed(self, change):
        """Accept steps again: any that arrive after Play has been pressed are new."""
        if change["new"]:
            self._deaf = False
