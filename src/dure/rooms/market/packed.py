"""Facts that stand in every order, packed: one text of values without their names, the same names in the same order.

The database reads them back as JSON (`models/orders.py`), so nobody but who writes an order meets the packed form. It
is less than half as long as the JSON, in the row and in the log of what was written. Pure.
"""

from collections.abc import Mapping, Sequence
from typing import Final

SEPARATOR: Final = "\x1f"
"""Stands between two values (the "unit separator", which nobody types)."""

RECEIVER: Final = (
    *("means", "name", "phone", "country", "region_id", "street", "detail", "postcode", "note", "hub_id", "message"),
)
"""What an order keeps of how its goods are received; the names of `drafts.Receiving`."""

WORDS: Final = ("name", "size", "package", "photo", "tile", "kind")
"""What a line keeps of its offer."""


def packed(names: Sequence[str], facts: Mapping[str, object]) -> str:
    """Return the values of some facts in the order of the names; what is not there or empty takes one sign."""
    text = SEPARATOR.join([str(facts.get(name) or "") for name in names])
    if text.count(SEPARATOR) == len(names) - 1:
        return text
    return SEPARATOR.join([str(facts.get(name) or "").replace(SEPARATOR, " ") for name in names])
