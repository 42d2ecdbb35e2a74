"""What the giving room can do: one verb, one transaction."""
