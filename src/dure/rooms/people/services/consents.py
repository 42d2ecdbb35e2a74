"""Consents: given in a version, taken back at any time."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from dure.events.people import ConsentGiven, ConsentWithdrawn
from dure.kernel.clock import now
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.outbox import announce
from dure.rooms.people.errors import ConsentNeeded
from dure.rooms.people.models import Consent, Matter, Person

VERSIONS = {
    Matter.TERMS: "2026-11",
    Matter.PRIVACY: "2026-11",
    Matter.MARKETING: "2026-11",
    Matter.LOCATION: "2026-11",
    Matter.PHOTO: "2026-11",
}
"""The wording in force for each matter; a change of wording is a new version."""

NEEDED = frozenset({Matter.TERMS, Matter.PRIVACY})
"""Without these the house cannot serve anybody."""


@transaction.atomic
def give_consents(*, person_id: UUID, matters: Iterable[str], language: str) -> list[Consent]:
    """Record that a person agrees to these matters in the versions now in force; what stands already stays."""
    Person.objects.select_for_update().get(id=person_id)
    standing = dict(
        Consent.objects.filter(person_id=person_id, withdrawn_at__isnull=True).values_list("matter", "version")
    )
    wanted = [Matter(matter) for matter in matters]
    return [_give(person_id, matter, language) for matter in wanted if standing.get(matter.value) != VERSIONS[matter]]


def _give(person_id: UUID, matter: Matter, language: str) -> Consent:
    """Replace an older version, if one stands, by the version now in force."""
    moment = now()
    Consent.objects.filter(person_id=person_id, matter=matter, withdrawn_at__isnull=True).update(withdrawn_at=moment)
    announce(ConsentGiven(person_id=str(person_id), matter=matter.value, version=VERSIONS[matter]))
    return Consent.objects.create(
        person_id=person_id, matter=matter, version=VERSIONS[matter], language=language, given_at=moment
    )


@transaction.atomic
def withdraw_consent(*, by: Actor, matter: str) -> None:
    """Take a consent back. What the house cannot do without is refused; withdrawing twice changes nothing."""
    if by.person_id is None:
        raise NotSignedIn
    if Matter(matter) in NEEDED:
        raise ConsentNeeded
    standing = Consent.objects.filter(person_id=by.person_id, matter=matter, withdrawn_at__isnull=True)
    if standing.update(withdrawn_at=now()):
        announce(ConsentWithdrawn(person_id=str(by.person_id), matter=matter))
