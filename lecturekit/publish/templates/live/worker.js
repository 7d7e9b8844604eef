// Python in a worker of the page: it loads, then answers one question after the other.
// Pyodide's own script comes first in the same file, so `loadPyodide` need not fetch it.
/* global PACKS -- the name and the size of each pack in this folder; packs.py says what they are */
import {loadPyodide, version} from 'pyodide/pyodide.mjs';

const UNFETCHED = 'Python could not be loaded';
const folder = new URL('.', self.location.href).href;

// Return what packs contain, and tell the page of every piece that arrives. A file with such a
// name never changes, so one that the browser has kept is as good as a new one.
async function fetchPacks(what, names) {
  const total = names.reduce((sum, name) => sum + PACKS[name][1], 0);
  let loaded = 0;
  const progress = count => {
    loaded += count;
    self.postMessage({progress: {what, loaded, total}});
  };
  return Promise.all(names.map(name => fetchPack(PACKS[name][0], progress)));
}

async function fetchPack(file, progress) {
  const response = await ask(folder + file, {cache: 'force-cache'}).catch(() => ({}));
  if (!response.ok) throw new Error(`${UNFETCHED}: the server ${response.status ? `answers ${response.status}` : 'cannot be reached'}.`);
  const counter = new TransformStream({
    transform(piece, controller) {
      progress(piece.byteLength);
      controller.enqueue(piece);
    },
  });
  const content = response.body.pipeThrough(counter).pipeThrough(new DecompressionStream('gzip'));
  return new Response(content).arrayBuffer()
    .catch(() => { throw new Error(`${UNFETCHED}: the connection broke off.`); });
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
