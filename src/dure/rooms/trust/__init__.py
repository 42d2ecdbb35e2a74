"""Verification of people and businesses, reports, decisions, and trades that are banned."""
