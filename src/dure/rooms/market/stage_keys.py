"""What a line of a show's run-sheet stands for, when it stands for an offer. Pure."""

from typing import Final

PREFIX: Final = "offer:"


def key_of(*, offer_id: int) -> str:
    """Return the key of an offer's line: `offer:81`."""
    return f"{PREFIX}{offer_id}"


def offer_of(*, key: str) -> int | None:
    """Return the number of the offer a line stands for; None where it stands for something else."""
    number = key.removeprefix(PREFIX)
    return int(number) if number != key and number.isascii() and number.isdigit() else None
