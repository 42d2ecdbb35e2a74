"""What the market room can do, a file per noun: one verb = one function = one transaction."""
