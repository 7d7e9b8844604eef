"""What a page of the site is made of: the lecture as text to read, its pictures, its words."""
