"""A wheel carries the tasks of the exercises, which stand in the notebooks."""

import pytest

from lecturekit.exercises import reading

setuptools = pytest.importorskip("setuptools", reason="no part of a bare environment")
PARTS = ["part1", "part2", "part3", "part4"]


@pytest.fixture
def build(tmp_path, monkeypatch):
    """The command as setuptools would run it, but for the modules, which it copies anyway."""
    from lecturekit.publish import wheel

    command = wheel.BuildWithTasks(setuptools.Distribution())
    command.build_lib = str(tmp_path)
    monkeypatch.setattr(wheel.build_py, "run", lambda self: None)
    for part in PARTS:
        (tmp_path / "lecturekit/exercises/content" / part).mkdir(parents=True)
    return command


def test_a_wheel_has_the_tasks_of_the_lectures(build, tmp_path, monkeypatch):
    build.run()
    in_the_lectures = [reading.tasks.__wrapped__(part) for part in PARTS]
    monkeypatch.setattr(reading, "CONTENT", tmp_path / "lecturekit/exercises/content")
    monkeypatch.setattr(reading, "NOTEBOOKS", tmp_path)
    assert [reading.tasks.__wrapped__(part) for part in PARTS] == in_the_lectures
    assert min(map(len, in_the_lectures)) >= 8


def test_what_is_installed_to_be_edited_needs_no_copy(build, tmp_path):
    build.editable_mode = True
    build.run()
    assert not list(tmp_path.rglob("tasks.json"))
