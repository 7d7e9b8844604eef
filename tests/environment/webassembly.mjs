// node webassembly.mjs PYODIDE PACKAGES FOLDER MORE MODULE ARGUMENTS…: what `python -m MODULE
// ARGUMENTS…` does, in WebAssembly. It sees FOLDER, and the pure Python packages in MORE.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread, Worker } from "node:worker_threads";

const given = process.argv.slice(2);
if (isMainThread) {
  // An endless recursion in Python needs a deeper stack than the main thread's.
  const options = { argv: given, resourceLimits: { stackSizeMb: 64 } };
  new Worker(new URL(import.meta.url), options).on("exit", (status) => {
    process.exitCode = status;
  });
} else {
  const [pyodide, packages, folder, more, ...command] = given;
  const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")));
  const python = await loadPyodide({
    indexURL: pyodide + path.sep,
    stdin: () => null,
    stdout: console.log,
    stderr: console.error,
  });
  await python.loadPackage(packages.split(","), { messageCallback() {} });
  for (const [place, root] of Object.entries({ "/here": folder, "/more": more })) {
    python.FS.mkdir(place);
    python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
  }
  python.globals.set("command", python.toPy(command));
  const status = await python.runPythonAsync(`
import os, runpy, sys

os.chdir("/here")
sys.path = ["/here", *sys.path, "/more"]
sys.argv = command
sys.dont_write_bytecode = True
try:
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)
    status = 0
except SystemExit as end:
    status = int(end.code or 0)
status
`);
  process.exitCode = status;
}
