"""The market room's pages, a file per noun."""
