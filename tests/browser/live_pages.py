"""Works every control of the live figures on a page, and compares them with the same in Python."""

import base64
import io
import json
import re

import numpy as np
from PIL import Image
from playwright.sync_api import TimeoutError as OutOfPatience

from lecturekit import explore
from lecturekit.explore.controls import Choice
from lecturekit.explore.stage import Stage
from tests.browser.lab import PATIENCE, drag, wait_for

MOVED = "(film, [name, low]) => Number(film.querySelector(name).value) > low"
SAYS = """(film, [vague, words]) =>
    film.querySelector('canvas').ariaLabel.replace(new RegExp(vague, 'g'), '…') === words"""
# Rounding errors, which one figure is about, depend on the processor.
VAGUE = {"gradient_check": "[0-9.]+e-[0-9]+|(?<=error is )[0-9.]+[0-9]"}
INPUTS = ".controls :is(input, select)"
# The page has another Matplotlib, with other letters, so the mean colours of squares of this many
# pixels are compared; that is how far they are from each other on average, from 0 to 255.
SQUARE, ALIKE = 16, 4
LOOSE = {"sliding_filter": 6}  # a hundred numbers, each in other letters


def make_live(page):
    """Press the first button that makes a figure live."""
    page.get_by_role("button", name="Make this figure live").first.click()


def problems_with_live_figures(page, thorough=True):
    """Say what is wrong with the live figures of a page, one after the other."""
    found = []
    for film in page.locator(".film[data-figure]").all():
        figure = Driven(page, film)
        found += [f"{figure.name}: {problem}" for problem in figure.problems(thorough)]
    return found


