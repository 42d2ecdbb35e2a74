"""Words of the inbox in templates."""
