"""Telling people things: once, in their own language, as they wish."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.translation import gettext_lazy as _

from dure.kernel.testing import StoppedClock
from dure.rooms.inbox.models import Channel, Delivery, Notification
from dure.rooms.inbox.services.notifications import Notice, notify, notify_each, notify_organisation
from dure.rooms.inbox.topics import UnknownTopic
from dure.rooms.people import factories

pytestmark = pytest.mark.django_db


def test_it_is_told_in_each_readers_own_language(ana) -> None:
    """Lazy words are rendered in the language of who reads them."""
    ana.language = "ko"
    ana.save()
    other = factories.make_person(language="en")
    assert notify(people=[ana.id, other.id], topic="orders", title=_("January"), key="a") == 2
    titles = dict(Notification.objects.values_list("person_id", "title"))
    assert titles == {ana.id: "1월", other.id: "January"}


def test_the_same_key_tells_once(ana) -> None:
    """A repeated call tells nobody twice, and others still hear of it."""
    bo = factories.make_person()
    assert notify(people=[ana.id], topic="orders", title="Paid", key="order:1:paid") == 1
    assert notify(people=[ana.id, bo.id], topic="orders", title="Paid again", key="order:1:paid") == 1
    assert list(Notification.objects.order_by("id").values_list("title", flat=True)) == ["Paid", "Paid again"]


def test_many_things_are_told_in_one_go_each_to_its_own_and_once(ana) -> None:
    """Two topics, one of them to two persons; heard again, nobody is told anything."""
    bo = factories.make_person()
    notices = [
        Notice(people=[ana.id], topic="orders", title="Paid", key="a"),
        Notice(people=[ana.id, bo.id], topic="sales", title="To pack", key="b"),
    ]
    assert [notify_each(notices=notices), notify_each(notices=notices), notify_each(notices=[])] == [3, 0, 0]
    told = set(Notification.objects.values_list("person_id", "topic", "title"))
    assert told == {(ana.id, "orders", "Paid"), (ana.id, "sales", "To pack"), (bo.id, "sales", "To pack")}


def test_letters_gather_and_one_job_looks_after_them(ana, frozen_time: StoppedClock) -> None:
    """Two notifications within two minutes are due as one letter."""
    notify(people=[ana.id], topic="orders", title="One", key="1")
    frozen_time.tick(seconds=30)
    notify(people=[ana.id], topic="orders", title="Two", key="2")
    dues = set(Delivery.objects.filter(channel=Channel.LETTER).values_list("due_at", flat=True))
    assert dues == {frozen_time.moment + timedelta(seconds=90)}


def test_an_unknown_topic_is_a_bug(ana) -> None:
    """Rooms name lines of the table only."""
    with pytest.raises(UnknownTopic):
        notify(people=[ana.id], topic="nonsense", title="x", key="1")
    assert not Notification.objects.exists()


def test_members_of_an_organisation_hear_it_and_strangers_do_not(ana, bo) -> None:
    """An organisation is told through its members."""
    farm = factories.make_organisation(owner=bo)
    assert notify_organisation(organisation_id=farm.id, topic="sales", title="Pack", key="1") == 1
    assert Notification.objects.get().person_id == bo.id
    assert notify(people=[uuid4()], topic="sales", title="Pack", key="1") == 0
