"""The floors of the rooms, lowest first, for an installed house (a checkout's import-linter contract says the same)."""

FLOORS: tuple[tuple[str, ...], ...] = (
    ("people",),
    ("ledger", "trust", "inbox"),
    ("merchants", "dispatch", "stage"),
    ("catalog", "giving", "volunteers"),
    ("market", "relief", "care", "academy", "credit", "forest", "bulletin"),
    ("insight",),
    ("campaigns",),
    ("web", "assistant"),
)
"""Rooms may call rooms of earlier tuples only; rooms that share a tuple are next-door neighbours and do not call."""

FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
