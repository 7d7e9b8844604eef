// Python in a worker of the page: it loads, then answers one question after the other.
// Pyodide's own script comes first in the same file, so `loadPyodide` need not fetch it.
/* global PACKS -- the pieces of each pack: the name of the file, and its size */
import {loadPyodide, version} from 'pyodide/pyodide.mjs';

const UNLOADED = 'Python could not be loaded';
const folder = new URL('.', self.location.href).href;

// Return what packs contain, and tell the page of all that arrives.
async function fetchPacks(what, names) {
  const total = names.flatMap(name => PACKS[name]).reduce((sum, [, size]) => sum + size, 0);
  const loaded = {};
  return Promise.all(names.map(name => fetchPack(PACKS[name], (file, count) => {
    loaded[file] = count;
    const sum = Object.values(loaded).reduce((one, other) => one + other);
    self.postMessage({progress: {what, loaded: sum, total}});
  })));
}

// A file with such a name never changes, so one that the browser has kept is as good as a new one;
// unless what it has kept is an error, or the greeting of a network that wants a password first.
const fetchPack = (pieces, progress) => readPack(pieces, 'force-cache', progress)
  .catch(() => readPack(pieces, 'reload', progress));

async function readPack(pieces, cache, progress) {
  const parts = await Promise.all(pieces.map(([file]) => readPiece(file, cache, progress)));
  const content = new Blob(parts).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(content).arrayBuffer()
    .catch(() => { throw new Error(`${UNLOADED}: what the server sends is damaged.`); });
}

async function readPiece(file, cache, progress) {
  const response = await ask(folder + file, {cache}).catch(() => ({}));
  if (!response.ok) throw new Error(`${UNLOADED}: the server ${response.status ? `answers ${response.status}` : 'cannot be reached'}.`);
  let loaded = 0;
  const counter = new TransformStream({
    transform(piece, controller) {
      progress(file, loaded += piece.byteLength);
      controller.enqueue(piece);
    },
  });
  return new Response(response.body.pipeThrough(counter)).arrayBuffer()
    .catch(() => { throw new Error(`${UNLOADED}: the connection broke off.`); });
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

async function start() {
  const [core, ...packs] = await fetchPacks('Python', ['pyodide', 'python', 'lecturekit']);
  // What Pyodide would fetch itself: the standard library is in a pack, and of other packages it
  // needs to know nothing.
  const own = {
    'pyodide.asm.wasm': () => new Response(core, {headers: {'Content-Type': 'application/wasm'}}),
    'python_stdlib.zip': () => new Response(new Uint8Array(0)),
    'pyodide-lock.json': () => Response.json({info: {version}, packages: {}}),
  };
  self.fetch = (address, options) => {
    const name = String(address).replace(folder, '');
    return own[name] ? Promise.resolve(own[name]()) : ask(address, options);
  };
  const python = await loadPyodide({
    indexURL: folder,
    env: {HOME: '/home/pyodide', MPLBACKEND: 'agg'},
    fsInit: async FS => packs.forEach(pack => unpack(FS, pack)),
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
  const [pack] = await fetchPacks('scikit-learn', ['more']);
  const {python} = self;
  python.runPython(`
    import importlib, pathlib, shutil, sys
    import sklearn
    shutil.rmtree(pathlib.Path(sklearn.__file__).parent)
    for name in [name for name in sys.modules if name.split(".")[0] == "sklearn"]:
        del sys.modules[name]
    importlib.invalidate_caches()
  `);
  unpack(python.FS, pack);
  await python._api.loadDynlib('/usr/lib/libopenblas.so', true);
}

const ready = start();
ready.catch(error => self.postMessage({failed: sentence(error)}));

self.onmessage = async ({data: {id, kind, payload}}) => {
  const answer = await ready.catch(() => null);
  if (!answer) return;
  try {
    if (/(?:import|from)\s+(?:sklearn|scipy|joblib)\b/.test(payload)) await (more ??= addMore());
  } catch (error) {
    more = null;
    self.postMessage({id, error: sentence(error)});
    return;
  }
  try {
    self.postMessage({id, begun: true});
    const both = answer(kind, payload);
    const [text, bytes] = both.toJs();
    both.destroy();
    const picture = bytes && (bytes.length < bytes.buffer.byteLength ? bytes.slice() : bytes).buffer;
    self.postMessage({id, text, picture}, picture ? [picture] : []);
  } catch (error) {
    // What is not an exception of Python, such as the end of its process, it does not survive. Nor
    // is it sound if it cannot run code: the exceptions of the code itself are part of an answer.
    self.postMessage({id, error: sentence(error), dead: error.name !== 'PythonError' || kind === 'run'});
  }
};

// Of Python's traceback the last line, without the name of the exception.
function sentence(error) {
  const last = String(error.message ?? error).trim().split('\n').at(-1);
  return last.replace(/^[\w.]+(Error|Exception): /, '');
}
