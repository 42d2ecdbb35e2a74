"""Words of the book in templates."""
