"""What a deck is made of: which cells make a slide, how a cell is shown, what the file carries."""
