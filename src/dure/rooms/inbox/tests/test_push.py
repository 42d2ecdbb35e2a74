"""Pushes: sealed for one browser, signed by the house, and only to services we know."""

from urllib.parse import urlsplit

import pytest

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import STRANGER, Actor
from dure.kernel.testing import StoppedClock
from dure.rooms.inbox.errors import BadSubscription, PushServiceDown, UnknownPushService
from dure.rooms.inbox.models import Channel, Delivery, PushKey, PushSubscription
from dure.rooms.inbox.services.deliveries import deliver_due
from dure.rooms.inbox.services.notifications import mark_all_read, notify
from dure.rooms.inbox.services.pushes import DEVICES_MAX, push_key, subscribe, unsubscribe
from dure.rooms.inbox.tests.browser_side import Browser, claims_of
from dure.rooms.inbox.tests.conftest import PushService

pytestmark = pytest.mark.django_db


def put_on(person, service: PushService, path: str = "/one") -> Browser:
    """Let a browser of a person take pushes."""
    browser = Browser()
    subscribe(
        by=Actor(person_id=person.id),
        endpoint=service.address + path,
        browser_key=browser.browser_key,
        secret=browser.secret,
        device="Chrome",
    )
    return browser


def push(person) -> int:
    """Send what is due."""
    return deliver_due(person_id=person.id, channel=Channel.PUSH)


def test_the_browser_reads_what_was_told(ana, push_service: PushService, frozen_time: StoppedClock) -> None:
    """The one with the key can open it; the service learns only who sent it, and for how long to keep it."""
    browser = put_on(ana, push_service)
    notify(
        people=[ana.id], topic="orders", title="배추가 떠났어요", body="금요일 오전", link="/market/orders/", key="1"
    )
    assert push(ana) == 1
    (headers, body), = push_service.taken  # fmt: skip
    message = browser.open(body)
    assert (message["title"], message["body"], message["link"]) == ("배추가 떠났어요", "금요일 오전", "/market/orders/")
    assert headers["content-encoding"] == "aes128gcm"
    assert int(headers["ttl"]) > 0
    claims = claims_of(headers["authorization"], browser_key=push_key().browser_key)
    assert claims["aud"] == "http://127.0.0.1"  # services listen at the usual port, which is not named
    assert claims["sub"].startswith("mailto:")
    assert "배추" not in body.decode("latin-1")
    assert Delivery.objects.get(channel=Channel.PUSH).outcome == Delivery.Outcome.SENT
    assert PushSubscription.objects.get().reached_at == frozen_time.moment


def test_several_are_told_as_one(ana, push_service: PushService, frozen_time: StoppedClock) -> None:
    """After the quiet hours one push says how many there are."""
    browser = put_on(ana, push_service)
    frozen_time.tick(hours=10)  # ten in the evening in Seoul
    for number in range(3):
        notify(people=[ana.id], topic="orders", title=f"News {number}", key=str(number))
    assert push(ana) == 0
    assert push_service.taken == []
    frozen_time.tick(hours=10)
    assert push(ana) == 3
    (_headers, body), = push_service.taken  # fmt: skip
    message = browser.open(body)
    assert "3" in message["title"]
    assert message["body"] == "News 0 · News 1 · News 2"


def test_what_was_read_meanwhile_is_not_pushed(ana, push_service: PushService) -> None:
    """Nobody is told twice."""
    put_on(ana, push_service)
    notify(people=[ana.id], topic="orders", title="News", key="1")
    mark_all_read(by=Actor(person_id=ana.id))
    Delivery.objects.update(due_at="2026-01-01T00:00:00Z")
    assert push(ana) == 0
    assert push_service.taken == []
    assert Delivery.objects.get(channel=Channel.PUSH).outcome == Delivery.Outcome.READ_BEFORE


@pytest.mark.parametrize("answer", [404, 410])
def test_a_dead_subscription_is_removed(ana, push_service: PushService, frozen_time: StoppedClock, answer: int) -> None:
    """A service that knows the browser no more is not asked again."""
    del frozen_time
    put_on(ana, push_service)
    push_service.answers = answer
    notify(people=[ana.id], topic="orders", title="News", key="1")
    push(ana)
    assert not PushSubscription.objects.exists()
    assert Delivery.objects.get(channel=Channel.PUSH).outcome == Delivery.Outcome.NO_ADDRESS


def test_a_service_that_is_down_is_asked_again(ana, push_service: PushService, frozen_time: StoppedClock) -> None:
    """Nothing counts as sent, so that the job's next try sends it."""
    del frozen_time
    put_on(ana, push_service)
    push_service.answers = 503
    notify(people=[ana.id], topic="orders", title="News", key="1")
    with pytest.raises(PushServiceDown):
        push(ana)
    assert Delivery.objects.get(channel=Channel.PUSH).done_at is None
    push_service.answers = 201
    assert push(ana) == 1


def test_a_browser_belongs_to_who_is_there_now(ana, bo, push_service: PushService) -> None:
    """The same browser again is one subscription, and another person's when he signed in there."""
    put_on(ana, push_service)
    put_on(ana, push_service)
    put_on(bo, push_service)
    assert PushSubscription.objects.get().person_id == bo.id


def test_only_so_many_browsers_and_only_ones_own_are_stopped(
    ana, bo, push_service: PushService, frozen_time: StoppedClock
) -> None:
    """The oldest make room; strangers cannot stop them."""
    for number in range(DEVICES_MAX + 2):
        frozen_time.tick(seconds=1)
        put_on(ana, push_service, f"/{number}")
    paths = {urlsplit(each.endpoint).path for each in PushSubscription.objects.all()}
    assert paths == {f"/{number}" for number in range(2, DEVICES_MAX + 2)}
    endpoint = f"{push_service.address}/5"
    assert not unsubscribe(by=Actor(person_id=bo.id), endpoint=endpoint)
    assert unsubscribe(by=Actor(person_id=ana.id), endpoint=endpoint)
    assert PushSubscription.objects.count() == DEVICES_MAX - 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1/x",
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest",
        "https://fcm.googleapis.com.example.org/x",
        "http://fcm.googleapis.com/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_the_house_writes_to_push_services_only(ana, endpoint: str) -> None:
    """An address a stranger chose is none we would post to."""
    browser = Browser()
    with pytest.raises(UnknownPushService):
        subscribe(by=Actor(person_id=ana.id), endpoint=endpoint, browser_key=browser.browser_key, secret=browser.secret)
    assert not PushSubscription.objects.exists()


def test_keys_that_cannot_be_are_refused(ana, push_service: PushService) -> None:
    """A point is a point, a secret 16 bytes; and nobody is a stranger."""
    browser = Browser()
    for key, secret in (("", browser.secret), (browser.browser_key[:-4], browser.secret), (browser.browser_key, "x")):
        with pytest.raises(BadSubscription):
            subscribe(by=Actor(person_id=ana.id), endpoint=push_service.address, browser_key=key, secret=secret)
    with pytest.raises(NotSignedIn):
        subscribe(by=STRANGER, endpoint=push_service.address, browser_key=browser.browser_key, secret=browser.secret)
    assert not PushSubscription.objects.exists()


def test_the_houses_keys_are_made_once() -> None:
    """Browsers are bound to them for good."""
    assert push_key().browser_key == push_key().browser_key
    assert PushKey.objects.count() == 1
