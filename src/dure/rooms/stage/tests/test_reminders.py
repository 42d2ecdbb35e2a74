"""Reminders are told some minutes before, each once."""

from datetime import timedelta

import pytest

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import STRANGER
from dure.rooms.inbox import factories as inbox
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Reminder
from dure.rooms.stage.services.reminders import forget_reminder, remind_me, tell_due, tell_on_air

pytestmark = pytest.mark.django_db


def told(person_id) -> int:
    """How many reminders a person got."""
    return len(inbox.notifications(person_id=person_id, topic="shows"))


def test_each_is_told_once_when_the_minute_comes(farm, viewer, frozen_time) -> None:
    """Not before, and not again when the worker looks again."""
    show = factories.make_show(organisation_id=farm.id, starts_in=timedelta(hours=1))
    remind_me(by=viewer, show_id=show.id, minutes_before=10)
    frozen_time.tick(minutes=49)
    assert (tell_due(), told(viewer.person_id)) == (0, 0)
    frozen_time.tick(minutes=1)
    assert (tell_due(), told(viewer.person_id)) == (1, 1)
    assert (tell_due(), told(viewer.person_id)) == (0, 1)


def test_nobody_is_told_of_a_show_that_was_missed_or_forgotten(farm, viewer, frozen_time) -> None:
    """A worker that was away for long tells nothing; a wish taken back is gone."""
    show = factories.make_show(organisation_id=farm.id, starts_in=timedelta(hours=1))
    remind_me(by=viewer, show_id=show.id)
    frozen_time.tick(hours=2)
    assert tell_due() == 0
    later = factories.make_show(organisation_id=farm.id, starts_in=timedelta(hours=1))
    remind_me(by=viewer, show_id=later.id)
    forget_reminder(by=viewer, show_id=later.id)
    forget_reminder(by=viewer, show_id=later.id)
    frozen_time.tick(minutes=55)
    assert (tell_due(), told(viewer.person_id)) == (0, 0)


def test_who_waits_is_told_when_it_begins_before_its_hour(viewer, frozen_time) -> None:
    """Once; who was reminded already is not told again, and nobody of a show that is not on air."""
    early, due = (factories.make_show(starts_in=timedelta(minutes=each)) for each in (50, 30))
    for show in (early, due):
        remind_me(by=viewer, show_id=show.id, minutes_before=10)
    frozen_time.tick(minutes=20)
    assert (tell_due(), told(viewer.person_id)) == (1, 1)
    assert tell_on_air(show_id=early.id) == 0
    for show in (early, due):
        factories.go_live(show=show)
    assert (tell_on_air(show_id=early.id), tell_on_air(show_id=due.id), told(viewer.person_id)) == (1, 0, 2)
    assert (tell_on_air(show_id=early.id), tell_due(), told(viewer.person_id)) == (0, 0, 2)


def test_wishing_again_changes_the_minutes(show, viewer) -> None:
    """One wish a person and show."""
    remind_me(by=viewer, show_id=show.id, minutes_before=5)
    remind_me(by=viewer, show_id=show.id, minutes_before=20)
    assert Reminder.objects.get().minutes_before == 20


def test_refusals_leave_no_wish(show, viewer, trace) -> None:
    """Strangers, too few minutes, too late, on air."""
    before = trace()
    with pytest.raises(NotSignedIn):
        remind_me(by=STRANGER, show_id=show.id)
    with pytest.raises(errors.BadReminder):
        remind_me(by=viewer, show_id=show.id, minutes_before=1)
    with pytest.raises(errors.ReminderTooLate):
        remind_me(by=viewer, show_id=show.id, minutes_before=60)
    assert trace() == before
    factories.go_live(show=show)
    with pytest.raises(errors.ShowAlreadyLive):
        remind_me(by=viewer, show_id=show.id)
    assert not Reminder.objects.exists()
