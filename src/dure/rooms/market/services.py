"""What the market room can do: one verb = one function = one transaction."""
