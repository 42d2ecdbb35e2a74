"""The catalog room's pages, a file per noun."""
