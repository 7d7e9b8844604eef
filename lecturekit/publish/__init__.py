"""Turn the notebooks into what readers get: canonical outputs, slides, handouts, a website.

``python -m lecturekit.publish`` lists what it can make. Neither the lectures nor the rest of the
package imports this subpackage.
"""

import os
import tempfile
from pathlib import Path


class PublishError(Exception):
    """Something cannot be built; the message is one sentence that says why."""


def write(path, content):
    """Create or replace a file atomically, with any missing folders; text is written as UTF-8."""
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
