"""Forms, a file per page."""
