"""Pages over several rooms, a file per subject."""
