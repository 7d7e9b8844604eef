"""Pictures and films of a page: files beside it, drawn in the right size, with words."""

import base64
import hashlib
import html
import re

from lecturekit.publish import write

WIDTH = re.compile(r'\bwidth="(\d+)"')
WIDE = 880  # pixels: a phone would make the letters too small to read, so style.css lets it scroll
INLINE = re.compile(r'\bsrc="data:image/(png|webp);base64,([^"]*)"')


class Images:
    """The `folder` to which the pictures of all pages go, each once; pages know its `address`."""

    def __init__(self, folder, address="pictures"):
        self.folder, self.address = folder, address

    def picture(self, output):
        """Return HTML that shows the PNG of a notebook's output.

        Width and height stand in it, so that nothing on the page moves when it arrives.
        """
        told = output.metadata["image/png"]
        file = self._file("png", output.data["image/png"])
        return (
            f'<img src="{file}" alt="{html.escape(told["alt"])}" width="{told["width"]}" '
            f'height="{told["height"]}" loading="lazy"{_wide(told["width"])}>'
        )

    def film(self, player):
        """Return the HTML of a film, as `Frames.html` has it, with its frames as files.

        Only the frame shown first has its address in ``src``. The others have it in
        ``data-src`` until site.js, when the film comes near, asks for them: an hour of reading
        is not kept waiting for some hundred pictures. The handler that wakes the player, in
        ``data-onload``, waits for them, too.
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
