"""Persons: joining, and how they like their pages."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from dure.events.people import PersonJoined
from dure.kernel.clock import now
from dure.kernel.errors import BadInput, NotFound, NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.outbox import announce, announce_all
from dure.rooms.people.models import Language, Person, SignIn, Theme
from dure.rooms.people.services import consents
from dure.ui.preferences import Preferences

UNCHOSEN = Preferences()
UNPROVEN_LIFETIME = timedelta(days=1)
"""A sign-up whose phone number or e-mail address was never proven is forgotten after this."""


@transaction.atomic
def register(
    *,
    name: str,
    language: str,
    agreed_to: Iterable[str],
    email: str = "",
    phone: str = "",
    password: str | None = None,
    look: Preferences = UNCHOSEN,
) -> SignIn:
    """Make a person and the sign-in they will use; phone and e-mail address still have to be proven.

    Pages stay as the newcomer's browser shows them already. Somebody else's attempt with the same phone number or
    e-mail address that was never proven is forgotten.
    """
    _forget_unproven(email=email, phone=phone)
    person = Person.objects.create(
        name=name.strip(),
        language=_language(language),
        is_text_large=look.is_large,
        is_data_low=look.saves_data,
        theme=look.theme,
        joined_at=now(),
    )
    sign_in = SignIn(person=person, email=email, phone=phone, created_at=person.joined_at)
    sign_in.set_password(password or None)
    sign_in.save()
    consents.give_consents(person_id=person.id, matters=agreed_to, language=person.language)
    announce(PersonJoined(person_id=str(person.id), language=person.language))
    return sign_in


@transaction.atomic
def bring_in(*, names: Mapping[UUID, str]) -> int:
    """Make persons who cannot sign in, by ids given beforehand (a history's households); return how many are new."""
    known = set(Person.objects.filter(id__in=names).values_list("id", flat=True))
    moment = now()
    fresh = [Person(id=key, name=name, joined_at=moment) for key, name in names.items() if key not in known]
    Person.objects.bulk_create(fresh, batch_size=1000)
    announce_all([PersonJoined(person_id=str(person.id), language=person.language) for person in fresh])
    return len(fresh)


def _language(asked: str) -> str:
    return asked if asked in Language.values else Language.KOREAN


def _forget_unproven(*, email: str, phone: str) -> None:
    """Make room: who never proved a contact and never signed in must not keep its owner out."""
    attempts = SignIn.objects.filter(last_login__isnull=True, phone_proven_at__isnull=True, staff_roles=[])
    if phone:
        _forget(attempts.filter(phone=phone))
    if email:
        _forget(attempts.filter(email=email))


@transaction.atomic
def forget_unproven_sign_ups() -> int:
    """Delete sign-ups older than a day that never proved a contact, with the persons made for them; return how many."""
    attempts = SignIn.objects.filter(
        last_login__isnull=True, phone_proven_at__isnull=True, staff_roles=[], created_at__lt=now() - UNPROVEN_LIFETIME
    )
    return _forget(attempts)


def _forget(attempts: Iterable[SignIn]) -> int:
    """Delete sign-up attempts and the persons made for them; return how many."""
    forgotten = 0
    for attempt in attempts:
        if EmailAddress.objects.filter(user=attempt, verified=True).exists() or attempt.person.memberships.exists():
            continue
        person = attempt.person
        attempt.delete()
        person.consents.all().delete()
        person.delete()
        forgotten += 1
    return forgotten


@transaction.atomic
def change_name(*, by: Actor, name: str) -> Person:
    """Change the name others see."""
    person = _own(by)
    name = name.strip()
    if not name or len(name) > 80:  # noqa: PLR2004 - the column's length
        raise BadInput(fields={"name": [str(Person._meta.get_field("name").error_messages["blank"])]})
    person.name = name
    person.save(update_fields=["name"])
    return person


@transaction.atomic
def change_preferences(
    *,
    by: Actor,
    language: str | None = None,
    is_text_large: bool | None = None,
    is_data_low: bool | None = None,
    theme: str | None = None,
) -> Person:
    """Change how a person likes their pages; what is None stays."""
    person = _own(by)
    if language is not None and language not in Language.values:
        raise BadInput(fields={"language": [language]})
    if theme is not None and theme not in Theme.values:
        raise BadInput(fields={"theme": [theme]})
    wanted = {"language": language, "is_text_large": is_text_large, "is_data_low": is_data_low, "theme": theme}
    changed = {field: value for field, value in wanted.items() if value is not None}
    for field, value in changed.items():
        setattr(person, field, value)
    person.save(update_fields=list(changed))
    return person


def _own(by: Actor) -> Person:
    """The acting person's own row, locked."""
    if by.person_id is None:
        raise NotSignedIn
    person = Person.objects.select_for_update().filter(id=by.person_id, erased_at__isnull=True).first()
    if person is None:
        raise NotFound
    return person
