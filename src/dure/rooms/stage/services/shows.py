"""Shows: scheduled, changed, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Value

from dure.events.stage import ShowCancelled, ShowChanged, ShowScheduled
from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.outbox import announce
from dure.kernel.pictures import Picture, discard, keep
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.queries.organisations import open_closure
from dure.rooms.people.roles import Role
from dure.rooms.stage.errors import (
    BadShowLength,
    LanguageUnknown,
    OrganisationClosed,
    ShowAlreadyLive,
    ShowOver,
    ShowsOverlap,
    ShowTooFar,
    ShowTooSoon,
    TextTooLong,
)
from dure.rooms.stage.models import Audience, Show
from dure.rooms.stage.models.shows import ABOUT_LENGTH_MAX
from dure.rooms.stage.services.changes import changed, fitting, hosted, titled
from dure.rooms.stage.services.reminders import tell_cancelled, tell_moved

LANGUAGES: Final = ("ko", "zh-hans", "en")
MINUTES_LEAST, MINUTES_MOST = 10, 480
AHEAD_MAX = timedelta(days=366)
LATE_BY = timedelta(minutes=5)
"""A form that was open for a while, or a host who starts at once, is not refused for a few minutes."""
WHY_LENGTH_MAX = 300


@dataclass(frozen=True, kw_only=True)
class ShowDraft:
    """What a host says of a show; `languages` are codes of the house's languages."""

    title: str
    starts_at: datetime
    about: str = ""
    kind: str = Show.Kind.SELLING.value
    languages: Sequence[str] = ("ko",)
    planned_minutes: int = 60
    is_contest: bool = False
    is_public: bool = True
    cover: Picture | None = field(default=None, repr=False)


@transaction.atomic
def schedule_show(*, by: Actor, organisation_id: UUID, draft: ShowDraft) -> Show:
    """Announce a show of an organisation, by its own people; ShowTooSoon, ShowsOverlap … leave nothing."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    if open_closure(organisation_id=organisation_id):
        raise OrganisationClosed
    fields = _checked(draft)
    _demand_free(organisation_id, draft)
    show = Show.objects.create(
        organisation_id=organisation_id, scheduled_at=clock.now(), scheduled_by=by.person_id, **fields
    )
    Audience.objects.create(show=show)
    _put_cover(show, draft.cover)
    announce(
        ShowScheduled(
            show_id=str(show.id),
            organisation_id=str(organisation_id),
            kind=show.kind,
            starts_at=show.starts_at.isoformat(),
        )
    )
    return show


@transaction.atomic
def change_show(*, by: Actor, show_id: UUID, draft: ShowDraft) -> Show:
    """Change a show that is still to come; who wished to be reminded hears of a new time."""
    show = hosted(show_id=show_id, by=by)
    _demand_coming(show)
    fields = _checked(draft)
    _demand_free(show.organisation_id, draft, but=show.id)
    is_moved = show.starts_at != draft.starts_at
    for name, value in fields.items():
        setattr(show, name, value)
    changed(*fields, show=show)
    _put_cover(show, draft.cover)
    if is_moved:
        tell_moved(show=show)
    announce(
        ShowChanged(
            show_id=str(show.id), organisation_id=str(show.organisation_id), starts_at=show.starts_at.isoformat()
        )
    )
    return show


@transaction.atomic
def cancel_show(*, by: Actor, show_id: UUID, why: str = "") -> Show:
    """Call a show off before it starts; who wished to be reminded hears why. Calling it off twice changes nothing."""
    show = hosted(show_id=show_id, by=by)
    if show.status == Show.Status.CANCELLED:
        return show
    _demand_coming(show)
    show.status, show.cancelled_why = Show.Status.CANCELLED, fitting(words=why, longest=WHY_LENGTH_MAX)
    changed("status", "cancelled_why", show=show)
    tell_cancelled(show=show)
    announce(ShowCancelled(show_id=str(show.id), organisation_id=str(show.organisation_id)))
    return show


def demand_to_come(*, starts_at: datetime) -> None:
    """Refuse a show in the past, ShowTooSoon, or more than a year ahead, ShowTooFar."""
    now = clock.now()
    if starts_at < now - LATE_BY:
        raise ShowTooSoon(fields={"starts_at": [str(ShowTooSoon.sentence)]})
    if starts_at > now + AHEAD_MAX:
        raise ShowTooFar(fields={"starts_at": [str(ShowTooFar.sentence)]})


def _checked(draft: ShowDraft) -> dict[str, object]:
    """Return what is kept of a draft, or refuse it."""
    demand_to_come(starts_at=draft.starts_at)
    if not MINUTES_LEAST <= draft.planned_minutes <= MINUTES_MOST:
        raise BadShowLength(least=MINUTES_LEAST, most=MINUTES_MOST)
    if not draft.languages or set(draft.languages) - set(LANGUAGES):
        raise LanguageUnknown
    if len(draft.about) > ABOUT_LENGTH_MAX:
        raise TextTooLong(max=ABOUT_LENGTH_MAX)
    kind = Show.Kind(draft.kind)
    return {
        "title": titled(words=draft.title),
        "about": draft.about.strip(),
        "kind": kind,
        "languages": [each for each in LANGUAGES if each in draft.languages],
        "starts_at": draft.starts_at,
        "planned_minutes": draft.planned_minutes,
        "is_contest": draft.is_contest and kind == Show.Kind.GATHERING,
        "is_public": draft.is_public,
    }


def _demand_free(organisation_id: UUID, draft: ShowDraft, *, but: UUID | None = None) -> None:
    """A host is at one place at a time."""
    until = draft.starts_at + timedelta(minutes=draft.planned_minutes)
    length = ExpressionWrapper(F("planned_minutes") * Value(timedelta(minutes=1)), output_field=DurationField())
    others = Show.objects.filter(organisation_id=organisation_id, status=Show.Status.PLANNED).exclude(
        id__in=[but] if but else []
    )
    rival = (
        others.annotate(until=F("starts_at") + length).filter(starts_at__lt=until, until__gt=draft.starts_at).first()
    )
    if rival is not None:
        raise ShowsOverlap(title=rival.title, remedy=f"/live/{rival.id}/desk/")


def _demand_coming(show: Show) -> None:
    if show.is_live:
        raise ShowAlreadyLive
    if show.is_over:
        raise ShowOver


def _put_cover(show: Show, picture: Picture | None) -> None:
    """Keep a new cover; the old one goes once the change is kept."""
    if picture is None:
        return
    old, show.cover = show.cover, keep(picture, folder="shows")
    show.save(update_fields=["cover"])
    if old:
        transaction.on_commit(lambda: discard(key=old))
