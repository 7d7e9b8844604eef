"""Looks at what a notebook shows: nothing broken, nothing empty, nothing dead."""

import re

from tests.browser.lab import PANEL, PATIENCE, error_outputs
from tests.browser.live_figures import WATCHING

# What Jupyter itself writes to the console: Notebook 7 asks for the settings of a plugin that is
# not loaded yet.
KNOWN = re.compile(r"Cannot read properties of undefined \(reading 'schema'\)")

# Signs in the text of an output that a widget was not shown as one.
DEAD = ["VBox(children=", "HBox(children=", "Error displaying widget", "Loading widget"]


def problems_in_the_console(lines):
    """Return the complaints of a page that Jupyter does not make on its own."""
    return [f"console: {line}" for line in lines if not KNOWN.search(line)]


def problems_with_outputs(page, patience=PATIENCE):
    """Look at every output of an open notebook, run or not.

    An output that is not as it should be gets `patience` seconds to become so.
    """
    page.evaluate(WATCHING)
    asked = [DEAD, 1000 * patience]
    empty_or_dead = page.evaluate(f"asked => watching.emptyOrDead({PANEL}, ...asked)", asked)
    errors = [f"an error: {error}" for error in error_outputs(page)]
    return errors + page.evaluate("watching.picturesNotThere()") + empty_or_dead


def problems_before_running(page):
    """Look at a notebook that was opened and neither trusted nor run.

    Every live figure must be there as a picture, every quiz as a list that unfolds.
    """
    return page.evaluate(f"watching.alreadyAlive({PANEL})")
