// Python in a worker of the page: it loads, then answers one question after the other.
import {loadPyodide} from 'pyodide/pyodide.mjs';

const folder = new URL('.', self.location.href).href;
const files = {}; // address -> promise of a response, fetched while Python starts
let loaded = 0;

async function fetchCounted(name, total) {
  const response = await get(folder + name);
  if (!response.ok) throw new Error(`${name} could not be fetched (status ${response.status}).`);
  const counter = new TransformStream({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      self.postMessage({progress: {loaded, total}});
      controller.enqueue(chunk);
    },
  });
  // The type is set here, because not every server knows that of WebAssembly.
  const type = name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
  return new Response(response.body.pipeThrough(counter), {headers: {'Content-Type': type}});
}

const get = self.fetch.bind(self);
self.fetch = (address, options) => files[String(address)] ?? get(address, options);

async function start() {
  const {sizes, packages} = await (await get(folder + 'files.json')).json();
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  for (const name of Object.keys(sizes)) files[folder + name] = fetchCounted(name, total);
  const python = await loadPyodide({
    indexURL: folder,
    packages,
    env: {HOME: '/home/pyodide', MPLBACKEND: 'agg', MPLCONFIGDIR: '/tmp'},
  });
  const app = await (await files[folder + 'lecturekit.zip']).arrayBuffer();
  python.unpackArchive(app, 'zip', {extractDir: '/lecturekit'});
  python.runPython("import sys; sys.path.append('/lecturekit')");
  const {answer} = python.pyimport('lecturekit.browser');
  self.postMessage({ready: true});
  return answer;
}

const ready = start();
ready.catch(error => self.postMessage({failed: sentence(error)}));

self.onmessage = async ({data: {id, kind, payload}}) => {
  try {
    const answer = await ready;
    const both = answer(kind, payload);
    const [text, bytes] = both.toJs();
    both.destroy();
    const picture = bytes?.slice().buffer;
    self.postMessage({id, text, picture}, picture ? [picture] : []);
  } catch (error) {
    self.postMessage({id, error: sentence(error)});
  }
};

// Of Python's traceback the last line, without the name of the exception.
function sentence(error) {
  const last = String(error.message ?? error).trim().split('\n').at(-1);
  return last.replace(/^[\w.]+(Error|Exception): /, '');
}
