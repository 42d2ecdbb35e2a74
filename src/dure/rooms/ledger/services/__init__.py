"""What the ledger can do: `accounts`, `units`, `entries`, `holds`, `seals`, `proofs`, `exports`, one file per noun."""
