"""The controls below a live figure: their widgets, and how Play works."""

from contextlib import contextmanager
from functools import partial

import ipywidgets as widgets

from lecturekit.explore.controls import Choice, Controls, Slider, Steps

WIDTH = 400  # width of a control in pixels: two fit side by side below a figure
BUTTONS = 96  # width in pixels of Play's two buttons together


class Panel(Controls):
    """The widgets for the controls of a figure, and their values.

    After the user or Play has moved a control, `changed` is called without arguments, with `lock`
    held.
    """

    def __init__(self, name, specs, initial, changed, lock):
        super().__init__(name, specs, initial)
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
            self.widgets[spec.name] = _widget(spec, self.start[spec.name], width)
            self.widgets[spec.name].add_class(f"lecture-control-{spec.name}")  # for page scripts
        buttons = {name: _play(spec, self.start[name]) for name, spec in stepped.items()}
        self.play = Play(buttons, self.widgets, lock)
        self._fit_limits()
        for widget in self.widgets.values():
            widget.observe(self._moved, "value")

    @property
    def values(self):
        """The values of the controls, as a dict by name."""
        return {name: self.specs[name].tidy(w.value) for name, w in self.widgets.items()}

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
        """Set the end of every step slider to its last step."""
        for name, last in self.limits(self.values).items():
            slider, button = self.widgets[name], self.play.buttons[name]
            if slider.max != last or button.max != last:
                slider.max = button.max = last


def _widget(spec, value, label_width):
    """Return the widget for a control."""
    width = WIDTH - BUTTONS - 8 if isinstance(spec, Steps) else WIDTH
    options = {
        "value": value,
        "description": spec.label,
        "tooltip": spec.tip or spec.label,
        "style": {"description_width": label_width},
        "layout": widgets.Layout(width=f"{width}px", margin="1px 4px"),
    }
    match spec:
        case Slider():
            span = {"min": spec.low, "max": spec.high, "step": spec.step}
            return widgets.FloatSlider(readout_format=f".{spec.digits}f", **span, **options)
        case Steps():
            return widgets.IntSlider(min=spec.low, max=max(value, spec.low + 1), **options)
        case Choice():
            options["options"] = [(words, value) for value, words in spec.choices.items()]
            if spec.look == "menu":
                return widgets.Dropdown(**options)
            widget = widgets.SelectionSlider(**options)
            widget.add_class("lecture-choice")  # lets page scripts tell it from a slider of numbers
            return widget


def _play(spec, value):
    """Return the Play button for a control with steps."""
    return widgets.Play(
        value=value,
        min=spec.low,
        max=max(value, spec.low + 1),
        interval=spec.interval,
        step=spec.stride,
        show_repeat=False,
        layout=widgets.Layout(width=f"{BUTTONS}px", margin="1px 4px"),
    )


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
