"""Who somebody is and how to reach them: reads."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
from allauth.account.models import EmailAddress

from dure.kernel.errors import NotFound
from dure.kernel.questions import Question
from dure.rooms.people.models import Departure, Export, Person, SignIn


class CallerRow(msgspec.Struct, frozen=True):
    """A person as a parcel's label names them: the name, and the proven phone number (E.164) or nothing."""

    name: str
    phone: str


CALLER: Final = Question(
    "caller",
    "SELECT person.name, CASE WHEN sign_in.phone_proven_at IS NULL THEN '' ELSE sign_in.phone END AS phone "
    "FROM people_person AS person LEFT JOIN people_signin AS sign_in ON sign_in.person_id = person.id "
    "WHERE person.id = %(person_id)s",
    CallerRow,
)
"""The person of `person_id`."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The proven phone number and e-mail address of a person, E.164 and lower case; empty where there is none."""

    phone: str
    email: str


def person(*, person_id: UUID) -> Person:
    """The person, erased or not."""
    found = Person.objects.filter(id=person_id).first()
    if found is None:
        raise NotFound
    return found


def names(*, person_ids: list[UUID]) -> dict[UUID, str]:
    """The names to show for several persons, in one query."""
    return {found.id: found.display_name for found in Person.objects.filter(id__in=person_ids)}


def reach(*, person_id: UUID) -> Reach:
    """How a person can be reached; only what was proven."""
    sign_in = SignIn.objects.filter(person_id=person_id).first()
    if sign_in is None:
        return Reach(phone="", email="")
    email = EmailAddress.objects.filter(user=sign_in, verified=True).order_by("-primary").first()
    return Reach(phone=sign_in.phone if sign_in.phone_proven_at else "", email=email.email if email else "")


def is_reached_by(*, person_id: UUID, phone: str, email: str) -> bool:
    """Whether the person proved this phone number, or this e-mail address (any of theirs)."""
    if phone:
        return SignIn.objects.filter(person_id=person_id, phone=phone, phone_proven_at__isnull=False).exists()
    return bool(EmailAddress.objects.filter(user__person_id=person_id, email=email, verified=True).exists())


def sign_in_by_phone(*, phone: str) -> SignIn | None:
    """The sign-in that proved this E.164 number; an unproven number belongs to nobody."""
    return SignIn.objects.filter(phone=phone, phone_proven_at__isnull=False).first()


def is_email_proven_by_someone(*, email: str) -> bool:
    """Whether somebody proved this address."""
    return bool(EmailAddress.objects.filter(email=email, verified=True).exists())


def open_departure(*, person_id: UUID) -> Departure | None:
    """The deletion that is under way, if any."""
    return Departure.objects.filter(person_id=person_id, withdrawn_at__isnull=True, completed_at__isnull=True).first()


def latest_export(*, person_id: UUID) -> Export | None:
    """The newest export that is being made or still kept."""
    return Export.objects.filter(person_id=person_id, removed_at__isnull=True).first()


def languages(*, person_ids: list[UUID]) -> dict[UUID, str]:
    """The language of each of these persons who is still here, in one query."""
    return dict(Person.objects.filter(id__in=person_ids, erased_at__isnull=True).values_list("id", "language"))
