"""API keys: made once and shown once, used by programs, ended by their owner."""

import hashlib
import secrets
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.errors import BadInput, NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.text import normalise
from dure.rooms.people.errors import ApiKeyUnknown, ApiKeyWrong, TooManyApiKeys
from dure.rooms.people.models import ApiKey, Person
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

PREFIX = "dure_"
"""What every secret begins with, so that a secret that got lost is recognised for what it is."""
SECRET_BYTES = 32
NAME_LENGTH_MAX = 60
DAYS_MAX = 366
KEYS_MAX = 20
NOTED_EVERY = timedelta(minutes=10)


class MadeKey(NamedTuple):
    """A new key and its secret, which nobody can be told again."""

    key: ApiKey
    secret: str


@transaction.atomic
def make_api_key(
    *, by: Actor, name: str, days: int, organisation_id: UUID | None = None, is_read_only: bool = False
) -> MadeKey:
    """Make a key for a program, which opens for so many days what `by` may do: alone, or for one organisation."""
    if by.person_id is None or by.is_bound:
        raise NotSignedIn
    called = normalise(name)[:NAME_LENGTH_MAX]
    if not called or not 0 < days <= DAYS_MAX:
        raise BadInput(fields={"days" if called else "name": [str(days) if called else name]})
    if organisation_id is not None:
        demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    Person.objects.select_for_update().get(id=by.person_id)
    moment = clock.now()
    if ApiKey.objects.valid(moment).filter(person_id=by.person_id).count() >= KEYS_MAX:
        raise TooManyApiKeys(most=KEYS_MAX)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    made = ApiKey.objects.create(
        person_id=by.person_id,
        organisation_id=organisation_id,
        name=called,
        digest=digest_of(secret=secret),
        is_read_only=is_read_only,
        made_at=moment,
        expires_at=moment + timedelta(days=days),
    )
    return MadeKey(made, secret)


@transaction.atomic
def end_api_key(*, by: Actor, key_id: UUID) -> ApiKey:
    """End one of one's own keys at once; ending it twice changes nothing."""
    if by.person_id is None:
        raise NotSignedIn
    found = ApiKey.objects.select_for_update().filter(id=key_id, person_id=by.person_id).first()
    if found is None:
        raise ApiKeyUnknown
    if found.ended_at is None:
        found.ended_at = clock.now()
        found.save(update_fields=["ended_at"])
    return found


def use_api_key(*, secret: str) -> ApiKey:
    """Return the key a secret belongs to, with its person, and note now and then that it is used.

    ApiKeyWrong where there is none, where it ended or ran out, and where its person may not sign in any more.
    """
    moment = clock.now()
    valid = ApiKey.objects.valid(moment).select_related("person__sign_in")
    found = valid.filter(digest=digest_of(secret=secret), person__sign_in__is_active=True).first()
    if found is None:
        raise ApiKeyWrong
    if found.used_at is None or found.used_at < moment - NOTED_EVERY:
        _note_use(found.id)
    return found


@transaction.atomic
def _note_use(key_id: UUID) -> None:
    """Note that a key is used."""
    ApiKey.objects.filter(id=key_id).update(used_at=clock.now())


@transaction.atomic
def forget_api_keys(*, person_id: UUID) -> None:
    """Delete every key of a person who leaves."""
    ApiKey.objects.filter(person_id=person_id).delete()


def digest_of(*, secret: str) -> str:
    """Return what is kept of a secret. It is long and random, so one round of hashing is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
