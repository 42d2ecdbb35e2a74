"""What stands for an offer or a level in the catalog's addresses."""

from dure.kernel.numbers import ID_MAX
from dure.rooms.catalog import errors

DIGITS_MAX = 19


def number_of(text: str) -> int:
    """Return the number of an offer or level; OfferUnknown for what is none."""
    if not (text.isascii() and text.isdecimal()) or len(text) > DIGITS_MAX or int(text) > ID_MAX:
        raise errors.OfferUnknown
    return int(text)
