"""Headless Chromium, for printing handouts and for testing pages."""

import os
import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from lecturekit.publish import PublishError

NO_BROWSER = (
    "no Chromium here: install one (Debian: apt-get install chromium; elsewhere: "
    "python -m playwright install chromium), or name one with LECTUREKIT_BROWSER=/path/to/it"
)
OPTIONS = [
    "--no-sandbox",  # otherwise Chromium refuses to start as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path(playwright):
    """Return the path of the Chromium requested, the system's or Playwright's own, or None."""
    if asked_for := os.environ.get("LECTUREKIT_BROWSER"):
        return shutil.which(asked_for)
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    return own if own and os.path.exists(own) else None


def browser_found():
    """Return whether this machine has Chromium."""
    with sync_playwright() as playwright:
        return chromium_path(playwright) is not None


@contextmanager
def browser():
    """Start Chromium, headless and with an empty profile.

    Raises
    ------
    PublishError
        If no Chromium is found; the message says how to get one.
    """
    with sync_playwright() as playwright:
        path = chromium_path(playwright)
        if path is None:
            raise PublishError(NO_BROWSER)
        chromium = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        try:
            yield chromium
        finally:
            chromium.close()
