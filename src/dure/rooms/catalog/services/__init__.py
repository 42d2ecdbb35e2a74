"""What the catalog room can do: one verb = one function = one transaction; a file per noun."""
