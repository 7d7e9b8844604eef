"""From notebooks to what readers get: canonical outputs, slides, handouts, a site.

``python -m lecturekit.publish`` lists what it can make. Nothing in the lectures or in the rest
of the package imports this part.
"""

import os
import tempfile
from pathlib import Path


class PublishError(Exception):
    """Something cannot be made; the message is one sentence that says why."""


def write(path, content):
    """Make or replace a file in one step; text is written as UTF-8, missing folders are made."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
