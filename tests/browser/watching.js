// Runs in the page under test: sees every picture that a live figure shows, and compares; and
// looks at the outputs of a notebook.
//
// A live figure shows coarse pictures while it moves and a fine one once it rests. Pictures
// are compared with pictures of the same size, pixel by pixel, through a hash.
window.watching = (() => {
  // Sum up the picture in a file: {width, hash, blank, bytes}, two hashes: of pixels and of bytes.
  async function look(file) {
    const blob = await file;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
    const bytes = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const bitmap = await createImageBitmap(blob);
    const { width, height } = bitmap;
    const brush = new OffscreenCanvas(width, height).getContext("2d");
    brush.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(brush.getImageData(0, 0, width, height).data.buffer);
    let hash = 2166136261;
    let blank = true;
    for (const pixel of pixels) {
      hash = Math.imul(hash ^ pixel, 16777619);
      blank &&= pixel === pixels[0];
    }
    return { width, hash, blank, bytes };
  }

  // Keep a list of all pictures that a live figure shows from now on: how many have come, the
  // hashes of the coarse ones, and the latest. Every file is fetched the moment that it is
  // shown, so none is missed, however fast they follow each other.
  async function start(figure) {
    const image = figure.querySelector("img.widget-image");
    const watch = { coarse: [], latest: null, shown: 0 };
    let turn = Promise.resolve();
    const note = () => {
      watch.shown += 1;
      const file = fetch(image.src).then((answer) => answer.blob());
      turn = turn.then(async () => {
        const picture = await look(file);
        // Half as many pixels again as it is wide: the first picture, which is stored; at rest
        // there are twice as many.
        const fine = picture.width >= 1.4 * Number(image.getAttribute("width"));
        watch.latest = { ...picture, fine };
        if (!fine) watch.coarse.push(picture.hash);
      });
      return turn;
    };
    figure.watch = watch;
    new MutationObserver(note).observe(image, { attributes: true, attributeFilter: ["src"] });
    await note();
  }

  // The hash of the file that the kernel makes when it draws a live figure, which its cell has
  // returned, afresh: like `watch.latest.bytes`.
  async function drawn(figure, panel) {
    const { model } = panel.content.widgets.find((cell) => cell.node.contains(figure));
    const hash = `__import__('hashlib').sha256((lambda figure:
      __import__('lecturekit.explore.stage', fromlist='*').Stage(figure.scene(), 200)
      .jpeg(**figure.values))(Out[${model.executionCount}])).hexdigest()`;
    const asked = { code: "pass", silent: true, user_expressions: { hash } };
    const answer = await panel.sessionContext.session.kernel.requestExecute(asked).done;
    const { status, data, evalue } = answer.content.user_expressions.hash;
    return status === "ok" ? data["text/plain"].slice(1, -1) : evalue;
  }

  // Put the focus on the first control of a figure; note which others it gets to; count them all.
  function tabFromHere(figure, reachable) {
    figure.missed = new Set(
      Array.from(figure.querySelectorAll(reachable)).filter((one) => one.offsetParent !== null),
    );
    const [first] = figure.missed;
    for (const control of figure.missed)
      control.addEventListener("focus", () => figure.missed.delete(control));
    const count = figure.missed.size;
    first.focus();
    return count;
  }

  // What is wrong with the pictures in the cells' outputs?
  function picturesNotThere() {
    return Array.from(document.querySelectorAll(".jp-OutputArea-output img"))
      .filter((image) => !(image.complete && image.naturalWidth > 0))
      .map((image) => `a picture is not there: ${image.outerHTML.slice(0, 200)}`);
  }

  // Which outputs are empty, or show a sign of being dead, even after a while?
  async function emptyOrDead(panel, dead, patience) {
    const wrong = (cell) => {
      const problems = [];
      const outputs = cell.node.querySelectorAll(".jp-OutputArea-output");
      if (outputs.length < cell.model.outputs.length)
        problems.push("shows fewer outputs than it has");
      for (const output of outputs) {
        const words = output.textContent;
        problems.push(...dead.filter((sign) => words.includes(sign)));
        const { width, height } = output.getBoundingClientRect();
        const something = words.trim() || output.querySelector("img");
        if (!something || height < 10 || width < 10) problems.push("an empty output");
      }
      for (const image of cell.node.querySelectorAll(".lecture-figure .widget-image"))
        if (image.getBoundingClientRect().height < 100) problems.push("an empty live figure");
      return problems;
    };
    const problems = [];
    for (const cell of panel.content.widgets) {
      if (cell.model.type !== "code" || cell.model.outputs.length === 0) continue;
      const deadline = performance.now() + patience;
      cell.node.scrollIntoView(); // a cell is filled when it first comes into view
      do await new Promise(requestAnimationFrame);
      while (wrong(cell).length && performance.now() < deadline);
      problems.push(...wrong(cell).map((problem) => `${nameOf(cell.node)}: ${problem}`));
    }
    return problems;
  }

  // What is wrong with the outputs of a notebook that is neither trusted nor run?
  function alreadyAlive(panel) {
    const problems = [];
    for (const cell of panel.content.widgets) {
      if (cell.model.type !== "code") continue;
      const live = cell.model.outputs
        .toJSON()
        .filter((output) => "application/vnd.jupyter.widget-view+json" in (output.data ?? {}));
      const name = nameOf(cell.node);
      if (live.length && cell.model.trusted) problems.push(`${name}: is trusted`);
      for (const output of cell.node.querySelectorAll(".jp-OutputArea-output")) {
        if (output.querySelector(".jupyter-widgets, button, input, select"))
          problems.push(`${name}: a control that nothing answers`);
        if (live.length && !output.querySelector("img[width][height], details"))
          problems.push(`${name}: neither a picture with its size nor a quiz`);
      }
    }
    return problems;
  }

  // Which of our controls in `figure` are cut off, wrapped, or wider than their place? And which
  // are of no kind that a test works?
  function cutOffOrUnknown(figure, known) {
    const cut = (element) =>
      element.scrollWidth > element.clientWidth + 1 ||
      element.scrollHeight > Math.max(element.clientHeight, 32) + 1;
    const words = ".widget-label, .widget-readout, .jupyter-button, select";
    const found = Array.from(figure.querySelectorAll(words))
      .filter((element) => element.offsetParent !== null && cut(element))
      .map((element) => `“${element.textContent.slice(0, 60)}” is cut off`);
    const output = figure.closest(".jp-OutputArea-output");
    const bars = [output, ...output.querySelectorAll("*")].filter(
      (box) =>
        ["auto", "scroll"].includes(getComputedStyle(box).overflowX) &&
        box.scrollWidth > box.clientWidth + 1,
    );
    if (bars.length) found.push(`a scroll bar appears at ${bars[0].className}`);
    for (const part of figure.querySelectorAll(".jupyter-widgets"))
      if (!part.matches(known)) found.push(`no test works this control: ${part.className}`);
    return found;
  }

  // The last line of a cell's code, to speak of it.
  const nameOf = (node) =>
    node.closest(".jp-Cell").querySelector(".jp-InputArea .cm-line:last-child")?.textContent ??
    "a cell";

  const forOutputs = { picturesNotThere, emptyOrDead, alreadyAlive };
  return { start, drawn, tabFromHere, nameOf, cutOffOrUnknown, ...forOutputs };
})();
