"""The slides of Part 3."""

from tests.browser.deck_in_browser import DeckInBrowser


class TestDeck3(DeckInBrowser):
    PART = 3
