"""The market room's tables; rules about one row, constraints."""
