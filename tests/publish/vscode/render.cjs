// node render.cjs: Markdown as VS Code's notebooks render it. Reads a JSON list of texts from
// standard input, and writes the list of their HTML.
const katex = require("@vscode/markdown-it-katex").default;
const markdown = require("markdown-it")({ html: true, linkify: true });

markdown.linkify.set({ fuzzyLink: false });
markdown.use(katex, { globalGroup: true, enableBareBlocks: true, enableFencedBlocks: true });
const texts = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map((text) => markdown.render(text))));
