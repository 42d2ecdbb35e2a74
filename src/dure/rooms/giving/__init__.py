"""Funds of verified charities, pledge rules and gifts."""
