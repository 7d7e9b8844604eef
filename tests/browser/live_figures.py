"""Works every control of a live figure by mouse and by keyboard, and looks at the pixels."""

from pathlib import Path

from playwright.sync_api import TimeoutError as OutOfPatience

from lecturekit import explore
from lecturekit.explore.stage import Stage
from tests.browser.lab import PANEL, PATIENCE, drag, only_cells_with, wait_for

WATCHING = Path(__file__).with_name("watching.js").read_text(encoding="utf-8")
# What a figure may be made of; each kind that can be worked is worked below.
KNOWN = (
    ".lecture-figure, .widget-box, .widget-image, .widget-html,"
    " .widget-button, .widget-slider, .widget-dropdown, .widget-play"
)
REACHABLE = "button, select, input, [tabindex='0'], [contenteditable='true']"
MOVES = 22  # of the mouse in one drag
# Coarse pictures after the hand rests: one under way and the newest, and on a busy machine a few
# more, but never one for every move of the mouse.
STRAGGLERS = MOVES // 4


def problems_with_live_figures(page, patience=PATIENCE, thorough=True):
    """Work the controls of all live figures of an open notebook that has run; list what is wrong.

    A picture counts as missing after `patience` seconds. Unless `thorough`, each control is worked
    once, and only the first slider and Play of each figure in full.
    """
    page.evaluate(WATCHING)
    problems = []
    with only_cells_with(page, ".lecture-figure"):
        for element in page.locator(".lecture-figure").element_handles():
            problems += LiveFigure(page, element, patience, thorough).walk()
    return problems


class Stuck(Exception):
    """The walk through a figure cannot go on."""


