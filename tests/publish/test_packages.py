"""Files of pinned packages: fetched once, whole or not at all, and a sentence where that fails.

But for the last tests a script of ours stands in for npm, and nothing leaves this machine.
"""

import json
import os
import re
import sys

import pytest

from lecturekit.publish import packages
from lecturekit.publish.__main__ import main
from lecturekit.publish.packages import FACES, PackageError, asset, font_faces, installed
from tests.house.lectures import ROOT

LOCKS = [ROOT / "lecturekit/publish", ROOT / "tests/publish/pyodide"]
SENDS = "mkdir -p node_modules/plain && echo letters >node_modules/plain/a.woff2"


class Machine:
    """An empty folder for packages, and an npm that does as it is told."""

    def __init__(self, folder, patch):
        self.folder, self.bin, self.calls = folder / "npm", folder / "bin", folder / "calls"
        self.bin.mkdir()
        patch.setattr(packages, "FOLDER", self.folder)
        patch.setenv("PATH", f"{self.bin}{os.pathsep}/usr/bin{os.pathsep}/bin")

    def npm(self, body):
        script = self.bin / "npm"
        script.write_text(f'#!/bin/sh\necho "$@" >>"{self.calls}"\n{body}\n', encoding="utf-8")
        script.chmod(0o755)

    def asked(self):
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def left(self):
        return [path.name for path in self.folder.glob("*")] if self.folder.exists() else []


@pytest.fixture
def machine(tmp_path, monkeypatch):
    asset.cache_clear()
    yield Machine(tmp_path, monkeypatch)
    asset.cache_clear()


def test_packages_are_fetched_once_and_then_need_no_network(machine):
    machine.npm(SENDS)
    assert asset("plain/a.woff2") == b"letters\n"
    asset.cache_clear()
    machine.npm("exit 1")
    assert asset("plain/a.woff2") == b"letters\n"
    (call,) = machine.asked()
    assert call.startswith("ci --ignore-scripts ")
    assert re.search(rf"--cache={machine.folder}/\.\w+/cache$", call)  # not in the home folder
    assert len(machine.left()) == 1


def test_another_lock_file_is_another_folder(machine):
    machine.npm(SENDS)
    assert installed(LOCKS[0]) != installed(LOCKS[1])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('echo "npm error code ENOTFOUND" >&2; echo "npm error more" >&2; exit 1', "ENOTFOUND"),
        (f"{SENDS}; exit 130", "exit status 130"),
        (f'{SENDS}; echo "npm error code EINTEGRITY" >&2; exit 1', "code EINTEGRITY"),
    ],
    ids=["no network", "interrupted", "another file"],
)
def test_what_fails_leaves_nothing_but_a_sentence(machine, body, said, capsys):
    machine.npm(body)
    assert main(["packages"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "could not be fetched, most often because there is no network (npm: " in sentence
    assert said in sentence
    assert machine.left() == []
    machine.npm(SENDS)
    assert main(["packages"]) == 0
    assert capsys.readouterr().err == ""


def test_no_npm(machine, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(machine.bin))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere/python"))
    with pytest.raises(PackageError, match=r"npm is not here.*install Node\.js.*\.\[npm\]"):
        installed()


def test_the_npm_of_the_environment_is_found_off_the_path(machine, monkeypatch, tmp_path):
    machine.npm(SENDS)
    elsewhere = tmp_path / "environment/bin"
    elsewhere.parent.mkdir()
    machine.bin.rename(elsewhere)
    (machine.bin).mkdir()
    for tool in ("mkdir", "sh"):
        (machine.bin / tool).symlink_to(f"/bin/{tool}")
    monkeypatch.setenv("PATH", str(machine.bin))
    monkeypatch.setattr(sys, "executable", str(elsewhere / "python"))
    assert asset("plain/a.woff2") == b"letters\n"


@pytest.mark.parametrize("path", ["plain/b", "lodash/index.js", "plain", ""])
def test_a_file_that_no_package_holds(machine, path):
    machine.npm(SENDS)
    with pytest.raises(PackageError, match="is in none of the packages"):
        asset(path)


@pytest.mark.parametrize("folder", LOCKS, ids=lambda folder: folder.name)
def test_locks_pin_versions_and_hashes_and_name_no_registry(folder):
    wanted = json.loads((folder / "package.json").read_bytes())["dependencies"]
    lock = json.loads((folder / "package-lock.json").read_bytes())["packages"]
    assert lock.pop("")["dependencies"] == wanted
    for name, version in wanted.items():
        assert lock[f"node_modules/{name}"]["version"] == version
    for pinned in lock.values():
        assert re.fullmatch(r"[\d.]+", pinned["version"])
        assert re.fullmatch(r"sha512-[\w+/]{86}==", pinned["integrity"])
        assert "resolved" not in pinned


def test_the_fonts_are_woff2_and_each_has_its_own_letters():
    """With the packages here this needs no network; the first time it fetches them."""
    asked = []
    css = font_faces(lambda path: asked.append(path) or path)
    assert len(asked) == len(set(asked)) == css.count("@font-face")
    assert all(asset(path).startswith(b"wOF2") for path in asked)
    assert {family for family, *_ in FACES} == {"Open Sans", "DejaVu Sans", "DejaVu Mono"}
    assert "http" not in font_faces()
