"""What the trust room can do: one verb = one function = one transaction."""
