"""The site: what puts the house together."""
