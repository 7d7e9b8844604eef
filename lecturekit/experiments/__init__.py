"""The numbers behind single figures; no pictures."""
