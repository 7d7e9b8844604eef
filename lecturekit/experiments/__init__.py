"""What single figures compute: numbers, no pictures."""
