"""Shapes of the stage's JSON, a file for each noun. Moments are ISO 8601 with a zone."""
