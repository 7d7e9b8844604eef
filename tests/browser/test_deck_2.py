"""The slides of Part 2."""

from tests.browser.deck_in_browser import DeckInBrowser


class TestDeck2(DeckInBrowser):
    PART = 2
