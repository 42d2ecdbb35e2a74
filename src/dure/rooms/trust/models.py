"""The trust room's tables; rules about one row, constraints."""
