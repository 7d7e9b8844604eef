"""Files of pinned packages: fetched once, whole or not at all, and a sentence where that fails.

But for the last test a script of ours stands in for npm, and nothing leaves this machine.
"""

import base64
import gzip
import hashlib
import io
import os
import sys
import tarfile

import pytest

from lecturekit.publish import packages
from lecturekit.publish.packages import PACKAGES, PackageError, asset, main, tarball

NAME, VERSION = "@letters/plain", "1.2.3"


def packed(members=(("package/files/a.woff2", b"letters"),), link=None):
    """Return a tarball as npm makes them, the same bytes whenever it is packed."""
    file = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as plain,
        tarfile.open(fileobj=plain, mode="w") as archive,
    ):
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        if link:
            info = tarfile.TarInfo(link)
            info.type, info.linkname = tarfile.SYMTYPE, "../../secret"
            archive.addfile(info)
    return file.getvalue()


class Machine:
    """A folder for packages, one pinned package, and an npm that does as it is told."""

    def __init__(self, folder, patch):
        self.folder, self.bin = folder / "packages", folder / "bin"
        self.calls, self.sent = folder / "calls", folder / "sent"
        self.bin.mkdir()
        patch.setattr(packages, "FOLDER", self.folder)
        patch.setenv("PATH", f"{self.bin}{os.pathsep}/usr/bin{os.pathsep}/bin")
        self.pin = lambda content: patch.setattr(
            packages,
            "PACKAGES",
            {NAME: (VERSION, base64.b64encode(hashlib.sha512(content).digest()).decode())},
        )
        self.pin(packed())

    def npm(self, body):
        script = self.bin / "npm"
        script.write_text(f'#!/bin/sh\necho "$@" >>"{self.calls}"\n{body}\n', encoding="utf-8")
        script.chmod(0o755)

    def npm_sends(self, content):
        self.sent.write_bytes(content)
        to = 'for word in "$@"; do case $word in --pack-destination=*) to=${word#*=};; esac; done'
        self.npm(f'{to}\ncp "{self.sent}" "$to/letters-plain-{VERSION}.tgz"')

    def times_asked(self):
        return len(self.calls.read_text().splitlines()) if self.calls.exists() else 0

    def files(self):
        return sorted(path.name for path in self.folder.glob("*")) if self.folder.exists() else []


@pytest.fixture
def machine(tmp_path, monkeypatch):
    asset.cache_clear()
    yield Machine(tmp_path, monkeypatch)
    asset.cache_clear()


def test_a_file_is_fetched_once_and_then_needs_no_network(machine):
    machine.npm_sends(packed())
    assert asset(f"{NAME}/files/a.woff2") == b"letters"
    assert machine.files() == [f"letters-plain-{VERSION}.tgz"]
    asset.cache_clear()
    machine.npm("exit 1")
    assert asset(f"{NAME}/files/a.woff2") == b"letters"
    assert machine.times_asked() == 1
    assert f"pack {NAME}@{VERSION}" in machine.calls.read_text()


def test_npm_leaves_nothing_in_the_home_folder(machine):
    machine.npm_sends(packed())
    tarball(NAME)
    assert "--cache=" in machine.calls.read_text()
    assert "--ignore-scripts" in machine.calls.read_text()


def test_a_damaged_file_on_disk_is_fetched_anew(machine):
    machine.npm_sends(packed())
    tarball(NAME)
    (machine.folder / machine.files()[0]).write_bytes(packed()[:40])
    assert asset(f"{NAME}/files/a.woff2") == b"letters"
    assert machine.times_asked() == 2


@pytest.mark.parametrize(
    "content",
    [packed()[:60], packed([("package/other", b"x")]), b""],
    ids=["half a file", "another file", "nothing"],
)
def test_half_a_file_and_another_file_are_thrown_away(machine, content):
    machine.npm_sends(content)
    with pytest.raises(PackageError, match=r"SHA-512 differs.*thrown away"):
        tarball(NAME)
    assert machine.files() == []


def test_an_interrupted_download_leaves_nothing(machine):
    machine.npm(
        'for word in "$@"; do case $word in --pack-destination=*) to=${word#*=};; esac; done\n'
        'echo half >"$to/letters-plain-1.2.3.tgz"; exit 130'
    )
    with pytest.raises(PackageError, match="exit status 130"):
        tarball(NAME)
    assert machine.files() == []


def test_no_network(machine):
    machine.npm('echo "npm error code ENOTFOUND" >&2; echo "npm error more" >&2; exit 1')
    with pytest.raises(PackageError) as caught:
        tarball(NAME)
    sentence = str(caught.value)
    assert f"{NAME} {VERSION} could not be fetched" in sentence
    assert "(npm: code ENOTFOUND)" in sentence
    assert "\n" not in sentence
    assert machine.files() == []


def test_no_npm(machine, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(machine.bin))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere/python"))
    with pytest.raises(PackageError, match=r"npm is not here.*install Node\.js.*\.\[npm\]"):
        tarball(NAME)


def test_the_npm_of_the_environment_is_found_off_the_path(machine, monkeypatch, tmp_path):
    machine.npm_sends(packed())
    elsewhere = tmp_path / "environment/bin"
    elsewhere.parent.mkdir()
    machine.bin.rename(elsewhere)
    monkeypatch.setenv("PATH", "/bin")
    monkeypatch.setattr(sys, "executable", str(elsewhere / "python"))
    monkeypatch.setattr(packages.shutil, "which", _only_in(elsewhere))
    assert tarball(NAME) == packed()


def _only_in(folder):
    """Stand in for shutil.which on a machine that has an npm of its own."""
    return lambda name, path: str(folder / name) if str(folder) in path.split(os.pathsep) else None


@pytest.mark.parametrize("path", ["lodash/index.js", NAME, f"{NAME}er/a", ""])
def test_a_package_that_is_not_pinned(machine, path):
    machine.npm_sends(packed())
    with pytest.raises(PackageError, match="in none of the packages"):
        asset(path)
    assert machine.times_asked() == 0


@pytest.mark.parametrize("member", ["missing", "../files/a.woff2", "link", "files"])
def test_a_file_that_the_package_does_not_hold(machine, member):
    content = packed(
        [("package/files/a.woff2", b"letters"), ("files/a.woff2", b"outside")], link="package/link"
    )
    machine.pin(content)
    machine.npm_sends(content)
    with pytest.raises(PackageError, match="holds no file"):
        asset(f"{NAME}/{member}")


def test_main_says_one_sentence_and_fails(machine, capsys):
    machine.npm("exit 1")
    assert main() == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    machine.npm_sends(packed())
    assert main() == 0
    assert capsys.readouterr().err == ""


def test_every_pin_is_a_version_and_a_hash():
    for version, integrity in PACKAGES.values():
        assert all(part.isdigit() for part in version.split("."))
        assert len(base64.b64decode(integrity)) == 64


def test_what_decks_and_pages_need_is_in_the_packages():
    """With the packages here this needs no network; the first time it fetches them."""
    assert b"Reveal" in asset("reveal.js/dist/reveal.js")
    assert b"MathJax" in asset("mathjax/es5/tex-svg-full.js")


def test_the_fonts_are_woff2_and_each_has_its_own_letters():
    from lecturekit.publish.fonts import FACES, faces

    asked = []
    css = faces(lambda path: asked.append(path) or path)
    assert len(asked) == len(set(asked)) == css.count("@font-face")
    assert all(asset(path).startswith(b"wOF2") for path in asked)
    assert {family for family, *_ in FACES} == {"Open Sans", "DejaVu Sans", "DejaVu Mono"}
    assert "http" not in faces()
