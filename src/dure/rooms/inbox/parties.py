"""Who takes part in a conversation: a person, or an organisation whose members share one place in it. Pure."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Party:
    """One side of a conversation; exactly one of the two is given."""

    person_id: UUID | None = None
    organisation_id: UUID | None = None

    def __post_init__(self) -> None:
        """Refuse a party that is nobody, or two at once."""
        if (self.person_id is None) == (self.organisation_id is None):
            raise ValueError("a party is a person or an organisation")
