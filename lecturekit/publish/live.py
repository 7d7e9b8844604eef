"""Python for the pages of the site: a folder that a page's worker loads, and the page's script.

The folder, ``live/<hash of its content>/``, never changes, so a browser may keep it for good.
"""

import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits, load_iris

from lecturekit.publish import packages, pyodide

PACKAGE = Path(__file__).parents[1]
TEMPLATES = Path(__file__).parent / "templates" / "live"
PACKAGES = ("numpy", "matplotlib", "pillow")


def build(site):
    """Write the folder into the folder of a site; return its address there, with a slash."""
    with tempfile.TemporaryDirectory(prefix=".live.", dir=site) as half:
        folder = Path(half)
        pyodide.copy(PACKAGES, folder)
        (folder / "pyodide.mjs").unlink()  # the worker contains it
        _pack_lecturekit(folder / "lecturekit.zip")
        names = sorted(path.name for path in folder.iterdir())
        sizes = {name: (folder / name).stat().st_size for name in names}
        files = {"sizes": sizes, "packages": PACKAGES}
        (folder / "files.json").write_text(json.dumps(files), encoding="utf-8")
        bundle(TEMPLATES / "worker.js", folder / "worker.js")
        address = f"live/{_hash(folder)}/"
        shutil.move(folder, site / address)
        (site / address).chmod(0o755)
        folder.mkdir()  # for the one who removes it
    return address


def page_script(target, address):
    """Write the script of all pages; `address` is the folder's, seen from the site's root."""
    bundle(TEMPLATES / "live.js", target, f"--define:LIVE_FOLDER={json.dumps(f'../{address}')}")
    # A module of its own, which live.js imports only once a reader opens an editor.
    bundle(TEMPLATES / "editor.js", target.with_name("editor.js"), "--format=esm")


def bundle(source, target, *options):
    """Join a script and all that it imports into one classic script."""
    packages.node(
        "esbuild/bin/esbuild",
        source,
        "--bundle",
        "--minify",
        "--format=iife",
        "--target=es2022",
        "--external:node:*",
        "--external:ws",
        f"--outfile={target}",
        "--log-level=error",
        *options,
    )


def _pack_lecturekit(target):
    """Write a zip file with the package, and with stand-ins for what it does without there."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
        for path in sorted(PACKAGE.rglob("*")):
            name = path.relative_to(PACKAGE.parent)
            if path.is_file() and name.parts[1] != "publish" and "__pycache__" not in name.parts:
                pack.writestr(zipfile.ZipInfo(name.as_posix()), path.read_bytes())
        pack.write(TEMPLATES / "ipywidgets.py", "ipywidgets.py")
        pack.write(TEMPLATES / "sklearn.py", "sklearn/datasets.py")
        again = "from sklearn.datasets import train_test_split"
        pack.writestr("sklearn/__init__.py", "")
        pack.writestr("sklearn/model_selection.py", again)
        pack.writestr("sklearn/sklearn.npz", _data_sets())


def _data_sets():
    file = io.BytesIO()
    kinds = {"iris": load_iris(return_X_y=True), "digits": load_digits(return_X_y=True)}
    arrays = {
        f"{name}_{k}": data
        for name, both in kinds.items()
        for k, data in zip("Xy", both, strict=True)
    }
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def _hash(folder):
    found = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        found.update(f"{path.name} ".encode() + path.read_bytes())
    return found.hexdigest()[:16]
