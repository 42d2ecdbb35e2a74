"""Shows are scheduled, changed and called off by their hosts; refusals leave nothing."""

from datetime import timedelta
from uuid import UUID

import pytest

from dure.events.stage import ShowCancelled, ShowChanged, ShowScheduled
from dure.kernel import clock
from dure.kernel.errors import NotFound, Refusal
from dure.kernel.http import STRANGER
from dure.rooms.inbox.queries.notifications import newest
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Show
from dure.rooms.stage.queries.shows import hosted_by
from dure.rooms.stage.services.reminders import remind_me
from dure.rooms.stage.services.shows import ShowDraft, cancel_show, change_show, schedule_show

pytestmark = pytest.mark.django_db


def draft(**words) -> ShowDraft:
    """A show in two hours."""
    return ShowDraft(**{"title": "Pears", "starts_at": clock.now() + timedelta(hours=2), **words})


def test_a_show_stands_in_the_calendar_and_is_announced(host, farm, announced) -> None:
    """All that was said is kept; a gathering may be a contest, a sale may not."""
    show = schedule_show(
        by=host, organisation_id=farm.id, draft=draft(title=" Pears  today ", languages=["en", "ko"], is_contest=True)
    )
    assert (show.title, show.languages, show.is_contest, show.status) == ("Pears today", ["ko", "en"], False, "planned")
    said = announced(ShowScheduled)
    assert (said.show_id, said.kind) == (str(show.id), "selling")
    gathering = draft(kind="gathering", is_contest=True, starts_at=clock.now() + timedelta(days=2))
    assert schedule_show(by=host, organisation_id=farm.id, draft=gathering).is_contest


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"title": "  "}, errors.TitleMissing),
        ({"title": "x" * 121}, errors.TextTooLong),
        ({"about": "x" * 2001}, errors.TextTooLong),
        ({"languages": []}, errors.LanguageUnknown),
        ({"languages": ["fr"]}, errors.LanguageUnknown),
        ({"planned_minutes": 5}, errors.BadShowLength),
    ],
)
def test_what_does_not_fit_is_refused(host, farm, trace, words, reason: type[Refusal]) -> None:
    """Each with its reason, and nothing is left."""
    before = trace()
    with pytest.raises(reason):
        schedule_show(by=host, organisation_id=farm.id, draft=draft(**words))
    assert trace() == before


@pytest.mark.parametrize(("days", "reason"), [(-1, errors.ShowTooSoon), (400, errors.ShowTooFar)])
def test_the_day_lies_ahead_within_a_year(host, farm, trace, days, reason) -> None:
    """Neither yesterday nor in two years."""
    before = trace()
    with pytest.raises(reason):
        schedule_show(by=host, organisation_id=farm.id, draft=draft(starts_at=clock.now() + timedelta(days=days)))
    assert trace() == before


def test_two_shows_of_one_host_do_not_overlap(host, farm, trace) -> None:
    """The second is refused with the first one's title; right after it there is room."""
    first = schedule_show(by=host, organisation_id=farm.id, draft=draft())
    before = trace()
    with pytest.raises(errors.ShowsOverlap) as refused:
        schedule_show(by=host, organisation_id=farm.id, draft=draft(starts_at=first.starts_at + timedelta(minutes=59)))
    assert refused.value.facts["title"] == "Pears"
    assert trace() == before
    schedule_show(by=host, organisation_id=farm.id, draft=draft(starts_at=first.starts_at + timedelta(minutes=60)))


def test_a_host_finds_first_what_is_on_air_then_what_comes_next(host, farm) -> None:
    """A show that was planned and never held lies with the past."""
    later, soon, missed, on_air = (
        factories.make_show(organisation_id=farm.id, starts_in=timedelta(hours=hours)) for hours in (48, 24, 12, 0.5)
    )
    Show.objects.filter(id=missed.id).update(starts_at=clock.now() - timedelta(hours=30))
    factories.go_live(show=on_air, host=host)
    assert list(hosted_by(organisation_id=farm.id)) == [on_air, soon, later, missed]


def test_only_the_hosts_schedule_change_and_cancel(show, farm, stranger_host, viewer, trace) -> None:
    """Strangers, viewers and hosts of others are refused, and nothing changes."""
    before = trace()
    for by in (STRANGER, viewer, stranger_host):
        with pytest.raises(NotFound):
            schedule_show(by=by, organisation_id=farm.id, draft=draft())
        with pytest.raises(errors.NotTheHost):
            change_show(by=by, show_id=show.id, draft=draft())
        with pytest.raises(errors.NotTheHost):
            cancel_show(by=by, show_id=show.id)
    assert trace() == before


def test_those_who_wished_hear_of_a_new_time_and_of_the_end(show, host, viewer, announced) -> None:
    """The reminder comes anew for the new time; the reason of calling it off is told."""
    remind_me(by=viewer, show_id=show.id)
    moved = change_show(by=host, show_id=show.id, draft=draft(title="Pears, later"))
    assert moved.sequence == 1
    assert announced(ShowChanged).starts_at == moved.starts_at.isoformat()
    assert cancel_show(by=host, show_id=show.id, why="It hails").status == Show.Status.CANCELLED
    assert announced(ShowCancelled).show_id == str(show.id)
    told = newest(person_id=viewer.person_id)
    assert (told[0].topic, told[0].body) == ("shows", "It hails")
    assert len(told) == 2
    cancel_show(by=host, show_id=show.id)
    assert len(announced.all(ShowCancelled)) == 1


def test_what_is_on_air_or_over_is_not_rescheduled(show, host, trace) -> None:
    """A live show is ended, not called off; an unknown one is unknown."""
    factories.go_live(show=show)
    before = trace()
    for verb in (
        lambda: change_show(by=host, show_id=show.id, draft=draft()),
        lambda: cancel_show(by=host, show_id=show.id),
    ):
        with pytest.raises(errors.ShowAlreadyLive):
            verb()
    with pytest.raises(errors.ShowNotFound):
        cancel_show(by=host, show_id=UUID(int=1))
    assert trace() == before