class LiveFigure:
    """One live figure on a page; `element` is what stands around picture and controls.

    Its pictures are known by the hashes of their pixels. After each move of a control there
    is a coarse picture, and a fine one once everything rests.
    """

    def __init__(self, page, element, patience, thorough=True):
        self.page, self.element, self.patience = page, element, patience
        self.thorough = thorough
        self.problems = []
        self.name = element.evaluate("figure => watching.nameOf(figure)")

    def walk(self):
        """Work every control, and return what went wrong."""
        self.element.scroll_into_view_if_needed()
        self.element.evaluate("async figure => { await watching.start(figure); }")
        try:
            self._see_the_start()
            self._tab_through()
            for number, slider in enumerate(self._all(".widget-slider")):
                self._work_slider(slider, in_full=self.thorough or number == 0)
            for menu in self._all(".widget-dropdown"):
                self._work_menu(menu)
            self._drag_grips()
            self._is_as_drawn("at last")
            for play in self._all(".widget-play"):
                # Not from where the controls are at their ends: a busy machine would have shown
                # too few pictures of the slowest network by the time that Play stops.
                self._back_to_the_start()
                self._work_play(play)
        except Stuck as stuck:
            self.problems.append(str(stuck))
        return [f"{self.name}: {problem}" for problem in self.problems]

    def _see_the_start(self):
        self._rests("at first")
        if self.element.evaluate("figure => figure.watch.latest.blank"):
            self.problems.append("the picture is empty")
        self.problems += self.element.evaluate(
            "(figure, known) => watching.cutOffOrUnknown(figure, known)", KNOWN
        )
        self.reset = self._all("button.widget-button")[-1]
        self._next_coarse(self.reset.click, "Reset, with the mouse")
        self._rests("after Reset")
        self.fine_start = self.element.evaluate("figure => figure.watch.latest.hash")

    def _tab_through(self):
        """From the first control on, the Tab key must visit every other one."""
        wanted = self.element.evaluate(
            "(figure, reachable) => watching.tabFromHere(figure, reachable)", REACHABLE
        )
        for _ in range(wanted - 1):
            self.page.keyboard.press("Tab")
        missed = self.element.evaluate(
            "figure => Array.from(figure.missed, control => control.outerHTML.slice(0, 120))"
        )
        self.problems += [f"Tab does not reach {control}" for control in missed]

    def _work_slider(self, slider, in_full):
        """One end by keyboard. In full: both and an arrow; a fast drag by mouse; Reset."""
        name = slider.query_selector(".widget-label").text_content()
        handle = slider.query_selector("[role='slider']")
        low, now, high = (
            float(handle.get_attribute(f"aria-value{end}")) for end in ("min", "now", "max")
        )
        seen, keys = {}, ("Home", "End") if now == high else ("End", "Home")
        for key in keys if in_full else keys[:1]:
            seen[key] = self._next_coarse(lambda key=key: handle.press(key), f"{key} on “{name}”")
            self._slider_is_at(handle, {"Home": low, "End": high}[key], f"after {key} “{name}”")
        if not in_full:
            return
        if seen["Home"] == seen["End"]:
            self.problems.append(f"the picture is the same at both ends of “{name}”")
        readout = slider.query_selector(".widget-readout")
        if "lecture-choice" in slider.get_attribute("class") and readout.evaluate(
            "readout => readout.isContentEditable || readout.role === 'textbox'"
        ):
            self.problems.append(f"the words beside “{name}” look as if they could be edited")
        key, words = ("ArrowRight" if now != high else "ArrowLeft"), readout.text_content()
        handle.press(key)
        if readout.text_content() == words:
            self.problems.append(f"{key} leaves “{name}” at {words}")

        before = self._count()
        self._drag_to_the_right_end(slider, handle)
        released = self._count()
        if not self._waits("(figure, hash) => figure.watch.coarse.at(-1) === hash", seen["End"]):
            raise Stuck(f"after a fast drag of “{name}” the last picture is for another value")
        if self._count() == before:
            self.problems.append(f"the mouse does not move “{name}”")
        if (late := self._count() - released) > STRAGGLERS:
            self.problems.append(f"{late} pictures came after the mouse let “{name}” go: a queue")
        self._slider_is_at(handle, high, f"after a drag “{name}”")
        words = readout.text_content().strip()
        if not words or words.lower() in ("nan", "undefined", "null"):
            self.problems.append(f"“{name}” says {words!r}")
        self._is_as_drawn(f"after a drag of “{name}”")
        self._back_to_the_start()

    def _drag_to_the_right_end(self, slider, handle):
        track = slider.query_selector(".slider").bounding_box()
        grip = handle.bounding_box()
        y = grip["y"] + grip["height"] / 2
        mouse = self.page.mouse
        mouse.move(grip["x"] + grip["width"] / 2, y)
        mouse.down()
        for place, steps in ((0.9, 6), (0.1, 6), (0.6, 6), (1.0, MOVES - 18)):
            past = 30 if place == 1.0 else 0
            mouse.move(track["x"] + place * track["width"] + past, y, steps=steps)
        mouse.up()

    def _slider_is_at(self, handle, value, when):
        now = float(handle.get_attribute("aria-valuenow"))
        if abs(now - value) > 1e-9:
            self.problems.append(f"{when} is at {now:g}, not at {value:g}")

    def _drag_grips(self):
        """What can be dragged in the picture moves its slider, as far as the mouse went."""
        made = explore.FIGURES.get(self.name.removeprefix("explore.").partition("(")[0])
        grips = Stage(made.scene()).scene.grips() if made else {}
        for name, grip in grips.items():
            handle = self.element.query_selector(f".lecture-control-{name} [role='slider']")
            now = float(handle.get_attribute("aria-valuenow"))
            ends = self.element.query_selector("img.widget-image"), grip, now, -now or 0.5
            self._next_coarse(lambda ends=ends: drag(self.page, *ends), f"a drag of “{name}”")
            self._slider_is_at(handle, ends[-1], f"after a drag the slider of “{name}”")
            if not handle.evaluate("handle => handle === document.activeElement"):
                self.problems.append(f"after a drag an arrow does not move “{name}”")

    def _work_menu(self, menu):
        """Another option, chosen as with the mouse. Thorough: each one, then the start again."""
        name = menu.query_selector(".widget-label").text_content()
        choice = menu.query_selector("select")
        options = choice.evaluate("menu => Array.from(menu.options, option => option.value)")
        start = choice.input_value()
        others = [option for option in options if option != start]
        seen = {
            option: self._next_coarse(
                lambda option=option: choice.select_option(option), f"“{option}” of “{name}”"
            )
            for option in (others if self.thorough else others[-1:])
        }
        if not self.thorough:
            return
        self._next_coarse(lambda: choice.press("Home"), f"Home on “{name}”")
        if choice.input_value() != options[0]:
            self.problems.append(f"Home on “{name}” leads to “{choice.input_value()}”")
        if len(set(seen.values())) < len(seen):
            self.problems.append(f"“{name}” shows the same picture for different options")
        self._back_to_the_start()

    def _work_play(self, play):
        """Play and pause by mouse, stop; play by keyboard, and Reset while it plays."""
        slider = play.evaluate_handle("play => play.nextElementSibling").as_element()
        button, stop = play.query_selector_all("button")[:2]
        self._plays(button, button.click, "with the mouse")
        button.click()
        self._waits_for_icon(button, "fa-play", "Pause does not pause")
        stop.click()
        lowest = "(figure, handle) => handle.ariaValueNow === handle.ariaValueMin"
        if not self._waits(lowest, slider.query_selector("[role='slider']")):
            self.problems.append("the stop button does not go back to the beginning")
        self._rests("after the stop button")
        self._back_to_the_start()
        if not self.thorough:
            return
        self._plays(button, lambda: button.press("Space"), "by keyboard")
        self.reset.press("Enter")
        self._waits_for_icon(button, "fa-play", "Reset does not stop Play")
        self._rests_at_the_start()

    def _plays(self, button, press, how):
        before = self._count()
        press()
        moving = "(figure, n) => new Set(figure.watch.coarse.slice(n)).size >= 3"
        if not self._waits(moving, before):
            raise Stuck(f"Play, {how}, shows fewer than three different pictures")
        self._waits_for_icon(button, "fa-pause", "Play shows no pause sign while it plays")

    def _waits_for_icon(self, button, icon, problem):
        shown = "(figure, [button, icon]) => button.querySelector('i').classList.contains(icon)"
        if not self._waits(shown, [button, icon]):
            self.problems.append(problem)

    def _back_to_the_start(self):
        """Reset, and wait for the rest: a picture still on its way would look like an answer."""
        before = self.element.evaluate("figure => figure.watch.shown")
        self.reset.click()
        if not self._waits("(figure, n) => figure.watch.shown > n", before):
            raise Stuck("after Reset there is no new picture")
        self._rests_at_the_start()

    # ---- pictures ------------------------------------------------------------------------

    def _next_coarse(self, act, what):
        """Act, wait for the next coarse picture, and return its hash."""
        before = self._count()
        act()
        if not self._waits("(figure, n) => figure.watch.coarse.length > n", before):
            raise Stuck(f"{what}: no new picture came within {self.patience} seconds")
        return self.element.evaluate("figure => figure.watch.coarse.at(-1)")

    def _rests(self, when):
        if not self._waits("figure => figure.watch.latest?.fine"):
            raise Stuck(f"{when} the picture is not fine enough for a fine screen")

    def _rests_at_the_start(self):
        done = "(figure, hash) => figure.watch.latest.fine && figure.watch.latest.hash === hash"
        if not self._waits(done, self.fine_start):
            raise Stuck("after Reset the picture is not the one from the start, pixel for pixel")

    def _is_as_drawn(self, when):
        """At rest the page shows what Python draws for these values, byte for byte."""
        self._rests(when)
        drawn = self.element.evaluate(f"figure => watching.drawn(figure, {PANEL})")
        if not self._waits("(figure, drawn) => figure.watch.latest.bytes === drawn", drawn):
            self.problems.append(f"{when} the picture is not the one that Python draws: {drawn}")

    def _count(self):
        return self.element.evaluate("figure => figure.watch.coarse.length")

    def _waits(self, condition, value=None):
        """Wait until `condition(figure, value)` holds; say whether it came true in time."""
        try:
            asked = f"([figure, value]) => ({condition})(figure, value)"
            wait_for(self.page, asked, [self.element, value], self.patience)
        except OutOfPatience:
            return False
        return True

    def _all(self, selector):
        return self.element.query_selector_all(selector)
