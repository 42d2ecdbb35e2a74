"""What the inbox room can do: one verb, one transaction."""
