"""What the inbox room can do: one verb = one function = one transaction."""
