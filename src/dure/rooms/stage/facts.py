"""What a cue shows of the thing it stands for: a few short values, by name. Pure."""

from collections.abc import Mapping
from typing import Final

import msgspec

from dure.rooms.stage.errors import FactsTooLarge

FACTS_MAX: Final = 16
BYTES_MAX: Final = 2_000

Facts = Mapping[str, str | int | bool | None]
"""Such as title, price_minor, currency, picture, left, until (ISO 8601); whoever cues says what they mean."""


def checked(facts: Mapping[str, object]) -> dict[str, str | int | bool | None]:
    """Return facts as they are kept, those without a value left out; FactsTooLarge for more than few and short ones."""
    kept = {name: value for name, value in facts.items() if value is not None}
    if len(kept) > FACTS_MAX or not all(isinstance(value, str | int) for value in kept.values()):
        raise FactsTooLarge
    if len(msgspec.json.encode(kept)) > BYTES_MAX:
        raise FactsTooLarge
    return kept  # type: ignore[return-value]  # each value was looked at
