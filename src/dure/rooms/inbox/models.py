"""The inbox room's tables; rules about one row, constraints."""
