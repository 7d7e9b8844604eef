"""A wheel carries the tasks of the exercises, which stand in the notebooks."""

from pathlib import Path

import pytest

from lecturekit.exercises import reading

setuptools = pytest.importorskip("setuptools", reason="no part of a bare environment")


@pytest.fixture
def build(tmp_path, monkeypatch):
    """The command as setuptools would run it, but for the modules, which it copies anyway."""
    from lecturekit.publish import wheel

    command = wheel.BuildWithTasks(setuptools.Distribution())
    command.build_lib = str(tmp_path)
    monkeypatch.setattr(wheel.build_py, "run", lambda self: None)
    for part in "1234":
        Path(tmp_path, f"lecturekit/exercises/content/part{part}").mkdir(parents=True)
    return command


@pytest.mark.parametrize("part", ["part1", "part2", "part3", "part4"])
def test_a_wheel_has_the_tasks_of_the_lecture(build, tmp_path, monkeypatch, part):
    build.run()
    in_the_lecture = reading.tasks.__wrapped__(part)
    monkeypatch.setattr(reading, "CONTENT", tmp_path / "lecturekit/exercises/content")
    monkeypatch.setattr(reading, "NOTEBOOKS", tmp_path)
    assert reading.tasks.__wrapped__(part) == in_the_lecture
    assert len(in_the_lecture) >= 10


def test_what_is_installed_to_be_edited_needs_no_copy(build, tmp_path):
    build.editable_mode = True
    build.run()
    assert not list(tmp_path.rglob("tasks.json"))
