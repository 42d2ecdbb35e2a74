"""The room's pages, a file per noun."""
