"""What the ledger can tell: `accounts`, `statements`, `entries`, `book`, one file per subject."""
