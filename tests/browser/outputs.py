"""Looks at what a notebook shows: nothing broken, nothing empty, nothing dead."""

import re

from tests.browser.lab import PANEL, error_outputs
from tests.browser.live_figures import WATCHING

# What Jupyter itself writes to the console: Notebook 7 asks for the settings of a plugin that is
# not loaded yet.
KNOWN = re.compile(r"Cannot read properties of undefined \(reading 'schema'\)")

# Signs in the text of an output that a widget was not shown as one.
DEAD = ["VBox(children=", "HBox(children=", "Error displaying widget", "Loading widget"]


def problems_in_the_console(lines):
    """Return the complaints of a page that Jupyter does not make on its own."""
    return [f"console: {line}" for line in lines if not KNOWN.search(line)]


def problems_with_outputs(page, patience=10):
    """Look at every output of an open notebook, run or not.

    An output that is not as it should be gets `patience` seconds to become so.
    """
    page.evaluate(WATCHING)
    empty_or_dead = _empty_or_dead(page, patience)
    errors = [f"an error: {error}" for error in error_outputs(page)]
    return errors + page.evaluate("watching.picturesNotThere()") + empty_or_dead


def problems_before_running(page):
    """Look at a notebook that was opened and neither trusted nor run.

    Every live figure must be there as a picture, every quiz as a list that unfolds.
    """
    return page.evaluate(
        f"""() => {{
            const problems = [];
            for (const cell of {PANEL}.content.widgets) {{
                if (cell.model.type !== 'code') continue;
                const shown = cell.node.querySelectorAll('.jp-OutputArea-output');
                const live = cell.model.outputs.toJSON().filter(
                    output => 'application/vnd.jupyter.widget-view+json' in (output.data ?? {{}}));
                const name = watching.nameOf(cell.node);
                if (live.length && cell.model.trusted) problems.push(`${{name}}: is trusted`);
                for (const output of shown) {{
                    if (output.querySelector('.jupyter-widgets, button, input, select'))
                        problems.push(`${{name}}: a control that nothing answers`);
                    if (live.length && !output.querySelector('img[width][height], details'))
                        problems.push(`${{name}}: neither a picture with its size nor a quiz`);
                }}
            }}
            return problems;
        }}"""
    )


def _empty_or_dead(page, patience):
    return page.evaluate(
        f"""async ([dead, patience]) => {{
            const wrong = cell => {{
                const problems = [];
                const outputs = cell.node.querySelectorAll('.jp-OutputArea-output');
                if (outputs.length < cell.model.outputs.length)
                    problems.push('shows fewer outputs than it has');
                for (const output of outputs) {{
                    const words = output.textContent;
                    problems.push(...dead.filter(sign => words.includes(sign)));
                    const {{width, height}} = output.getBoundingClientRect();
                    const something = words.trim() || output.querySelector('img');
                    if (!something || height < 10 || width < 10) problems.push('an empty output');
                }}
                for (const image of cell.node.querySelectorAll('.lecture-figure .widget-image'))
                    if (image.getBoundingClientRect().height < 100)
                        problems.push('an empty live figure');
                return problems;
            }};
            const problems = [];
            for (const cell of {PANEL}.content.widgets) {{
                if (cell.model.type !== 'code' || cell.model.outputs.length === 0) continue;
                const deadline = performance.now() + 1000 * patience;
                cell.node.scrollIntoView();  // a cell is filled when it first comes into view
                do await new Promise(requestAnimationFrame);
                while (wrong(cell).length && performance.now() < deadline);
                const name = watching.nameOf(cell.node);
                problems.push(...wrong(cell).map(problem => `${{name}}: ${{problem}}`));
            }}
            return problems;
        }}""",
        [DEAD, patience],
    )
