"""The dispatch room's pages, a file for each desk."""
