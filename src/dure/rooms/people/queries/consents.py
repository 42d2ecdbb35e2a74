"""What a person agreed to: reads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dure.rooms.people.models import Consent, Matter


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How a person stands to one matter now."""

    matter: Matter
    given_at: datetime | None
    version: str

    @property
    def is_given(self) -> bool:
        """Whether the consent stands."""
        return self.given_at is not None


def agreements(*, person_id: UUID) -> list[Agreement]:
    """How a person stands to every matter, in the order of the list."""
    standing = {
        consent.matter: consent for consent in Consent.objects.filter(person_id=person_id, withdrawn_at__isnull=True)
    }
    return [_agreement(matter, standing.get(matter.value)) for matter in Matter]


def has_agreed(*, person_id: UUID, matter: str) -> bool:
    """Whether a person's consent to a matter stands."""
    return Consent.objects.filter(person_id=person_id, matter=matter, withdrawn_at__isnull=True).exists()


def _agreement(matter: Matter, consent: Consent | None) -> Agreement:
    return Agreement(
        matter=matter,
        given_at=consent.given_at if consent else None,
        version=consent.version if consent else "",
    )
