"""Token buckets that cost one number a name: how often somebody may ask."""

from math import ceil

MINUTE_S = 60.0
HAIR_S = 1e-6
"""A sum of many equal parts of a minute may lie a hair above it."""


class Buckets:
    """A bucket for each name: it holds a minute's worth of tokens and fills evenly.

    Kept is the moment at which the bucket will be full again; who is not in the book has a full one.
    """

    def __init__(self) -> None:
        """Begin with full buckets for everyone."""
        self._full_at: dict[object, float] = {}

    def take(self, name: object, per_minute: int, now_s: float) -> int:
        """Take a token; return 0, or the seconds (at least 1) until there is one. `now_s` is any steady clock."""
        full_at = self._full_at.get(name, now_s)
        full_at = (max(now_s, full_at)) + MINUTE_S / per_minute
        wait_s = full_at - now_s - MINUTE_S
        if wait_s > HAIR_S:
            return ceil(wait_s - HAIR_S)
        self._full_at[name] = full_at
        return 0

    def forget_full(self, now_s: float) -> None:
        """Drop the names whose buckets are full."""
        self._full_at = {name: full_at for name, full_at in self._full_at.items() if full_at > now_s}

    def __len__(self) -> int:
        return len(self._full_at)
