"""Python for the pages of the site: what a page's worker fetches, and the scripts of a page.

All of it lies in the folder ``live``. Every file there has the hash of its content in its name, so
a browser may keep it for good, and asks again only for what has changed.
"""

import functools
import gzip
import hashlib
import json
import tempfile
from pathlib import Path

from lecturekit.publish import packages, packs, write

TEMPLATES = packs.TEMPLATES
PIECE = 1 << 22  # bytes; a browser that has little room keeps no file that is much larger


def build(site):
    """Write the folder into the folder of a site; return the name of the worker in it."""
    pieces = {}
    for name, content in (packs.build() | {"pyodide": _core()}).items():
        pieces[name] = []
        for piece in (content[at : at + PIECE] for at in range(0, len(content), PIECE)):
            pieces[name].append([f"{name}-{_hash(piece)}.pack", len(piece)])
            write(site / "live" / pieces[name][-1][0], piece)
    # Pyodide's own script defines a global name, so it comes first.
    script = packages.asset("pyodide/pyodide.asm.js") + b"\n"
    script += bundle("worker.js", f"--define:PACKS={json.dumps(pieces)}")
    worker = f"worker-{_hash(script)}.js"
    write(site / "live" / worker, script)
    return worker


@functools.cache
def _core():
    return gzip.compress(packages.asset("pyodide/pyodide.asm.wasm"), mtime=0)


def bytes_to_start(site):
    """Return how many bytes a page fetches until the first figure is live, compressed."""
    files = [path for path in (site / "live").iterdir() if not path.name.startswith("more-")]
    return sum(min(len(b), len(gzip.compress(b, 6))) for b in map(Path.read_bytes, files))


def page_scripts(static, worker):
    """Write the script of all pages, and the editor, which it imports when one is opened."""
    address = json.dumps(f"../live/{worker}")
    write(static / "live.js", bundle("live.js", f"--define:WORKER={address}"))
    write(static / "editor.js", bundle("editor.js", "--format=esm"))


def bundle(name, *options):
    """Return a script joined with all that it imports, as one classic script."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / name
        packages.node(
            "esbuild/bin/esbuild",
            TEMPLATES / name,
            "--bundle",
            "--minify",
            "--format=iife",
            "--target=es2022",
            "--external:node:*",
            "--external:ws",
            "--log-level=error",
            f"--outfile={target}",
            *options,
        )
        return target.read_bytes()


def _hash(content):
    return hashlib.sha256(content).hexdigest()[:16]
