"""Runs the engines of the house: PostgreSQL, NATS, the processes around them. Knows no Django and no room."""
