"""Words of giving in templates."""