class Driven:
    """A live figure on a page, and its twin in Python."""

    def __init__(self, page, film):
        self.page, self.film = page, film
        self.name = film.get_attribute("data-figure")
        self.told = json.loads(film.get_attribute("data-controls"))
        make = explore.FIGURES[self.name]
        self.specs, self.make = {spec.name: spec for spec in make.specs}, make.scene
        self.scene = make.scene()

    def problems(self, thorough):
        """Work every control, by keyboard; unless `thorough`, fewer ways for each."""
        self.found = []
        self.film.evaluate("film => film.closest('details')?.setAttribute('open', '')")
        self.film.scroll_into_view_if_needed()
        if not self._waits("film => film.querySelector('canvas')?.ariaLabel"):
            return [f"it does not come alive: {self.film.inner_text()[-200:]!r}"]
        labels = self.film.locator(".control label").all_text_contents()
        if labels != [spec.label for spec in self.specs.values()]:
            self.found.append(f"its controls are {labels}")
        self._look("at first")
        for told, box in zip(self.told, self.film.locator(".control").all(), strict=True):
            self._work(told, box, thorough)
        for told, box in zip(self.told, self.film.locator(".control").all(), strict=True):
            if told["kind"] == "steps":
                self._play(told, box)
        for name, grip in Stage(self.make()).scene.grips().items():
            # Not far: the axes of the page's Matplotlib are a little shorter.
            to = round((now := self._numbers()[name]) + 0.5, 1)
            drag(self.page, self.film.locator("canvas"), grip, now, to)
            if self._numbers()[name] != to:
                self.found.append(f"a drag of {name} to {to} leads to {self._numbers()[name]}")
            self._look(f"after a drag of {name}")
        return self.found

    def _work(self, told, box, thorough):
        name, control = told["label"], box.locator("input, select")
        low, high = control.evaluate(
            "one => [Number(one.min ?? 0), Number(one.max ?? one.length - 1)]"
        )
        for key, end in ("End", high), ("Home", low):
            control.press(key)
            if self._number(control) != end:
                self.found.append(f"{key} moves “{name}” to {self._number(control)}")
            if thorough:
                self._look(f"after {key} on “{name}”")
        control.press("ArrowDown" if told["kind"] == "menu" else "ArrowRight")
        if self._number(control) == low:
            self.found.append(f"an arrow does not move “{name}”")
        if told["kind"] != "menu":
            self._is_spelled(told, box)
        self._look(f"after an arrow on “{name}”")

    def _is_spelled(self, told, box):
        spec, number = self.specs[told["name"]], self._number(box.locator("input"))
        words = spec.spell(self._values({told["name"]: number})[told["name"]])
        said = [box.locator("output").text_content()]
        said.append(box.locator("input").get_attribute("aria-valuetext"))
        if said != [words, words]:
            self.found.append(f"“{told['label']}” says {said} instead of {words}")

    def _play(self, told, box):
        """Play and pause by keyboard; Reset while it plays."""
        play, control = box.get_by_role("button").first, box.locator("input")
        reset = self.film.get_by_role("button", name="Reset")
        reset.press("Enter")
        box.get_by_role("button", name="Back to start").press("Enter")
        if self._number(control) != told["low"]:
            self.found.append("“Back to start” goes elsewhere")
        self._look("back at the start")
        play.press("Space")
        if not self._waits(MOVED, [f"#{control.get_attribute('id')}", told["low"]]):
            self.found.append("Play does not move it")
        play.press("Space")
        if "Play" not in play.text_content():
            self.found.append("Pause does not pause")
        self._look("after Pause")
        play.press("Space")
        reset.press("Enter")
        if "Play" not in play.text_content():
            self.found.append("Reset does not stop Play")
        if self._numbers() != {one["name"]: one["start"] for one in self.told}:
            self.found.append(f"Reset leads to {self._numbers()}")
        self._look("after Reset")

    def _look(self, when):
        """At rest the picture and its words are those that Python has for these values."""
        values = self._values(self._numbers())
        self.scene.update(**values)
        vague = VAGUE.get(self.name, "(?!)")
        words = re.sub(vague, "…", self.scene.describe(**values))
        if not self._waits(SAYS, [vague, words]):
            said = self.film.locator("canvas").get_attribute("aria-label")
            self.found.append(f"{when} it says {said!r} instead of {words!r}")
            return
        for _ in range(20):  # an older picture may have the same words
            away = self._away(values)
            if away < LOOSE.get(self.name, ALIKE):
                return
            self.page.wait_for_timeout(200)
        self.found.append(f"{when} the picture is another one, {away:.1f} away")

    def _away(self, values):
        data = self.film.locator("canvas").evaluate("canvas => canvas.toDataURL()")
        shown = Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2])))
        stage = Stage(self.make(), (shown.width + 0.01) / self.make.size[0])
        one, other = (_squares(picture) for picture in (shown, stage.pixels(**values)))
        return np.abs(one - other).mean()

    def _values(self, numbers):
        """Return the values that stand for the numbers on the page."""
        found = {}
        for name, number in numbers.items():
            spec = self.specs[name]
            if isinstance(spec, Choice):
                found[name] = [*spec.choices][number]
            else:
                found[name] = spec.tidy(spec.check(number))
        return found

    def _numbers(self):
        numbers = self.film.locator(INPUTS).evaluate_all("all => all.map(one => Number(one.value))")
        return dict(zip(self.specs, numbers, strict=True))

    @staticmethod
    def _number(control):
        return control.evaluate("one => Number(one.value)")

    def _waits(self, condition, value=None):
        """Wait until `condition(film, value)` holds; say whether it came true in time."""
        asked = f"([film, value]) => ({condition})(film, value)"
        try:
            wait_for(self.page, asked, [self.film.element_handle(), value], PATIENCE)
        except OutOfPatience:
            return False
        return True


def _squares(picture):
    pixels = np.asarray(picture, float)[:, :, :3]
    height, width = (SQUARE * (length // SQUARE) for length in pixels.shape[:2])
    parts = pixels[:height, :width].reshape(height // SQUARE, SQUARE, width // SQUARE, SQUARE, 3)
    return parts.mean(axis=(1, 3))
