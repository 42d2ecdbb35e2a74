"""The one book: every unit of value that moves, recorded once and never changed."""
