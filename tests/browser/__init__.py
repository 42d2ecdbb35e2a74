"""The house seen through a real browser: every page, every language, light and dark."""
