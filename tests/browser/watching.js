// Runs in the page under test: sees every picture that a live figure shows, and compares.
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
        // Twice as many pixels as it is wide: enough for a fine screen.
        const fine = picture.width >= 1.9 * Number(image.getAttribute("width"));
        watch.latest = { ...picture, fine };
        if (!fine) watch.coarse.push(picture.hash);
      });
      return turn;
    };
    figure.watch = watch;
    new MutationObserver(note).observe(image, { attributes: true, attributeFilter: ["src"] });
    await note();
  }

  // What is wrong with the pictures in the cells' outputs?
  function picturesNotThere() {
    return Array.from(document.querySelectorAll(".jp-OutputArea-output img"))
      .filter((image) => !(image.complete && image.naturalWidth > 0))
      .map((image) => `a picture is not there: ${image.outerHTML.slice(0, 200)}`);
  }

  // Which of our controls in `figure` are cut off, wrapped, or wider than their place?
  function cutOff(figure) {
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
    return found;
  }

  // The last line of a cell's code, to speak of it.
  const nameOf = (node) =>
    node.closest(".jp-Cell").querySelector(".jp-InputArea .cm-line:last-child")?.textContent ??
    "a cell";

  return { start, nameOf, picturesNotThere, cutOff };
})();
