"""Looks at every slide of a deck in a real browser and lists what is wrong, in sentences.

Authors use it too::

    python -m tests.browser.slides build/decks/1-neuron.html --shots build/shots

prints a line for every problem, with the slide's address in the deck (``#/cell-id``), and
writes a picture of each slide. All steps of a slide are shown, every control is worked, and
there is no network.
"""

import argparse
import sys
from pathlib import Path

from lecturekit.publish.chromium import browser
from tests.browser.accessibility import AXE, RULES
from tests.browser.deck_controls import (
    problems_with_films,
    problems_with_keys,
    problems_with_quizzes,
    problems_with_the_second_window,
)
from tests.browser.deck_page import current, names, opened, show

MARGIN = 12  # pixels at each edge that stay free


def problems_with_fit(page, margin=MARGIN):
    """Say what is outside of the frame or cut off, on every slide, with its code unfolded too."""
    return page.evaluate(
        """margin => checks.each(slide => {
            const found = checks.outside(slide, margin);
            for (const panel of slide.querySelectorAll('details.code')) {
                panel.open = true;
                found.push(...checks.outside(slide, margin).filter(line => !found.includes(line))
                    .map(line => `with its code unfolded: ${line}`));
                panel.open = false;
            }
            return found;
        })""",
        margin,
    )


def problems_with_notes(page):
    """Name the slides that tell the speaker nothing, or not how long."""
    return page.evaluate(
        """() => checks.each(slide => {
            const notes = slide.querySelector(':scope > aside.notes')?.textContent.trim() ?? '';
            if (notes.length < 40) return ['no notes'];
            return /\\d min\\b/.test(notes) ? [] : ['notes without a time'];
        })"""
    )


def problems_with_access(page):
    """Say what axe-core objects to on every slide, with an answer and the code unfolded.

    nbconvert gives a text to images that have none, so this looks for that, too.
    """
    page.evaluate(f"{AXE}; null")
    return page.evaluate(
        """rules => checks.each(async slide => {
            slide.querySelectorAll('details').forEach(one => { one.open = true; });
            const {violations} = await axe.run({
                runOnly: {type: 'tag', values: rules},
                resultTypes: ['violations'],
            });
            // axe takes a heading that is a formula for an empty one.
            const real = violations.map(rule => ({...rule, nodes: rule.nodes.filter(node =>
                rule.id != 'empty-table-header'
                || !document.querySelector(node.target.at(-1)).querySelector('math'))}));
            const nameless = slide.querySelectorAll('img[alt^="No description has been"]');
            return real.filter(rule => rule.nodes.length).map(({id, help, nodes}) =>
                `axe: ${id} (${help}), ${nodes.length} ×: ${nodes[0].html.slice(0, 120)}`)
                .concat(nameless.length ? [`${nameless.length} image(s) without a text`] : []);
        })""",
        RULES,
    )


def problems_with_the_address(page, slide):
    """Say so if a deck that was opened with a slide's address shows another slide."""
    shown = current(page)
    return [] if shown == slide else [f"the address #/{slide} opens #/{shown}"]


def middle(chromium, path):
    """Return the id of a slide in the middle of a deck, to open the deck there."""
    with opened(chromium, path) as (page, _):
        slides = names(page)
    return slides[len(slides) // 2]


def problems(chromium, path):
    """List everything that is wrong with a deck."""
    slide = middle(chromium, path)
    with opened(chromium, path, slide) as (page, complaints):
        return [
            *problems_with_the_address(page, slide),
            *problems_with_fit(page),
            *problems_with_notes(page),
            *problems_with_films(page),
            *problems_with_quizzes(page, MARGIN),
            *problems_with_keys(page),
            *problems_with_access(page),
            *problems_with_the_second_window(page),
            *complaints,
        ]


def shots(page, folder):
    """Write a picture of each slide, with all its steps."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, slide in enumerate(names(page), start=1):
        show(page, slide)
        page.screenshot(path=folder / f"{place:03}-{slide}.png")


def main(arguments=None):
    """Check decks from the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.slides", description=__doc__)
    parser.add_argument("decks", nargs="+", type=Path)
    parser.add_argument("--fit", action="store_true", help="look only for what does not fit")
    parser.add_argument("--shots", type=Path, help="write a PNG of each slide to this folder")
    options = parser.parse_args(arguments)
    status = 0
    with browser() as chromium:
        for path in options.decks:
            with opened(chromium, path) as (page, _):
                found = problems_with_fit(page) if options.fit else []
                if options.shots:
                    shots(page, options.shots)
            for problem in found if options.fit else problems(chromium, path):
                print(f"{path.stem} {problem}")
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
