"""What the dispatch room can do: one verb = one function = one transaction."""
