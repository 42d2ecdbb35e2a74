"""What every verb of a show is made of: locked, counted, noted, cleared, told, taken down."""

from datetime import timedelta

import pytest
from django.db import transaction

from dure.events.stage import ReplayWithdrawn
from dure.kernel.http import HOUSE
from dure.kernel.ids import new_id
from dure.rooms.inbox import factories as inbox
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import ModerationAct
from dure.rooms.stage.models.chat import REASON_LENGTH_MAX
from dure.rooms.stage.services import broadcasts, screens
from dure.rooms.stage.services.changes import changed, locked, note
from dure.rooms.stage.services.reminders import remind_me, tell_cancelled, tell_moved

pytestmark = pytest.mark.django_db


def told(person_id) -> list[str]:
    """The titles of what a person was told about shows, oldest first."""
    return [str(each.title) for each in inbox.notifications(person_id=person_id, topic="shows")]


def test_every_change_is_counted_and_only_the_named_fields_are_written(show) -> None:
    """The number is what a gate compares; what was not named stays as it was."""
    before, title = show.sequence, show.title
    show.is_frozen, show.title = True, "Not asked for"
    changed("is_frozen", show=show)
    found = locked(show_id=show.id)
    assert (found.sequence, found.is_frozen, found.title) == (before + 1, True, title)


def test_a_show_there_is_not_cannot_be_locked(show, trace) -> None:
    """Refused, and nothing is written."""
    before = trace()
    with pytest.raises(errors.ShowNotFound), transaction.atomic():
        locked(show_id=new_id())
    assert trace() == before


def test_long_words_are_noted_as_far_as_the_log_keeps_them(show, host) -> None:
    """The log never refuses what has happened."""
    noted = note(show=show, kind=ModerationAct.Kind.HIDE, by=host, words="가" * (REASON_LENGTH_MAX + 1))
    assert (len(noted.words), noted.done_by) == (REASON_LENGTH_MAX, host.person_id)


def test_what_is_on_the_screen_is_cleared_once(show, host) -> None:
    """The second time there is nothing to clear."""
    screens.cue(by=host, show_id=show.id, cue_id=factories.add_line(show=show))
    gone = screens.cleared(show=show)
    assert gone is not None
    assert gone.cleared_at is not None
    assert gone.cleared_at >= gone.shown_at
    assert screens.cleared(show=show) is None


def test_those_who_wait_hear_of_another_time_and_of_an_end(farm, viewer, frozen_time) -> None:
    """Each once, and whoever was reminded already is reminded anew."""
    show = factories.make_show(organisation_id=farm.id, starts_in=timedelta(hours=1))
    remind_me(by=viewer, show_id=show.id)
    show.reminders.update(told_at=show.starts_at)
    tell_moved(show=show)
    tell_moved(show=show)
    assert len(told(viewer.person_id)) == 1
    assert not show.reminders.filter(told_at__isnull=False).exists()
    tell_cancelled(show=show)
    assert len(told(viewer.person_id)) == 2


def test_a_recording_taken_down_is_hidden_for_good(announced) -> None:
    """Its host cannot publish it any more."""
    broadcast = factories.make_replay()
    broadcasts.publish_replay(by=HOUSE, broadcast_id=broadcast.id)
    broadcast.refresh_from_db()
    broadcasts.take_down(broadcast=broadcast)
    assert announced(ReplayWithdrawn).is_taken_down
    with pytest.raises(errors.ReplayTakenDown):
        broadcasts.publish_replay(by=HOUSE, broadcast_id=broadcast.id)
    broadcast.refresh_from_db()
    assert not broadcast.is_replay_shown
