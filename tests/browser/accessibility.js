// What axe-core objects to in the outputs of a notebook, but for what is left to others: by the
// names of its rules, where they do not count.
window.outputsJudged = async (ours, rules, leftToOthers) => {
  const options = {
    runOnly: {type: 'tag', values: rules},
    rules: {region: {enabled: false}},  // a rule about whole pages
    resultTypes: ['violations'],
  };
  // axe judges no colours and sizes of what nobody can see at the moment: cells that are scrolled
  // away or not drawn, and all that is in a body of height 0. So whatever is around the outputs is
  // opened for as long as it looks.
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
    .filter(node => !(rule.id in leftToOthers &&
      document.querySelector(node.target.at(-1))?.closest(leftToOthers[rule.id])))
    .map(node => `axe: ${rule.id} (${rule.help}): ${node.html.slice(0, 160)}`));
};
