"""The merchants room's tables; rules about one row, constraints."""
