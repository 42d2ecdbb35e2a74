"""Helpers of a show: named by a host, or by a link."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.inbox.services.notifications import notify
from dure.rooms.people.queries.persons import person
from dure.rooms.stage.errors import HelperIsHost, HelperLinkSpent, HelperNotFound, ShowOver
from dure.rooms.stage.models import Helper, HelperLink, Show
from dure.rooms.stage.queries.standings import is_host
from dure.rooms.stage.services.changes import changed, hosted
from dure.rooms.stage.services.reminders import TOPIC

LINK_LIFE = timedelta(days=7)
LETTERS = 24


@transaction.atomic
def name_helper(*, by: Actor, show_id: UUID, person_id: UUID) -> Helper:
    """Let a person keep order in a show; naming somebody twice changes nothing. The person is told."""
    show = hosted(show_id=show_id, by=by)
    if show.is_over:
        raise ShowOver
    person(person_id=person_id)
    found = _add(show, person_id, by.person_id)
    notify(
        people=[person_id],
        topic=TOPIC,
        title=format_lazy(_("You help in “{title}”"), title=show.title),
        body=_("You may keep order in the chat and change what is on the screen."),
        link=f"/live/{show.id}/",
        key=f"show:{show.id}:helper:{found.id}",
    )
    return found


@transaction.atomic
def remove_helper(*, by: Actor, show_id: UUID, person_id: UUID) -> None:
    """Take a helper's place away: by a host, or by the helper; HelperNotFound."""
    show = Show.objects.select_for_update().filter(id=show_id).first()
    if show is None or by.person_id != person_id:
        show = hosted(show_id=show_id, by=by)
    if not Helper.objects.filter(show=show, person_id=person_id, removed_at__isnull=True).update(
        removed_at=clock.now()
    ):
        raise HelperNotFound
    changed(show=show)


@transaction.atomic
def make_helper_link(*, by: Actor, show_id: UUID) -> str:
    """Return the secret of a link that makes the first who follows it a helper; it holds a week, and is told once."""
    show = hosted(show_id=show_id, by=by)
    if show.is_over:
        raise ShowOver
    secret = secrets.token_urlsafe(LETTERS)
    HelperLink.objects.create(
        show=show,
        digest=_digest(secret),
        made_at=clock.now(),
        made_by=by.person_id,
        expires_at=clock.now() + LINK_LIFE,
    )
    return secret


@transaction.atomic
def accept_helper_link(*, by: Actor, secret: str) -> Helper:
    """Become a helper by a link; HelperLinkSpent when it was used by another or its time is over."""
    if by.person_id is None:
        raise NotSignedIn
    link = HelperLink.objects.select_for_update().filter(digest=_digest(secret)).first()
    if link is None or link.expires_at <= clock.now() or link.accepted_by not in {None, by.person_id}:
        raise HelperLinkSpent
    show = Show.objects.select_for_update().get(id=link.show_id)
    if show.is_over:
        raise ShowOver
    link.accepted_by = by.person_id
    link.save(update_fields=["accepted_by"])
    return _add(show, by.person_id, link.made_by)


def _add(show: Show, person_id: UUID, added_by: UUID | None) -> Helper:
    if is_host(organisation_id=show.organisation_id, by=Actor(person_id=person_id)):
        raise HelperIsHost
    found, is_new = Helper.objects.get_or_create(
        show=show, person_id=person_id, removed_at=None, defaults={"added_at": clock.now(), "added_by": added_by}
    )
    if is_new:
        show.restrictions.filter(person_id=person_id, lifted_at__isnull=True).update(
            lifted_at=clock.now(), lifted_by=added_by
        )
        changed(show=show)
    return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
