"""Everything about me: a ZIP with JSON files, made by a job, kept for a week."""
