"""Runs the code cells of a page, and asks it to judge attempts at its exercises."""

import inspect
import json
import re

from lecturekit import exercises
from lecturekit.browser import answer
from lecturekit.publish import cells
from tests.browser.lab import PATIENCE, wait_for
from tests.exercises import bank1, bank2, bank3, bank4
from tests.house.lectures import code_cells, setup_cells, tags

BANKS = bank1, bank2, bank3, bank4
SHOWN = """place => {
    const shown = place.code.output;
    const all = (what, get) => [...shown.querySelectorAll(what)].map(get);
    return {
        text: all('.output:not(.error) pre', found => found.textContent).join(''),
        error: all('.error', found => found.textContent).join(''),
        pictures: all('img', found => found.alt),
        state: place.code.state.textContent,
    };
}"""


def problems_with_cells(page, book):
    """Run all cells of a page in order; say which do not show what the notebook stores."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    stored = {cell.id: cell for cell in code_cells(book)}
    found, places = [], page.locator("[data-cell]:has(button)").all()
    for place in places:
        cell = stored[place.get_attribute("data-cell")]
        place.get_by_role("button", name="Run", exact=True).click()
        wait_for(page, "place => !place.code.busy", place.element_handle(), PATIENCE)
        shown, wanted = place.evaluate(SHOWN), _stored(cell)
        if "nbval-ignore-output" in tags(cell):
            shown = wanted | {"error": shown["error"], "state": shown["state"]}
        if shown != wanted:
            found.append(f"{cell.id} shows {shown} instead of {wanted}")
    return found if len(places) > 20 else [*found, f"only {len(places)} cells can run"]


def _stored(cell):
    """Return what a cell shows, in the form of SHOWN."""
    text, pictures = "", []
    for output in cell.outputs:
        data = output.get("data", {})
        if output.output_type == "stream":
            text += output.text
        elif "image/png" in data:
            pictures.append(output.metadata["image/png"]["alt"])
        else:
            text += data["text/plain"] + "\n"
    state = "Done." if text or pictures else "Done; it shows nothing."
    return {"text": text, "error": "", "pictures": pictures, "state": state}


def attempts(name, most):
    """List attempts at an exercise as code: right ones, and at most so many wrong ones."""
    exercise, (bank,) = getattr(exercises, name), (bank for bank in BANKS if name in bank.RIGHT)
    wrong = [f"WRONG[{name!r}][{k}][0]" for k in range(len(bank.WRONG.get(name, ())))]
    banked = [f"RIGHT[{name!r}][0]", *wrong[:most]]
    checks = [f"{_alone(bank)}\n\nexercises.{name}.check({attempt})" for attempt in banked]
    return [f"{exercise.solution().code}\n\n{exercise.call}", *checks]


def _alone(bank):
    """Return the source of a bank without what a page does not have: files beside its code."""
    text = getattr(bank, "BANK", "")
    source = re.sub("^BANK = .*", lambda _: f"BANK = {text!r}", inspect.getsource(bank), flags=re.M)
    return re.sub("^from tests.*import read$", lambda _: _alone(bank1), source, flags=re.M)


def problems_with_judgements(page, book, most):
    """Say which attempts the page judges in other words than the desktop."""
    setup = setup_cells(book)[0].source
    names = [cells.exercise(cell) for cell in code_cells(book) if "exercise" in tags(cell)]
    found, right = [], 0
    for name in names:
        for code in attempts(name, most):
            asked = {"name": name, "code": code, "setup": setup, "check": "-", "seconds": 60}
            asked["records"] = {name: {"told_where": True}}
            here = json.loads(answer("run", json.dumps(asked))[0])
            there = page.evaluate("asked => livePython.ask('run', asked)", asked)
            here, there = (_comparable(answered) for answered in (here, there))
            right += "✓ Right" in there
            if here != there:
                found.append(f"{name} is told {there!r} instead of {here!r}")
    return found if right >= len(names) else [*found, f"only {right} attempts are right"]


def _comparable(answered):
    del answered["records"]
    answered.pop("picture", None)
    # A slow page tries fewer inputs, and rows that were shuffled without a seed are others.
    text = json.dumps(answered, ensure_ascii=False)
    return re.sub(r"(tried on) \d+|(rows in epoch \d: `)[^`]*", r"\1\2", text)
