"""What was said in a show and how order was kept: for hosts and helpers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dure.kernel import clock
from dure.rooms.people.queries import persons
from dure.rooms.stage.models import Caption, ChatMessage, ModerationAct, Report, Restriction, Show, WordList

Kind = ModerationAct.Kind
MATTERS: Final[Mapping[str, tuple[str, bool]]] = {
    **dict.fromkeys((Kind.CUE, Kind.CLEAR), ("screen", False)),
    **dict.fromkeys((Kind.PIN, Kind.UNPIN), ("pin", False)),
    **dict.fromkeys((Kind.FREEZE, Kind.THAW), ("chat", False)),
    **dict.fromkeys((Kind.HIDE, Kind.SHOW), ("message", True)),
    **dict.fromkeys((Kind.MUTE, Kind.BAN, Kind.LIFT), ("person", True)),
}
"""What an act with an opposite is about, and whether of its target alone: the newest of a matter is what stands."""
AFTERWARDS: Final = frozenset({Kind.HIDE, Kind.SHOW, Kind.MUTE, Kind.BAN})
"""What can still be taken back when the show is over."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """A line of a show's log: who did it, whom it restricts if anybody, and whether it can be taken back now."""

    act: ModerationAct
    name: str
    whom: str
    can_be_undone: bool


@dataclass(frozen=True, kw_only=True)
class Restricted:
    """A restriction in force, with the name of whom it holds for."""

    restriction: Restriction
    name: str


@dataclass(frozen=True, kw_only=True)
class SaidLine:
    """A line of the chat's file."""

    sent_at: datetime
    name: str
    role: str
    text: str
    is_hidden: bool


def messages(*, show: Show) -> QuerySet[ChatMessage]:
    """Return everything that was said, newest first, with how often each was reported and not settled."""
    waiting = Count("reports", filter=Q(reports__settled_at__isnull=True))
    return ChatMessage.objects.filter(show=show).annotate(open_reports=waiting).order_by("-id")


def last_messages(*, show: Show, count: int = 30) -> list[ChatMessage]:
    """Return the last messages everybody may see, oldest first."""
    found = ChatMessage.objects.filter(show=show, hidden_at__isnull=True).order_by("-id")[:count]
    return list(reversed(found))


def last_captions(*, show: Show, count: int = 10) -> list[Caption]:
    """Return the last lines helpers typed of what is said, oldest first."""
    return list(reversed(Caption.objects.filter(show=show).order_by("-said_at", "-id")[:count]))


def open_reports(*, show: Show) -> list[Report]:
    """Return the reports nobody settled, the first first."""
    waiting = Report.objects.filter(message__show=show, settled_at__isnull=True, message__hidden_at__isnull=True)
    return list(waiting.select_related("message").order_by("reported_at")[:100])


def acts(*, show: Show, count: int = 100) -> list[Act]:
    """Return what was done in a show to keep order, newest first, in three statements."""
    found = list(show.acts.order_by("-id")[:count])
    targets = [each.target for each in found if each.target]
    restricted = dict(Restriction.objects.filter(show=show, id__in=targets).values_list("id", "person_id"))
    names = persons.names(person_ids=[*(each.done_by for each in found if each.done_by), *restricted.values()])
    standing = _standing(found)
    return [
        Act(
            act=each,
            name=names.get(each.done_by, "") if each.done_by else "",
            whom=names.get(restricted[each.target], "") if each.target in restricted else "",
            can_be_undone=each.id in standing and (each.kind in AFTERWARDS or not show.is_over),
        )
        for each in found
    ]


def _standing(found: list[ModerationAct]) -> frozenset[UUID]:
    """Return which acts, the newest first, no later one replaced, among those that have an opposite."""
    newest: dict[tuple[str, UUID | None], ModerationAct] = {}
    for each in found:
        about, is_of_target = MATTERS.get(each.kind, ("", False))
        newest.setdefault((about, each.target if is_of_target else None), each)
    return frozenset(each.id for each in newest.values() if each.kind in MATTERS and each.kind != Kind.LIFT)


def restricted(*, show: Show) -> list[Restricted]:
    """Return who may not speak or not take part now, in two statements."""
    holds = Q(until__isnull=True) | Q(until__gt=clock.now())
    here = Q(show=show) | Q(organisation_id=show.organisation_id, is_everywhere=True)
    found = list(Restriction.objects.filter(here, holds, lifted_at__isnull=True).order_by("-made_at"))
    names = persons.names(person_ids=[each.person_id for each in found])
    return [Restricted(restriction=each, name=names.get(each.person_id, "")) for each in found]


def banned_words(*, organisation_id: UUID | None) -> list[str]:
    """Return the words of a host's own list, or of the house's."""
    house = WordList.objects.filter(organisation__isnull=True)
    found = (WordList.objects.filter(organisation_id=organisation_id) if organisation_id else house).first()
    return list(found.words) if found else []


def every_message(*, show: Show) -> Iterator[SaidLine]:
    """Stream everything that was said, oldest first, hidden messages too."""
    for each in ChatMessage.objects.filter(show=show).order_by("id").iterator(chunk_size=1000):
        yield SaidLine(
            sent_at=each.sent_at,
            name=each.name,
            role=each.get_role_display(),
            text=each.text,
            is_hidden=each.hidden_at is not None,
        )
