"""The dispatch room's tables; rules about one row, constraints."""
