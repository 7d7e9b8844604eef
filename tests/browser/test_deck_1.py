"""The slides of Part 1."""

from tests.browser.deck_in_browser import DeckInBrowser


class TestDeck1(DeckInBrowser):
    PART = 1
