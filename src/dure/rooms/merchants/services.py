"""What the merchants room can do: one verb = one function = one transaction."""
