"""The giving room's tables; rules about one row, constraints."""
