// Python in a worker of the page: it loads, then answers one question after the other.
// Pyodide's own script comes first in the same file, so `loadPyodide` need not fetch it.
/* global PACKS -- the name and the size of each pack in this folder; packs.py says what they are */
import {loadPyodide, version} from 'pyodide/pyodide.mjs';

const folder = new URL('.', self.location.href).href;

// Return a pack's content as a stream, and tell the page of every piece that arrives. A file
// with this name never changes, so one that the browser has kept is as good as a new one.
async function fetchPack(name, progress) {
  const [file] = PACKS[name];
  const response = await ask(folder + file, {cache: 'force-cache'});
  if (!response.ok) throw new Error(`${file} could not be fetched (status ${response.status}).`);
  const counter = new TransformStream({
    transform(piece, controller) {
      progress(piece.byteLength);
      controller.enqueue(piece);
    },
  });
  return response.body.pipeThrough(counter).pipeThrough(new DecompressionStream('gzip'));
}

function fetchPacks(what, names) {
  const total = names.reduce((sum, name) => sum + PACKS[name][1], 0);
  let loaded = 0;
  const progress = count => {
    loaded += count;
    self.postMessage({progress: {what, loaded, total}});
  };
  return names.map(name => fetchPack(name, progress));
}

// Lay the files of a pack into the file system, which then owns them.
function unpack(FS, buffer) {
  const bytes = new Uint8Array(buffer);
  let at = 4 + new DataView(buffer).getUint32(0, true);
  const folders = new Set();
  for (const [path, size] of JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)))) {
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (!folders.has(parent)) FS.mkdirTree(parent);
    folders.add(parent);
    FS.writeFile(path, bytes.subarray(at, at += size), {canOwn: true});
  }
}

const ask = self.fetch.bind(self);
const whole = async stream => new Response(await stream).arrayBuffer();

async function start() {
  const [core, ...packs] = fetchPacks('Python', ['pyodide', 'python', 'lecturekit']);
  const contents = packs.map(whole);
  // What Pyodide would fetch itself: the standard library is in a pack, and of other packages it
  // needs to know nothing.
  const own = {
    'pyodide.asm.wasm': async () =>
      new Response(await core, {headers: {'Content-Type': 'application/wasm'}}),
    'python_stdlib.zip': async () => new Response(new Uint8Array(0)),
    'pyodide-lock.json': async () => Response.json({info: {version}, packages: {}}),
  };
  self.fetch = (address, options) => {
    const name = String(address).replace(folder, '');
    return own[name] ? own[name]() : ask(address, options);
  };
  const python = await loadPyodide({
    indexURL: folder,
    env: {HOME: '/home/pyodide', MPLBACKEND: 'agg'},
    fsInit: async FS => (await Promise.all(contents)).forEach(content => unpack(FS, content)),
  });
  self.fetch = ask;
  self.python = python; // also for whoever looks into the worker with a browser's tools
  const {answer} = python.pyimport('lecturekit.browser');
  self.postMessage({ready: true});
  return answer;
}

// What only a few cells import comes when one of them does. scikit-learn replaces its stand-in.
let more = null;
async function addMore() {
  const [content] = await Promise.all(fetchPacks('scikit-learn', ['more']).map(whole));
  const {python} = self;
  python.runPython(`
    import importlib, pathlib, shutil, sys
    import sklearn
    shutil.rmtree(pathlib.Path(sklearn.__file__).parent)
    for name in [name for name in sys.modules if name.split(".")[0] == "sklearn"]:
        del sys.modules[name]
    importlib.invalidate_caches()
  `);
  unpack(python.FS, content);
  await python._api.loadDynlib('/usr/lib/libopenblas.so', true);
}

const ready = start();
ready.catch(error => self.postMessage({failed: sentence(error)}));

self.onmessage = async ({data: {id, kind, payload}}) => {
  try {
    const answer = await ready;
    if (/(?:import|from)\s+(?:sklearn|scipy|joblib)\b/.test(payload)) await (more ??= addMore());
    self.postMessage({id, begun: true});
    const both = answer(kind, payload);
    const [text, bytes] = both.toJs();
    both.destroy();
    const picture = bytes?.slice().buffer;
    self.postMessage({id, text, picture}, picture ? [picture] : []);
  } catch (error) {
    // What is not an exception of Python, such as the end of its process, it does not survive.
    self.postMessage({id, error: sentence(error), dead: error.name !== 'PythonError'});
  }
};

// Of Python's traceback the last line, without the name of the exception.
function sentence(error) {
  const last = String(error.message ?? error).trim().split('\n').at(-1);
  return last.replace(/^[\w.]+(Error|Exception): /, '');
}
