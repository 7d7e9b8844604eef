// Stands before pyodide.js in JupyterLite's kernel: it fetches each file of Pyodide once, keeps it
// in the browser, and tells the page how far it is.
/* global importScripts -- this is a classic worker */

// Pyodide compiles every library of a package as it unpacks it; Python does so once a module is
// imported, and most never are. Only what lies outside of packages must be there before. What is
// unpacked is written in one go, because a file that grows takes up to twice its size; and a library
// is read by `load_library`, for what Python reads by itself stays in its memory for ever.
//
// Matplotlib need not say that it looks at its fonts. And the kernel asks for what installs packages,
// `piplite`, which takes seconds to load, and has nowhere to get a package from.
const PREPARE = `
import logging
import shutil
import sys
import types
import zipfile
from importlib.machinery import ExtensionFileLoader
from pathlib import Path

from pyodide import _package_loader as loader
from pyodide.ffi import JsException


def unpack(archive, folder):
    with zipfile.ZipFile(archive) as file:
        for entry in file.infolist():
            if not entry.is_dir():
                path = Path(folder, entry.filename)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.read(entry))


def create_module(self, spec, create=ExtensionFileLoader.create_module):
    try:
        load_library(spec.origin)
    except JsException as error:
        raise ImportError(str(error), name=spec.name, path=spec.origin) from None
    return create(self, spec)


shutil.unregister_unpack_format("whl")
shutil.register_unpack_format("whl", [".whl"], unpack)
loader.should_load_dynlib = lambda path: str(path).endswith(".so") and "/" not in str(path)
ExtensionFileLoader.create_module = create_module
logging.getLogger("matplotlib.font_manager").setLevel("ERROR")


async def get_transformed_code(arguments):
    return "print('Nothing can be installed on this page. NumPy, SciPy, Matplotlib and scikit-learn are there.')"


piplite = types.ModuleType("piplite")
piplite.piplite = piplite.cli = piplite
piplite.get_transformed_code = get_transformed_code
sys.modules |= {"piplite": piplite, "piplite.piplite": piplite, "piplite.cli": piplite}
`;

self.loadPyodide = async options => {
  const folder = options.indexURL; // its name holds a hash of its content, so it never changes
  const page = new BroadcastChannel('lecture-python');
  try {
    const {sizes, packages} = await (await fetch(`${folder}files.json`)).json();
    const keep = await keeper(folder, sizes, page);
    importScripts(`${folder}pyodide.js`);
    const python = await self.loadPyodide({...options, packages: []});
    python.runPython(PREPARE, {globals: python.toPy({load_library: librarian(python)})});
    await python.loadPackage(packages);
    keep();
    return python;
  } catch (error) {
    page.postMessage({failed: String(error.message ?? error)});
    throw error;
  }
};

// Return a function that loads a library. Its code is kept by the browser, so its file is emptied.
function librarian({FS, _module: {loadDynamicLibrary}}) {
  const read = FS.readFile;
  FS.readFile = (path, options) => {
    const content = read(path, options);
    if (path.endsWith('.so')) FS.truncate(path, 0);
    return content;
  };
  return path => loadDynamicLibrary(path, {fs: FS, nodelete: true, allowUndefined: true}, {});
}

// Let `fetch` keep the files of the folder; return a function that fetches those not needed yet.
async function keeper(folder, sizes, page) {
  const fetch = self.fetch.bind(self);
  const cache = await self.caches?.open(folder).catch(() => null); // none without https
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const coming = {}; // address -> promise that the file is in the cache
  let loaded = 0;

  async function counted(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} could not be fetched (status ${response.status}).`);
    const counter = new TransformStream({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        page.postMessage({loaded, total});
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(counter), {headers: response.headers});
  }

  async function get(address) {
    if (!cache) return fetch(address); // and the browser keeps what it likes
    coming[address] ??= cache.match(address).then(async found => {
      if (!found) await cache.put(address, await counted(address));
    });
    try {
      await coming[address];
    } catch (error) {
      delete coming[address]; // the next one who asks tries again
      throw error;
    }
    return cache.match(address);
  }

  self.fetch = (address, options) => {
    const name = String(address).startsWith(folder) ? String(address).slice(folder.length) : '';
    return name in sizes ? get(folder + name) : fetch(address, options);
  };

  return async () => {
    if (!cache) return;
    await Promise.allSettled(Object.keys(sizes).map(name => get(folder + name)));
    const editions = folder.replace(/[^/]+\/$/, '');
    for (const name of await self.caches.keys())
      if (name.startsWith(editions) && name !== folder) await self.caches.delete(name);
  };
}
