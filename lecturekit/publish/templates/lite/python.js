// Stands before pyodide.js in JupyterLite's kernel: it fetches each file of Pyodide once, keeps it
// in the browser, and tells the page how far it is.
/* global importScripts -- this is a classic worker */

// Pyodide compiles every library of a package as it unpacks it; Python does so once a module is
// imported, and most never are. Only what lies outside of packages must be there before. Matplotlib
// need not say that it looks at its fonts. And the kernel asks for what installs packages, `piplite`,
// which takes seconds to load, and has nowhere to get a package from.
const PREPARE = `
import logging
import sys
import types

from pyodide import _package_loader as loader

loader.should_load_dynlib = lambda path: str(path).endswith(".so") and "/" not in str(path)
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
    python.runPython(PREPARE);
    await python.loadPackage(packages);
    keep();
    return python;
  } catch (error) {
    page.postMessage({failed: String(error.message ?? error)});
    throw error;
  }
};

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
