"""Who takes part in a show beside its hosts: helpers and second hosts, named by a host, or by a link."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.inbox.services.notifications import notify
from dure.rooms.people.queries.persons import person
from dure.rooms.stage.errors import HelperIsHost, HelperLinkNotFound, HelperLinkSpent, HelperNotFound, ShowOver
from dure.rooms.stage.models import Helper, HelperLink, Show
from dure.rooms.stage.queries.standings import is_host
from dure.rooms.stage.services.broadcasts import Agreement, hang_up, keep_consent
from dure.rooms.stage.services.changes import changed, hosted, locked
from dure.rooms.stage.services.reminders import TOPIC

Role = Helper.Role
LINK_LIFE = timedelta(days=7)
FILMING_LINK_LIFE = timedelta(days=1)
"""After the planned hour; the end of the show ends it before."""
LETTERS = 24


@transaction.atomic
def name_helper(*, by: Actor, show_id: UUID, person_id: UUID) -> Helper:
    """Let a person keep order in a show; naming somebody twice changes nothing. The person is told."""
    show = hosted(show_id=show_id, by=by)
    if show.is_over:
        raise ShowOver
    person(person_id=person_id)
    found = _add(show, person_id, by.person_id, Role.HELPER)
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
def let_keep_order(*, by: Actor, show_id: UUID, person_id: UUID, is_let: bool) -> Helper:
    """Let a second host keep order and change what is on the screen, or no more; HelperNotFound for others."""
    show = hosted(show_id=show_id, by=by)
    found = Helper.objects.filter(show=show, person_id=person_id, role=Role.COHOST, removed_at__isnull=True).first()
    if found is None:
        raise HelperNotFound
    if found.keeps_order != is_let:
        found.keeps_order = is_let
        found.save(update_fields=["keeps_order"])
        changed(show=show)
    return found


@transaction.atomic
def remove_helper(*, by: Actor, show_id: UUID, person_id: UUID) -> None:
    """Take a helper's or second host's place away: by a host, or by themselves; HelperNotFound.

    What a second host sends just now is hung up, and no pass of theirs opens the stage again.
    """
    show = Show.objects.select_for_update().filter(id=show_id).first()
    if show is None or by.person_id != person_id:
        show = hosted(show_id=show_id, by=by)
    found = Helper.objects.filter(show=show, person_id=person_id, removed_at__isnull=True).first()
    if found is None:
        raise HelperNotFound
    found.removed_at = clock.now()
    found.save(update_fields=["removed_at"])
    if found.films:
        hang_up(show=show, person_id=person_id)
    changed(show=show)


@transaction.atomic
def make_helper_link(*, by: Actor, show_id: UUID, role: str = Role.HELPER) -> tuple[HelperLink, str]:
    """Return a link and its secret, which is told once: the first who follows it becomes a helper or second host.

    A helper's holds a week, a second host's until the day after the planned hour; both end with the show.
    """
    show = hosted(show_id=show_id, by=by)
    if show.is_over:
        raise ShowOver
    secret = secrets.token_urlsafe(LETTERS)
    link = HelperLink.objects.create(
        show=show,
        role=Role(role),
        digest=HelperLink.digest_of(secret),
        made_at=clock.now(),
        made_by=by.person_id,
        expires_at=_holds_until(show, Role(role)),
    )
    return link, secret


@transaction.atomic
def take_link_back(*, by: Actor, show_id: UUID, link_id: UUID) -> None:
    """Let a link that nobody followed yet open nothing any more; twice changes nothing. HelperLinkNotFound, -Spent."""
    show = hosted(show_id=show_id, by=by)
    link = HelperLink.objects.select_for_update().filter(show=show, id=link_id).first()
    if link is None:
        raise HelperLinkNotFound
    if link.accepted_by is not None:
        raise HelperLinkSpent
    if link.taken_back_at is None:
        link.taken_back_at = clock.now()
        link.save(update_fields=["taken_back_at"])


@transaction.atomic
def accept_helper_link(*, by: Actor, secret: str, agreement: Agreement | None = None) -> Helper:
    """Become a helper or second host by a link.

    HelperLinkSpent when it was used by another, taken back, or its time is over. A second host agrees to be recorded,
    and says so for everybody in their picture: ConsentNotGiven.
    """
    if by.person_id is None:
        raise NotSignedIn
    show_id = HelperLink.objects.filter(digest=HelperLink.digest_of(secret)).values_list("show_id", flat=True).first()
    if show_id is None:
        raise HelperLinkSpent
    show = locked(show_id=show_id)
    link = HelperLink.objects.select_for_update().get(digest=HelperLink.digest_of(secret))
    is_open = link.taken_back_at is None and link.expires_at > clock.now()
    if not is_open or link.accepted_by not in {None, by.person_id}:
        raise HelperLinkSpent
    if show.is_over:
        raise ShowOver
    is_new = link.accepted_by is None
    if not is_new and not _holds_place(show, by.person_id):  # sent home since
        raise HelperLinkSpent
    link.accepted_by = by.person_id
    link.save(update_fields=["accepted_by"])
    found = _add(show, by.person_id, link.made_by, Role(link.role))
    if link.role == Role.COHOST and is_new:
        keep_consent(show=show, by=by, agreement=agreement)
    return found


def _add(show: Show, person_id: UUID, added_by: UUID | None, role: Role) -> Helper:
    """Give a place, or to who has one what the other role may besides."""
    if is_host(organisation_id=show.organisation_id, by=Actor(person_id=person_id)):
        raise HelperIsHost
    found, is_new = Helper.objects.get_or_create(
        show=show,
        person_id=person_id,
        removed_at=None,
        defaults={
            "role": role,
            "keeps_order": role == Role.HELPER,
            "added_at": clock.now(),
            "added_by": added_by,
        },
    )
    if is_new:
        show.restrictions.filter(person_id=person_id, lifted_at__isnull=True).update(
            lifted_at=clock.now(), lifted_by=added_by
        )
        changed(show=show)
    elif (role == Role.COHOST and not found.films) or (role == Role.HELPER and not found.keeps_order):
        found.role, found.keeps_order = Role.COHOST, True
        found.save(update_fields=["role", "keeps_order"])
        changed(show=show)
    return found


def _holds_place(show: Show, person_id: UUID) -> bool:
    return show.helpers.filter(person_id=person_id, removed_at__isnull=True).exists()


def _holds_until(show: Show, role: Role) -> datetime:
    if role == Role.HELPER:
        return clock.now() + LINK_LIFE
    return max(clock.now(), show.starts_at) + FILMING_LINK_LIFE
