"""The catalog room's tables; rules about one row, constraints."""
