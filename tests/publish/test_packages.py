"""Files of pinned packages: fetched once, whole or not at all, and a sentence where that fails.

But for the last tests a script of ours stands in for npm, and nothing leaves this machine.
"""

import json
import os
import re
import sys

import pytest

from lecturekit.publish import packages, packs
from lecturekit.publish.__main__ import main
from lecturekit.publish.packages import FACES, PackageError, asset, font_faces, installed
from tests.house.lectures import ROOT

LOCKED = ROOT / "lecturekit/publish"
SENDS = "mkdir -p node_modules/plain && echo letters >node_modules/plain/a.woff2"


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """An empty folder for packages, and an npm that does as it is told."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setattr(packages, "FOLDER", tmp_path / "npm")
    monkeypatch.setattr(packs, "build", dict)  # made of what comes through pip, too
    monkeypatch.setenv("PATH", f"{tmp_path}/bin{os.pathsep}/usr/bin{os.pathsep}/bin")

    def npm(body):
        (tmp_path / "bin/npm").write_text(f'#!/bin/sh\necho "$@" >>"{tmp_path}/calls"\n{body}\n')
        (tmp_path / "bin/npm").chmod(0o755)

    asset.cache_clear()
    yield npm
    asset.cache_clear()


def test_packages_are_fetched_once_and_then_need_no_network(machine, tmp_path):
    machine(SENDS)
    assert asset("plain/a.woff2") == b"letters\n"
    asset.cache_clear()
    machine("exit 1")
    assert asset("plain/a.woff2") == b"letters\n"
    (call,) = (tmp_path / "calls").read_text().splitlines()
    assert call.startswith("ci --ignore-scripts ")
    assert re.search(rf"--cache={tmp_path}/npm/\.\w+/cache$", call)  # not in the home folder
    assert len(list((tmp_path / "npm").iterdir())) == 1
    machine(SENDS)
    for name in ("package.json", "package-lock.json"):  # with a line more: other pins
        (tmp_path / name).write_bytes((LOCKED / name).read_bytes() + b"\n")
    assert installed(tmp_path) != installed(LOCKED)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('echo "npm error code ENOTFOUND" >&2; echo "npm error more" >&2; exit 1', "ENOTFOUND"),
        (f"{SENDS}; exit 130", "exit status 130"),
        (f'{SENDS}; echo "npm error code EINTEGRITY" >&2; exit 1', "code EINTEGRITY"),
    ],
    ids=["no network", "interrupted", "another file"],
)
def test_what_fails_leaves_nothing_but_a_sentence(machine, tmp_path, body, said, capsys):
    machine(body)
    assert main(["packages"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "could not be fetched, most often because there is no network (npm: " in sentence
    assert said in sentence
    assert list((tmp_path / "npm").iterdir()) == []
    machine(SENDS)
    assert main(["packages"]) == 0
    assert capsys.readouterr().err == ""


def test_npm_is_found_in_the_environment_or_missed(machine, monkeypatch, tmp_path):
    machine(SENDS)
    elsewhere = (tmp_path / "bin").rename(tmp_path / "elsewhere")
    (tmp_path / "bin").mkdir()
    for tool in ("mkdir", "sh"):
        (tmp_path / "bin" / tool).symlink_to(f"/bin/{tool}")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere/python"))
    with pytest.raises(PackageError, match=r"npm is not here.*install Node\.js.*\.\[npm\]"):
        installed()
    monkeypatch.setattr(sys, "executable", str(elsewhere / "python"))
    assert asset("plain/a.woff2") == b"letters\n"


@pytest.mark.parametrize("path", ["plain/b", "lodash/index.js", "plain", ""])
def test_a_file_that_no_package_holds(machine, path):
    machine(SENDS)
    with pytest.raises(PackageError, match="is in none of the packages"):
        asset(path)


def test_the_lock_pins_versions_and_hashes_and_names_no_registry():
    wanted = json.loads((LOCKED / "package.json").read_bytes())["dependencies"]
    lock = json.loads((LOCKED / "package-lock.json").read_bytes())["packages"]
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
