"""Put into the wheel what a checkout reads from the notebooks: the tasks of the exercises.

The wheel does not contain the notebooks, and only they contain the tasks. setuptools loads this
file by its path during the build, so it must not import the package.
"""

import json
from pathlib import Path

from setuptools.command.build_py import build_py

ROOT = Path(__file__).parents[2]


class BuildWithTasks(build_py):
    """Copy the modules, and put the tasks with the other texts of the exercises."""

    def run(self):
        super().run()
        if self.editable_mode:
            return
        for path in sorted((ROOT / "notebooks").glob("[0-9]-*.ipynb")):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            tasks = [cell for cell in cells if "-task" in cell["id"]]
            part = f"lecturekit/exercises/content/part{path.name[0]}"
            target = Path(self.build_lib, part, "tasks.json")
            target.write_text(json.dumps({"cells": tasks}), encoding="utf-8")
