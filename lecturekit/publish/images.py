"""Pictures and films of a page: separate files, at the right size, with alternative text."""

import base64
import hashlib
import html
import re

from lecturekit.publish import write

WIDTH = re.compile(r'\bwidth="(\d+)"')
WIDE = 800  # pixels: too wide for readable text on a phone, so style.css lets the picture scroll
INLINE = re.compile(r'\bsrc="data:image/(png|webp);base64,([^"]*)"')


class Images:
    """The `folder` of the pictures of all pages, each stored once; pages link to `address`."""

    def __init__(self, folder, address="pictures"):
        self.folder, self.address = folder, address

    def picture(self, output):
        """Return HTML that shows the PNG of a notebook's output.

        The tag gives the width and height, so the layout does not shift when the picture loads.
        """
        told = output.metadata["image/png"]
        file = self._file("png", output.data["image/png"])
        return (
            f'<img src="{file}" alt="{html.escape(told["alt"])}" width="{told["width"]}" '
            f'height="{told["height"]}" loading="lazy"{_wide(told["width"])}>'
        )

    def film(self, player):
        """Return the HTML of a film, as in `Frames.html`, with its frames moved to files.

        Only the frame shown first has its address in ``src``. The others have it in ``data-src``
        until the film is about to scroll into view and site.js loads them: otherwise the page would
        load hundreds of pictures at once. The handler that starts the player, in ``data-onload``,
        waits for them, too.
        """
        return re.sub(r"<img\b[^>]*>", self._frame, player)

    def _frame(self, match):
        waits = "aria-hidden=" in match[0]
        tag = match[0].replace(' onload="', ' data-onload="')
        tag = WIDTH.sub(lambda found: found[0] + _wide(int(found[1])), tag)
        return INLINE.sub(
            lambda found: f'{"data-src" if waits else "src"}="{self._file(*found.groups())}"',
            tag,
        )

    def _file(self, kind, encoded):
        content = base64.b64decode(encoded)
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{kind}"
        if not (self.folder / name).exists():
            write(self.folder / name, content)
        return f"{self.address}/{name}"


def _wide(width):
    return " data-wide" if width >= WIDE else ""
