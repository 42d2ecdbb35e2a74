"""The commands that build and check."""
