"""What stands for a thing in the market's addresses."""

from typing import Annotated

from ninja import Path

from dure.kernel.errors import NotFound
from dure.kernel.numbers import ID_MAX

DIGITS_MAX = 19
OrderNumber = Annotated[int, Path(ge=1, le=ID_MAX)]
OfferNumber = Annotated[int, Path(ge=1, le=ID_MAX)]


def number_of(text: str) -> int:
    """Return the number a text of digits is; NotFound for one that no thing can have."""
    if len(text) > DIGITS_MAX or int(text) > ID_MAX:
        raise NotFound
    return int(text)
