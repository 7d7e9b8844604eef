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
            // axe judges no colours and sizes of what nobody can see at the moment: cells that
            // are scrolled away or not drawn, and all that is in a body of height 0. So
            // whatever is around the outputs is opened for as long as it looks.
            const around = new Set();
            for (const output of document.querySelectorAll(ours))
                for (let box = output; (box = box.parentElement); ) around.add(box);
            const before = new Map(Array.from(around, box => [box, box.style.cssText]));
            for (const box of around)
                for (const [what, value] of [['overflow', 'visible'], ['contain', 'none'],
                        ['content-visibility', 'visible'], ['min-height', '24px']])
                    box.style.setProperty(what, value, 'important');
            const {violations} = await axe.run({include: [[ours]]}, options);
            for (const [box, style] of before) box.style.cssText = style;
            return violations.flatMap(rule => rule.nodes
                .filter(node => !(rule.id in leftToJupyter &&
                    document.querySelector(node.target.at(-1))?.closest(leftToJupyter[rule.id])))
                .map(node => `${rule.id} (${rule.help}): ${node.html.slice(0, 160)}`));
        }""",
        [ours, RULES, LEFT_TO_JUPYTER],
    )
    return [f"axe: {line}" for line in found]
