"""Lets axe-core judge what the lectures put on the page, and nothing of Jupyter's own."""

from importlib.resources import files

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
OURS = ".jp-OutputArea-output"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# JupyterLab and Notebook 7 show an image/png without the alternative text that stands in
# its metadata; the rules of the house see to it that it stands there. The rest is judged.
LEFT_TO_JUPYTER = {"image-alt": ".jp-RenderedImage"}


def violations(page, ours=OURS):
    """Return what axe-core objects to in the outputs of the open notebook, as list of str.

    `ours` is a CSS selector that narrows down which outputs.
    """
    page.evaluate(f"{AXE}; null")
    found = page.evaluate(
        """async ([ours, rules, leftToJupyter]) => {
            const options = {
                runOnly: {type: 'tag', values: rules},
                rules: {region: {enabled: false}},  // a rule about whole pages
                resultTypes: ['violations'],
            };
            // axe judges no colours of what it thinks nobody can see: cells that are not drawn
            // because they are out of sight, and all that is in a body of height 0.
            const everything = document.createElement('style');
            everything.textContent = `* {content-visibility: visible !important}
                body {min-height: 100vh; overflow: visible !important}`;
            document.head.append(everything);
            const {violations} = await axe.run({include: [[ours]]}, options);
            everything.remove();
            return violations.flatMap(rule => rule.nodes
                .filter(node => !(rule.id in leftToJupyter &&
                    document.querySelector(node.target.at(-1))?.closest(leftToJupyter[rule.id])))
                .map(node => `${rule.id} (${rule.help}): ${node.html.slice(0, 160)}`));
        }""",
        [ours, RULES, LEFT_TO_JUPYTER],
    )
    return [f"axe: {line}" for line in found]
