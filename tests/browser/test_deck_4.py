"""The slides of Part 4."""

from tests.browser.deck_in_browser import DeckInBrowser


class TestDeck4(DeckInBrowser):
    PART = 4
