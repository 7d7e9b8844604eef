"""Files of other people's packages that decks and pages carry inside: reveal.js, MathJax, fonts.

They come from the npm registry, by name and version, once; afterwards they lie in
``build/packages/`` and no network is needed. ``python -m lecturekit.publish.packages``
fetches all of them
that are not for tests alone.
"""

import base64
import functools
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from lecturekit.publish.files import write

# name -> version, and the SHA-512 of its tarball as `npm view NAME@VERSION dist.integrity` says it
PACKAGES = {
    "reveal.js": (
        "6.0.2",
        "JYIg5D9aoxoaLeb84O+OvAwsKWdIavVgEDScxtYEXFCT6t6TQrhNtSgogcjdCpdLsWglhJn3zyE3fUOwiH5KEg==",
    ),
    "mathjax": (  # 4 loads parts of its fonts while it runs, which one file cannot give it
        "3.2.2",
        "Bt+SSVU8eBG27zChVewOicYs7Xsdt40qm4+UpHyX7k0/O9NliPc+x77k1/FEsPsjKPZGJvtRZM1vO+geW0OhGw==",
    ),
    "minisearch": (
        "7.2.0",
        "dqT2XBYUOZOiC5t2HRnwADjhNS2cecp9u+TJRiJ1Qp/f5qjkeT5APcGPjHw+bz89Ms8Jp+cG4AlE+QZ/QnDglg==",
    ),
    "@fontsource/open-sans": (
        "5.3.0",
        "V1bdMlGNyZrJwzrdusshMOw2YR0aqYDL7kOo9dkxUEKl8dFv66A9HLckOOXl572sG/7ohhDQrCrTFGSn9LZcSw==",
    ),
    "@fontsource/dejavu-sans": (
        "5.3.0",
        "F/tV+7S31Mo8jtGUhj857XfUzcDCl9JJC8bzMtZ0wcTuOm89dG4FPjAOHOesMfmoChYVQ3eg5fHafdhxFrQIxQ==",
    ),
    "@fontsource/dejavu-mono": (
        "5.3.0",
        "TiW6o/iRt7rnm3c3ezO3V7mNDI6h2IYca1j8Krke5qebUUW9dXF+BFzXFgbCMyXBVfmUbYPmhOInEqdy9ZgblA==",
    ),
    "pyodide": (  # the Python that JupyterLite asks for
        "314.0.6",
        "BKDTJyIqFxC4BExLqeRS3f5xvXZIjOt8C3zGLN/Cc7tFxSwvKVhVkchQQ2AGLOtR4YrVOIFxbV8poyDOOmWwxQ==",
    ),
}
FOR_TESTS = {"pyodide"}  # no deck and no page carries it
FOLDER = Path(__file__).parents[2] / "build" / "packages"

# Two tries and not npm's three, so that a machine without a network hears of it in seconds.
OPTIONS = ["--ignore-scripts", "--loglevel=error", "--fetch-retries=1"]
OPTIONS += ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000"]


class PackageError(Exception):
    """A file of a package cannot be had; the message is one sentence that says why."""


@functools.cache
def asset(path):
    """Return one file of a pinned package.

    Parameters
    ----------
    path : str
        Package and file: ``"reveal.js/dist/reveal.js"``.

    Returns
    -------
    bytes

    Raises
    ------
    PackageError
        If the package is not pinned here, has no such file, or cannot be fetched whole.
    """
    name = next((name for name in PACKAGES if path.startswith(f"{name}/")), None)
    if name is None:
        raise PackageError(f"{path!r} is in none of the packages {', '.join(PACKAGES)}.")
    with tarfile.open(fileobj=io.BytesIO(tarball(name))) as archive:
        try:
            member = archive.getmember(f"package/{path.removeprefix(f'{name}/')}")
        except KeyError:
            member = None
        if member is None or not member.isfile():  # a link could lead to another file
            raise PackageError(f"{name} {PACKAGES[name][0]} holds no file {path!r}.")
        return archive.extractfile(member).read()


def tarball(name):
    """Return the tarball of a package as npm sends it, from ``build/packages/`` if it is there."""
    version, _ = PACKAGES[name]
    stored = FOLDER / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    if stored.exists():
        content = stored.read_bytes()
        if _is_whole(name, content):
            return content
    content = _fetch(name)
    if not _is_whole(name, content):
        raise PackageError(
            f"What arrived as {name} {version} is not the file that "
            "lecturekit/publish/packages.py expects (its SHA-512 differs), so it was thrown away; "
            "try again, and if that does not help, distrust the network."
        )
    write(stored, content)
    return content


def _is_whole(name, content):
    return base64.b64encode(hashlib.sha512(content).digest()).decode() == PACKAGES[name][1]


def _fetch(name):
    version, _ = PACKAGES[name]
    # The environment may have brought npm, and does not have to be on the PATH for that.
    places = [os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)]
    places = os.pathsep.join(places)
    npm = shutil.which("npm", path=places)
    if npm is None:
        raise PackageError(
            f"npm is not here, and {name} {version} comes through it: install Node.js, or add "
            f"npm to the environment with {sys.executable} -m pip install -e '.[npm]'."
        )
    with tempfile.TemporaryDirectory() as folder:
        # A cache of its own: what npm keeps in the home folder is none of our business.
        command = [npm, "pack", f"{name}@{version}", *OPTIONS, f"--cache={folder}/cache"]
        # npm is a script that looks for node on the PATH.
        run = subprocess.run(
            [*command, f"--pack-destination={folder}"],
            cwd=folder,
            env=os.environ | {"PATH": places},
            capture_output=True,
            text=True,
        )
        packed = list(Path(folder).glob("*.tgz"))
        if run.returncode == 0 and len(packed) == 1:
            return packed[0].read_bytes()
    lines = [line.removeprefix("npm error ") for line in run.stderr.splitlines()]
    said = "; ".join(lines[:1]) or f"exit status {run.returncode}"
    raise PackageError(
        f"{name} {version} could not be fetched, most often because there is no network "
        f"(npm: {said}); the same command tries again."
    )


def main():
    """Fetch what decks and pages carry and is not there yet; return the exit status."""
    for name in (name for name in PACKAGES if name not in FOR_TESTS):
        try:
            tarball(name)
        except PackageError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
