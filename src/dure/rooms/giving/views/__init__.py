"""The giving room's pages."""
