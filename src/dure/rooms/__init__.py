"""The rooms, flat and alphabetical; their floors are declared in pyproject.toml (import-linter)."""
