"""Letters: gathered, in the reader's language, with a way out that works without signing in."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.testing import StoppedClock
from dure.rooms.inbox.models import Channel, Delivery, Notification
from dure.rooms.inbox.queries.wishes import wishes
from dure.rooms.inbox.services.deliveries import deliver_due, deliver_overdue, send_on
from dure.rooms.inbox.services.notifications import notify
from dure.rooms.inbox.services.wishes import choose, set_habit
from dure.rooms.people import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(db: None):
    """Somebody with a proven address who reads Korean."""
    return factories.make_person(name="안아나", email="ana.reads@example.org", language="ko")


def post(person) -> int:
    """Send what is due."""
    return deliver_due(person_id=person.id, channel=Channel.LETTER)


def way_out_of(letter: mail.EmailMultiAlternatives) -> str:
    """Return the path in the letter's header that mail programs post to."""
    found = re.search(r"<https?://[^/]+(/[^>]+)>", letter.extra_headers["List-Unsubscribe"])
    assert found is not None
    return found[1]


def test_several_make_one_letter(reader, frozen_time: StoppedClock) -> None:
    """Text and HTML, in the reader's language, whatever language the house speaks at that moment."""
    notify(people=[reader.id], topic="orders", title="결제됐어요", body="배추 한 상자", link="/market/1/", key="1")
    notify(people=[reader.id], topic="sales", title="포장해 주세요 <b>", key="2")
    frozen_time.tick(minutes=3)
    with translation.override("en"):
        assert post(reader) == 2
    (letter,) = mail.outbox
    assert isinstance(letter, mail.EmailMultiAlternatives)
    assert letter.to == ["ana.reads@example.org"]
    assert "결제됐어요" in letter.body
    assert "/market/1/" in letter.body
    html = str(letter.alternatives[0][0])
    assert 'lang="ko"' in html
    assert "포장해 주세요 &lt;b&gt;" in html
    assert post(reader) == 0
    assert len(mail.outbox) == 1


def test_a_single_one_is_its_own_subject(reader, frozen_time: StoppedClock) -> None:
    """The letter says at once what it is about; no line break of a title gets into its head."""
    notify(people=[reader.id], topic="orders", title="결제됐어요\nBcc: x@example.org", key="1")
    frozen_time.tick(minutes=3)
    post(reader)
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].bcc == []


def test_no_letter_without_an_address_or_against_the_wish(reader, frozen_time: StoppedClock) -> None:
    """Who has only a phone number, or wants none, gets none."""
    phone_only = factories.make_person(phone="+821055555555")
    choose(by=Actor(person_id=reader.id), channels={"orders": (True, False, False)})
    notify(people=[reader.id, phone_only.id], topic="orders", title="News", key="1")
    frozen_time.tick(minutes=3)
    assert post(reader) == 0
    post(phone_only)
    assert mail.outbox == []
    assert Delivery.objects.get().outcome == Delivery.Outcome.NO_ADDRESS


def test_the_way_out_works_without_signing_in_and_back_again(reader, frozen_time: StoppedClock, client: Client) -> None:
    """A look changes nothing; the button, or a mail program's own post, does; and it can be undone."""
    notify(people=[reader.id], topic="orders", title="News", key="1")
    frozen_time.tick(minutes=3)
    post(reader)
    letter = mail.outbox[0]
    assert isinstance(letter, mail.EmailMultiAlternatives)
    path = way_out_of(letter)

    def by_letter() -> dict[str, bool]:
        return {wish.topic.code: wish.by_letter for wish in wishes(person_id=reader.id)}

    before = by_letter()
    assert client.get(path).status_code == 200
    assert by_letter() == before
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert by_letter() == before | {"orders": False}
    client.post(path, {"as": "resume"})
    assert by_letter() == before
    assert client.post(path[:-3] + "x/").status_code == 422
    assert by_letter() == before


def test_quiet_hours_and_the_daily_letter(reader, frozen_time: StoppedClock) -> None:
    """Ten in the evening waits for seven in the morning; a daily letter for eight."""
    by = Actor(person_id=reader.id)
    set_habit(by=by, quiet=(time(22), time(7)), zone="Asia/Seoul", pace="soon")
    frozen_time.tick(hours=10, minutes=30)  # half past ten in the evening
    notify(people=[reader.id], topic="orders", title="News", key="1")
    assert f"{Delivery.objects.get(channel='letter').due_at:%d %H:%M}" == "22 22:00"  # seven in Seoul
    Delivery.objects.all().delete()
    set_habit(by=by, quiet=None, zone="Asia/Shanghai", pace="daily")
    notify(people=[reader.id], topic="orders", title="News", key="2")
    assert f"{Delivery.objects.get(channel='letter').due_at:%d %H:%M}" == "23 00:00"  # eight in Shanghai


def test_what_nobody_looked_after_is_looked_after(reader, frozen_time: StoppedClock) -> None:
    """A worker that was away makes up for it."""
    notify(people=[reader.id], topic="orders", title="News", key="1")
    assert deliver_overdue() == 0
    frozen_time.tick(minutes=10)
    assert deliver_overdue() == 1


def waiting(person, key: str, due_at: datetime, channel: str = Channel.LETTER) -> Delivery:
    """A delivery of something a person was told, not kept yet."""
    note = Notification.objects.create(
        person_id=person.id, topic="orders", title="News", key=key, told_at=clock.now()
    )  # fmt: skip
    return Delivery(notification=note, person_id=person.id, channel=channel, due_at=due_at)


def test_a_letter_joins_the_one_that_waits_already(reader, frozen_time: StoppedClock) -> None:
    """One job looks after both at the earlier moment; a push to somebody without a device is not kept."""
    soon, later = clock.now() + timedelta(minutes=2), clock.now() + timedelta(hours=1)
    send_on(waiting=[waiting(reader, "1", soon), waiting(reader, "2", soon, Channel.PUSH)])
    send_on(waiting=[waiting(reader, "3", later)])
    kept = Delivery.objects.order_by("id").values_list("notification__key", "channel", "due_at")
    assert list(kept) == [("1", Channel.LETTER, soon), ("3", Channel.LETTER, soon)]
    job = ProcrastinateJob.objects.get(task_name="inbox.deliver")
    assert (job.args, job.scheduled_at) == ({"person_id": str(reader.id), "channel": "letter"}, soon)
