"""The room's forms, a file per page."""
