"""Pushes to browsers (Web Push: RFC 8030, 8291, 8292). The house's keys are made once and stay in its database."""

import json
from collections.abc import Iterable
from email.utils import parseaddr
from io import BytesIO
from urllib.parse import urlsplit
from uuid import UUID

import requests
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from webpush import WebPush, WebPushSubscription
from webpush.types import WebPushKeys, WebPushMessage
from webpush.vapid import VAPID

from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.inbox.browser_keys import are_readable
from dure.rooms.inbox.errors import BadSubscription, PushServiceDown, UnknownPushService
from dure.rooms.inbox.models import Notification, PushKey, PushSubscription
from dure.rooms.inbox.models.wishes import ENDPOINT_LENGTH_MAX
from dure.rooms.people.queries import persons

TIMEOUT_S = 8
KEPT_S = 24 * 60 * 60
"""How long a push service keeps a message for a browser that is not there."""
GONE = {404, 410}
WORDS_MAX = 300
"""A push holds 4 KB; title and text are cut to this many characters each."""
DEVICES_MAX = 10


def people_with_devices(*, people: Iterable[UUID]) -> set[UUID]:
    """Return those who have a browser that takes pushes."""
    found = PushSubscription.objects.filter(person_id__in=list(people))
    return set(found.values_list("person_id", flat=True))


@transaction.atomic
def push_key() -> PushKey:
    """Return the house's keys; made the first time anybody asks."""
    found = PushKey.objects.first()
    if found is None:
        private, public, browser_key = VAPID.generate_keys()
        PushKey.objects.bulk_create(
            [PushKey(private_pem=private, public_pem=public, browser_key=browser_key, made_at=clock.now())],
            ignore_conflicts=True,
        )
        found = PushKey.objects.get()
    return found


@transaction.atomic
def subscribe(*, by: Actor, endpoint: str, browser_key: str, secret: str, device: str = "") -> PushSubscription:
    """Let a browser take pushes for a person; the same browser again is the same subscription, for who is there now.

    UnknownPushService for an address that is none of the known services': the house writes to no other.
    """
    if by.person_id is None:
        raise NotSignedIn
    if not is_push_service(endpoint=endpoint):
        raise UnknownPushService
    if len(endpoint) > ENDPOINT_LENGTH_MAX or not are_readable(browser_key, secret):
        raise BadSubscription
    found, _is_new = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "person_id": by.person_id,
            "browser_key": browser_key,
            "secret": secret,
            "device": device[:120],
            "subscribed_at": clock.now(),
        },
    )
    older = PushSubscription.objects.filter(person_id=by.person_id).order_by("-subscribed_at")[DEVICES_MAX:]
    PushSubscription.objects.filter(id__in=[each.id for each in older]).delete()
    return found


@transaction.atomic
def unsubscribe(*, by: Actor, endpoint: str = "", subscription_id: UUID | None = None) -> bool:
    """Stop pushes to one of a person's browsers, named by its address or its row; return whether it took any."""
    if by.person_id is None:
        raise NotSignedIn
    mine = PushSubscription.objects.filter(person_id=by.person_id)
    chosen = mine.filter(id=subscription_id) if subscription_id else mine.filter(endpoint=endpoint)
    return chosen.delete()[0] > 0


def is_push_service(*, endpoint: str) -> bool:
    """Whether an address is one of a push service we know, over https (plain http only for this machine in tests)."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and host in settings.PUSH_SERVICES_WITHOUT_TLS):
        return False
    return any(host == known or host.endswith(f".{known}") for known in settings.PUSH_SERVICES)


def send_push(*, person_id: UUID, notes: list[Notification]) -> bool:
    """Send one push to every browser of a person; return whether any took it. Dead subscriptions are removed.

    PushServiceDown when none took it and one may later.
    """
    subscriptions = list(PushSubscription.objects.filter(person_id=person_id))
    with translation.override(persons.person(person_id=person_id).language):
        message = message_of(notes)
    outcomes = [_send(subscription, message) for subscription in subscriptions]
    if "down" in outcomes and "taken" not in outcomes:
        raise PushServiceDown
    return "taken" in outcomes


def message_of(notes: list[Notification]) -> dict[str, str]:
    """Return what the browser shows: the only notification, or how many there are with their titles."""
    if len(notes) == 1:
        note = notes[0]
        return {"title": note.title[:WORDS_MAX], "body": note.body[:WORDS_MAX], "link": note.link or "/inbox/",
                "tag": str(note.id)}  # fmt: skip
    title = ngettext("%(count)s notification", "%(count)s notifications", len(notes)) % {"count": len(notes)}
    body = " · ".join(note.title for note in notes)
    return {"title": f"{_('Dure')}: {title}", "body": body[:WORDS_MAX], "link": "/inbox/", "tag": "inbox"}


def _send(subscription: PushSubscription, message: dict[str, str]) -> str:
    """Hand a message to a push service: `taken`, `gone` (the subscription is deleted) or `down`."""
    sealed = _seal(subscription, message)
    try:
        answer = requests.post(
            subscription.endpoint, data=sealed.encrypted, headers=dict(sealed.headers), timeout=TIMEOUT_S,
            allow_redirects=False,
        )  # fmt: skip
    except requests.RequestException:
        return "down"
    if answer.status_code in GONE:
        subscription.delete()
        return "gone"
    if not answer.ok:
        return "down"
    PushSubscription.objects.filter(id=subscription.id).update(reached_at=clock.now())
    return "taken"


def _seal(subscription: PushSubscription, message: dict[str, str]) -> WebPushMessage:
    """Encrypt a message for one browser, and sign for the house."""
    keys = push_key()
    sender = WebPush(
        private_key=BytesIO(bytes(keys.private_pem)),
        public_key=BytesIO(bytes(keys.public_pem)),
        subscriber=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        ttl=KEPT_S,
    )
    return sender.get(
        json.dumps(message, ensure_ascii=False),
        WebPushSubscription.model_validate(
            {
                "endpoint": subscription.endpoint,
                "keys": WebPushKeys(auth=subscription.secret, p256dh=subscription.browser_key),
            }
        ),
    )
