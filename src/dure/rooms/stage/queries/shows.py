"""Shows as everybody sees them: the calendar, one show, a host's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, When

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.people.queries.memberships import standings
from dure.rooms.stage.errors import ShowNotFound
from dure.rooms.stage.models import Broadcast, Cue, Helper, Reminder, Show
from dure.rooms.stage.queries.standings import role_in
from dure.rooms.stage.seats import KEEPERS

LATE_BY = timedelta(hours=2)
"""A show that did not begin in this time after its hour is no longer among those that come."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """What is on air, what begins today and later, in order of time."""

    live: list[Show]
    today: list[Show]
    coming: list[Show]


def public_shows() -> QuerySet[Show]:
    """Return the shows everybody may see, with their hosts."""
    return Show.objects.filter(is_public=True).select_related("organisation__region", "audience")


def calendar(*, kind: str = "", count: int = 60) -> Calendar:
    """Return what is on air and what comes, `count` shows to come at most; two statements."""
    shows = public_shows().filter(kind=kind) if kind else public_shows()
    now = clock.now()
    coming = list(
        shows.filter(status=Show.Status.PLANNED, starts_at__gt=now - LATE_BY).order_by("starts_at", "id")[:count]
    )
    midnight = datetime.combine(clock.today() + timedelta(days=1), time.min, clock.HOUSE_ZONE)
    return Calendar(
        live=list(shows.filter(status=Show.Status.LIVE).order_by("started_at", "id")),
        today=[each for each in coming if each.starts_at < midnight],
        coming=[each for each in coming if each.starts_at >= midnight],
    )


def on_air_now(*, besides: UUID, count: int = 3) -> list[Show]:
    """Return some shows that are on air, besides one."""
    shows = public_shows().filter(status=Show.Status.LIVE).exclude(id=besides)
    return list(shows.order_by("started_at", "id")[:count])


def past(*, kind: str = "") -> QuerySet[Show]:
    """Return what is over, the last first, each with its replays."""
    replays = Prefetch("broadcasts", queryset=Broadcast.objects.order_by("started_at"))
    found = public_shows().filter(status=Show.Status.ENDED).prefetch_related(replays)
    return (found.filter(kind=kind) if kind else found).order_by("-ended_at", "-id")


def show_of(*, show_id: UUID, by: Actor) -> Show:
    """Return a show with its host; one that is not public only to its hosts and helpers. ShowNotFound."""
    found = Show.objects.select_related("organisation__region", "audience").filter(id=show_id).first()
    if found is None or (not found.is_public and role_in(show=found, by=by) not in KEEPERS):
        raise ShowNotFound
    return found


def hosted_by(*, organisation_id: UUID) -> QuerySet[Show]:
    """Return an organisation's shows: those on air, those to come soonest first, then the past."""
    shows = Show.objects.filter(organisation_id=organisation_id).select_related("audience")
    reports = Q(messages__reports__isnull=False, messages__reports__settled_at__isnull=True)
    to_come = Q(status=Show.Status.PLANNED, starts_at__gt=clock.now() - LATE_BY)
    turn = Case(When(status=Show.Status.LIVE, then=0), When(to_come, then=1), default=2)
    soonest = Case(When(to_come, then=F("starts_at"))).asc(nulls_last=True)
    found = shows.annotate(open_reports=Count("messages__reports", filter=reports))
    return found.order_by(turn, soonest, "-starts_at", "-id")


def hosts(*, person_id: UUID | None) -> list[tuple[UUID, str]]:
    """Return the open organisations a person may host shows for, with their names."""
    found = standings(person_id=person_id) if person_id else []
    return [(each.organisation_id, each.organisation_name) for each in found if not each.is_closed]


def helped_by(*, person_id: UUID) -> list[Show]:
    """Return the shows in which a person helps or films as second host, and that are not over."""
    own = Helper.objects.filter(person_id=person_id, removed_at__isnull=True).values("show_id")
    shows = Show.objects.filter(id__in=own, status__in=(Show.Status.PLANNED, Show.Status.LIVE))
    return list(shows.select_related("organisation").order_by("starts_at"))


def run_sheet(*, show: Show) -> list[Cue]:
    """Return the lines of a show's run-sheet in order."""
    return list(show.cues.filter(removed_at__isnull=True).order_by("position", "id"))


def keys_shown(*, show_id: UUID) -> set[str]:
    """Return what the lines of a show's run-sheet stand for, those that were taken out too."""
    return set(Cue.objects.filter(show_id=show_id).exclude(key="").values_list("key", flat=True))


def keys_standing(*, keys: Iterable[str]) -> set[str]:
    """Return those of some keys that stand on the run-sheet of a show that is not over."""
    lines = Cue.objects.filter(key__in=list(keys), removed_at__isnull=True)
    open_ones = lines.filter(show__status__in=(Show.Status.PLANNED, Show.Status.LIVE))
    return set(open_ones.values_list("key", flat=True))


def reminder_of(*, show: Show, person_id: UUID | None) -> Reminder | None:
    """Return a person's wish to be reminded of a show."""
    return show.reminders.filter(person_id=person_id).first() if person_id else None


def reminded_among(*, shows: Iterable[Show], person_id: UUID | None) -> set[UUID]:
    """Return those of some shows of which a person is to be reminded, in one statement."""
    if person_id is None:
        return set()
    wished = Reminder.objects.filter(show_id__in=[each.id for each in shows], person_id=person_id)
    return set(wished.values_list("show_id", flat=True))


def on_air(*, show: Show) -> Broadcast | None:
    """Return what is on air of a show."""
    return show.broadcasts.filter(ended_at__isnull=True).first()


def cover_key(*, show_id: UUID) -> str:
    """Return where a show's cover lies; ShowNotFound without one."""
    found = Show.objects.filter(id=show_id).exclude(cover="").values_list("cover", flat=True).first()
    if found is None:
        raise ShowNotFound
    return found
