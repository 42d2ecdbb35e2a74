"""Keeping order in a show's chat: freeze, slow mode, mute, ban, hide, banned words, reports; and taking it back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.limits import limit
from dure.kernel.text import fold
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role
from dure.rooms.stage.errors import (
    BadRestriction,
    BadSlowMode,
    KeeperNotRestricted,
    MessageNotFound,
    RestrictionNotFound,
    TooManyWords,
)
from dure.rooms.stage.models import ChatMessage, ModerationAct, Report, Restriction, Show, WordList
from dure.rooms.stage.models.chat import REASON_LENGTH_MAX
from dure.rooms.stage.queries.standings import demand_keeper, is_host, keeper_ids
from dure.rooms.stage.services.changes import changed, fitting, kept, locked, note

Act = ModerationAct.Kind
SLOW_S_MAX: Final = 600
MUTE_MINUTES: Final = 10
MUTE_MINUTES_MAX: Final = 24 * 60
WORDS_MAX: Final = 200
WORD_LENGTH_MAX: Final = 40
REPORTS_AN_HOUR: Final = 20


@transaction.atomic
def freeze(*, by: Actor, show_id: UUID, is_frozen: bool) -> Show:
    """Close the chat to all but hosts and helpers, or open it again."""
    show = kept(show_id=show_id, by=by)
    if show.is_frozen != is_frozen:
        show.is_frozen = is_frozen
        note(show=show, kind=Act.FREEZE if is_frozen else Act.THAW, by=by)
        changed("is_frozen", show=show)
    return show


@transaction.atomic
def set_slow_mode(*, by: Actor, show_id: UUID, seconds: int) -> Show:
    """Let so many seconds pass between two messages of one viewer; 0 takes it away."""
    if not 0 <= seconds <= SLOW_S_MAX:
        raise BadSlowMode(max=SLOW_S_MAX)
    show = kept(show_id=show_id, by=by)
    if show.slow_mode_s != seconds:
        show.slow_mode_s = seconds
        note(show=show, kind=Act.SLOW, by=by, words=str(seconds))
        changed("slow_mode_s", show=show)
    return show


@transaction.atomic
def mute(*, by: Actor, show_id: UUID, person_id: UUID, minutes: int = MUTE_MINUTES, reason: str = "") -> Restriction:
    """Let a viewer watch but not speak for some minutes; KeeperNotRestricted for hosts and helpers."""
    if not 1 <= minutes <= MUTE_MINUTES_MAX:
        raise BadRestriction(max=MUTE_MINUTES_MAX)
    show = kept(show_id=show_id, by=by)
    until = clock.now() + timedelta(minutes=minutes)
    return _restrict(show, by, person_id, kind=Restriction.Kind.MUTE, reason=reason, until=until)


@transaction.atomic
def ban(*, by: Actor, show_id: UUID, person_id: UUID, reason: str = "", is_everywhere: bool = False) -> Restriction:
    """Shut a viewer out of the chat of this show, or of every show of the host (hosts only decide that)."""
    show = kept(show_id=show_id, by=by)
    if is_everywhere:
        demand_role(by=by, organisation_id=show.organisation_id, least=Role.MEMBER)
    return _restrict(
        show, by, person_id, kind=Restriction.Kind.BAN, reason=reason, until=None, is_everywhere=is_everywhere
    )


@transaction.atomic
def lift(*, by: Actor, show_id: UUID, restriction_id: UUID) -> Restriction:
    """Give a viewer the word back; RestrictionNotFound when nothing is in force."""
    show = locked(show_id=show_id)
    demand_keeper(show=show, by=by)
    found = Restriction.objects.filter(id=restriction_id, show=show, lifted_at__isnull=True).first()
    if found is None:
        raise RestrictionNotFound
    found.lifted_at, found.lifted_by = clock.now(), by.person_id
    found.save(update_fields=["lifted_at", "lifted_by"])
    note(show=show, kind=Act.LIFT, by=by, target=found.id)
    changed(show=show)
    return found


@transaction.atomic
def hide_message(*, by: Actor, show_id: UUID, message_id: UUID) -> ChatMessage:
    """Take a message from every screen; hosts still see it in the log. Reports of it are settled."""
    show = locked(show_id=show_id)
    demand_keeper(show=show, by=by)
    found = message_of(show=show, message_id=message_id)
    if found.hidden_at is None:
        found.hidden_at, found.hidden_by = clock.now(), by.person_id
        found.save(update_fields=["hidden_at", "hidden_by"])
        found.reports.filter(settled_at__isnull=True).update(settled_at=clock.now())
        note(show=show, kind=Act.HIDE, by=by, target=found.id, words=found.text)
        changed(show=show)
    return found


@transaction.atomic
def show_message(*, by: Actor, show_id: UUID, message_id: UUID) -> ChatMessage:
    """Let a hidden message be seen again."""
    show = locked(show_id=show_id)
    demand_keeper(show=show, by=by)
    found = message_of(show=show, message_id=message_id)
    if found.hidden_at is not None:
        found.hidden_at, found.hidden_by = None, None
        found.save(update_fields=["hidden_at", "hidden_by"])
        note(show=show, kind=Act.SHOW, by=by, target=found.id, words=found.text)
        changed(show=show)
    return found


@transaction.atomic
def report_message(*, by: Actor, show_id: UUID, message_id: UUID, reason: str = "") -> Report:
    """Tell hosts, helpers and staff that a message should not stand; reporting twice changes nothing."""
    if by.person_id is None:
        raise NotSignedIn
    found = message_of(show=locked(show_id=show_id), message_id=message_id)
    known = Report.objects.filter(message=found, person_id=by.person_id).first()
    if known is not None:
        return known
    limit(f"stage-reports:{by.person_id}", times=REPORTS_AN_HOUR, per_s=3600)
    return Report.objects.create(
        message=found,
        person_id=by.person_id,
        reason=fitting(words=reason, longest=REASON_LENGTH_MAX),
        reported_at=clock.now(),
    )


@transaction.atomic
def settle_report(*, by: Actor, show_id: UUID, report_id: UUID) -> None:
    """Say that a reported message may stand."""
    show = locked(show_id=show_id)
    demand_keeper(show=show, by=by)
    found = Report.objects.filter(id=report_id, message__show=show)
    if not found.exists():
        raise MessageNotFound
    found.filter(settled_at__isnull=True).update(settled_at=clock.now())


@transaction.atomic
def ban_words(*, by: Actor, organisation_id: UUID | None, words: Sequence[str]) -> WordList:
    """Replace the words that may not be said in a host's shows; the house's own list (None) is staff's.

    Words are kept as searching compares them: one width, no case. Running shows heed the new list at once.
    """
    if organisation_id is not None or not by.is_staff:
        demand_role(by=by, organisation_id=organisation_id or UUID(int=0), least=Role.MEMBER)
    kept_words = sorted({fold(word) for word in words} - {""})
    if len(kept_words) > WORDS_MAX or any(len(word) > WORD_LENGTH_MAX for word in kept_words):
        raise TooManyWords(max=WORDS_MAX, length=WORD_LENGTH_MAX)
    found, is_new = WordList.objects.select_for_update().get_or_create(
        organisation_id=organisation_id,  # type: ignore[misc]  # nobody's is the house's own list
        defaults={"words": kept_words, "changed_at": clock.now(), "changed_by": by.person_id},
    )
    if not is_new and found.words != kept_words:
        found.words, found.version = kept_words, found.version + 1
        found.changed_at, found.changed_by = clock.now(), by.person_id
        found.save()
    _count_in_running(organisation_id)
    return found


def message_of(*, show: Show, message_id: UUID) -> ChatMessage:
    """Return a message of a show, hidden or not; MessageNotFound."""
    found = ChatMessage.objects.filter(id=message_id, show=show).first()
    if found is None:
        raise MessageNotFound
    return found


def _restrict(show: Show, by: Actor, person_id: UUID, *, kind: str, reason: str, **terms: object) -> Restriction:
    if person_id in keeper_ids(show=show) or is_host(
        organisation_id=show.organisation_id, by=Actor(person_id=person_id)
    ):
        raise KeeperNotRestricted
    facts = {
        "reason": fitting(words=reason, longest=REASON_LENGTH_MAX),
        "made_at": clock.now(),
        "made_by": by.person_id,
        **terms,
    }
    found, _is_new = Restriction.objects.update_or_create(
        show=show,
        person_id=person_id,
        kind=kind,
        lifted_at=None,
        defaults={"organisation_id": show.organisation_id, **facts},
    )
    note(show=show, kind=kind, by=by, target=found.id, words=found.reason)
    changed(show=show)
    return found


def _count_in_running(organisation_id: UUID | None) -> None:
    running = Show.objects.select_for_update().filter(status=Show.Status.LIVE).order_by("id")
    for show in running.filter(organisation_id=organisation_id) if organisation_id else running:
        changed(show=show)
