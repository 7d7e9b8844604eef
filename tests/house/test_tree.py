"""The house stays small, and no file tells where it was made."""

import json
import os
import re
import subprocess

import pytest

from tests.house.lectures import LECTURES, ROOT

TOP_LEVEL = {
    ".ci",
    ".github",
    ".gitignore",
    ".pre-commit-config.yaml",
    "LICENSE",
    "Makefile",
    "README.md",
    "environment.yml",
    "lecturekit",
    "notebooks",
    "pyproject.toml",
    "tests",
}
# What an editor or a tool leaves behind, where there is no git to tell it from the project.
LEFT_BEHIND = {".venv", "build", ".git", ".hypothesis", "__pycache__", ".ipynb_checkpoints"}
LEFT_BEHIND |= {".pytest_cache", ".ruff_cache", "lecturekit.egg-info"}

# Folders of one machine, and addresses that only one machine answers. Written in pieces, so
# that this file does not break its own rule.
PLACES = re.compile(
    r"(?<![\w.~-])/(?:root|work|home/\w+|Users/\w+)/"
    r"|[A-Z]:\\+Users"
    r"|localhost:\d+/\S*\?token"
    r"|127\.0\.0\.1:\d+/\S*\?token"
    "|file:" + "//"
)

# What Windows does not have; `signal.SIGALRM` is used only where there is a `signal.setitimer`.
POSIX = re.compile(
    r"shell=True|\bos\.(system|popen|fork|execv|get[eu]*[ug]id|killpg|setsid|uname|mkfifo)\b"
    r"|import (fcntl|grp|pty|pwd|resource|termios)\b|\bSIG(KILL|HUP|USR\d)\b"
    r"|[\"'/](sh|bash|bin|tmp|dev)([\"']|/(?!esbuild))"
)

# Lines of Python, and files. A lecture that grows must find what it can do without. Only evidence
# has no limit: what a lecture claims must be recomputed.
LIMITS = {
    "lecturekit/*.py": (4_000, 20),
    "lecturekit/**/*.py": (25_000, 145),
    "tests/**/*.py": (15_500, 140),
}
# Sections are numbered in the notebooks alone, so that one can be inserted.
NUMBERED_SECTION = re.compile(r"Part \d[^.\n]{0,3}\n? *sections? \d|\"Section \d")


def project_files():
    """List the files that git tracks or would add; without git, all that no tool left behind."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        paths = {ROOT / name for name in run.stdout.split("\0") if name}
        return sorted(path for path in paths if path.is_file())
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in LEFT_BEHIND]
        found += [ROOT / folder / name for name in names if name != ".DS_Store"]
    return sorted(found)


def strangers(paths):
    """Name what stands at the top level without being expected there."""
    return sorted({path.relative_to(ROOT).parts[0] for path in paths} - TOP_LEVEL)


def places(text):
    """List the places of one machine that a text names."""
    return [match[0] for match in PLACES.finditer(text)]


@pytest.mark.parametrize(("pattern", "most"), LIMITS.items())
def test_the_house_stays_small(pattern, most):
    files = [path for path in ROOT.glob(pattern) if path.parent.name != "claims"]
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files) <= most[0]
    assert len(files) <= most[1]


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_github_shows_each_notebook(path):
    # Above about 3 MB it says "Sorry, something went wrong".
    assert path.stat().st_size < 1_500_000
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sizes = {
        cell["id"]: len(json.dumps(output)) for cell in cells for output in cell.get("outputs", [])
    }
    assert {name: size for name, size in sizes.items() if size > 120_000} == {}


def test_the_package_names_topics_not_sections():
    texts = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("lecturekit/**/*.py")}
    assert [str(path) for path, text in texts.items() if NUMBERED_SECTION.search(text)] == []
    for text in ("Part 4, section 30", "Part 3 (section 22)", "Part 2,\n    section 17"):
        assert NUMBERED_SECTION.search(text)
    assert not NUMBERED_SECTION.search("Part 2, layers (Bishop 2006, section 5.2)")


def test_the_package_needs_no_posix_shell():
    texts = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("lecturekit/**/*.py")}
    found = {str(path): POSIX.search(text) for path, text in texts.items() if POSIX.search(text)}
    assert found == {}
    alarms = [path.name for path, text in texts.items() if "SIGALRM" in text]
    assert alarms == ["running.py"]
    assert 'if hasattr(signal, "setitimer")' in texts[ROOT / "lecturekit/exercises/running.py"]
    for bad in ('run("ls", shell=True)', "os.fork()", "import pwd", '["sh", "a"]', "'/bin/sh'"):
        assert POSIX.search(bad), bad


def test_nothing_else_stands_at_the_top_level():
    assert strangers(project_files()) == []
    bad = [ROOT / "README.md", ROOT / "notes.txt", ROOT / "docs/a.md"]
    assert strangers(bad) == ["docs", "notes.txt"]


def test_no_file_names_the_place_where_it_was_made():
    named = {}
    for path in project_files():
        try:
            found = places(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        if found:
            named[str(path.relative_to(ROOT))] = found
    assert named == {}


@pytest.mark.parametrize(
    "text",
    [
        'open("/ro' + 'ot/data.csv")',
        "cd /wo" + "rk/main",
        "/ho" + "me/ada/lectures/1-neuron.ipynb",
        '"/Us' + 'ers/ada/lectures"',
        "C:\\\\Us" + "ers\\\\ada",
        "http://localhost:8888" + "/?token=0f3a",
        "http://127.0.0.1:8888" + "/lab?token=0f3a",
        "file:" + "///tmp/deck.html",
    ],
)
def test_the_rule_sees_places(text):
    assert places(text)


def test_the_rule_leaves_the_rest_alone():
    assert (
        places("https://example.org/home/page/ docs/wo" + "rk/ ~/wo" + "rk/lectures at home/work")
        == []
    )
    assert places("#!/usr/bin/env sh") == []
