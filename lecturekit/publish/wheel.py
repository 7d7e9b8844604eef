"""A wheel of the package carries what it reads in a checkout: the tasks of the exercises.

Their text stands in the notebooks, which no wheel holds. setuptools loads this file by its path
while it builds, so it imports nothing of the package.
"""

import json
from pathlib import Path

from setuptools.command.build_py import build_py

ROOT = Path(__file__).parents[2]


class BuildWithTasks(build_py):
    """Copy the modules, and the tasks beside the other texts of the exercises."""

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
