"""The inbox's pages and API: the bell, the list, choices, conversations."""

from collections.abc import Callable

import pytest
from django.test import Client

from dure.rooms.inbox.models import Conversation, Habit, Message, Notification
from dure.rooms.inbox.queries.notifications import unread_count
from dure.rooms.inbox.queries.wishes import wishes
from dure.rooms.inbox.services.conversations import say
from dure.rooms.inbox.services.notifications import notify
from dure.rooms.people import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, ana) -> Client:
    """Ana's browser, in English."""
    ana.language = "en"
    ana.save()
    client.force_login(factories.sign_in_of(ana))
    client.cookies["django_language"] = "en"
    return client


def tell(person, count: int, start: int = 0) -> None:
    """Tell a person something many times."""
    for number in range(start, start + count):
        notify(people=[person.id], topic="orders", title=f"News {number}", link="/book/", key=str(number))


def test_the_list_and_the_bell_cost_the_same_for_many(page: Client, ana, same_query_count: Callable[..., None]) -> None:
    """Thirty rows ask as often as three."""
    made = iter((0, 3))
    same_query_count(make=lambda count: tell(ana, count, next(made)), visit=lambda: page.get("/inbox/"))


def test_the_bell_counts_to_99(ana, page: Client) -> None:
    """More are 99+, and counting them costs no more."""
    Notification.objects.bulk_create(
        Notification(person_id=ana.id, topic="orders", title="x", key=str(n), told_at="2026-11-22T00:00:00Z")
        for n in range(120)
    )
    assert unread_count(person_id=ana.id) == 100
    assert "99+" in page.get("/inbox/").text


def test_opening_one_counts_as_seen_and_leads_on(page: Client, ana) -> None:
    """Its link is followed only within the house."""
    tell(ana, 1)
    note = Notification.objects.get()
    reply = page.get(f"/inbox/notifications/{note.id}/")
    assert (reply.status_code, reply["Location"]) == (302, "/book/")
    assert unread_count(person_id=ana.id) == 0
    page.post(f"/inbox/notifications/{note.id}/reading/", {"as": "unread"})
    assert unread_count(person_id=ana.id) == 1
    Notification.objects.update(link="https://example.org/")
    assert page.get(f"/inbox/notifications/{note.id}/")["Location"] == "/inbox/"


def test_seen_everything_can_be_undone(page: Client, ana) -> None:
    """Only what was marked then is new again."""
    tell(ana, 3)
    page.get(f"/inbox/notifications/{Notification.objects.earliest('id').id}/")
    page.post("/inbox/reading/")
    assert unread_count(person_id=ana.id) == 0
    page.post("/inbox/reading/", {"as": "unread"})
    assert unread_count(person_id=ana.id) == 2


def test_somebody_elses_is_not_found(page: Client, bo) -> None:
    """Neither page nor API shows or changes it."""
    tell(bo, 1)
    note = Notification.objects.get()
    assert page.get(f"/inbox/notifications/{note.id}/").status_code == 404
    reply = page.post(f"/api/me/notifications/{note.id}/reading", {"is_read": True}, content_type="application/json")
    assert (reply.status_code, reply.json()["code"]) == (404, "notification_not_found")
    assert unread_count(person_id=bo.id) == 1


def test_the_api_leafs_and_marks(page: Client, ana) -> None:
    """Newest first, with how many are new."""
    tell(ana, 3)
    first = page.get("/api/me/notifications?limit=2").json()
    assert ([each["title"] for each in first["notifications"]], first["unread"]) == (["News 2", "News 1"], 3)
    rest = page.get(f"/api/me/notifications?before={first['older_than']}").json()
    assert [each["title"] for each in rest["notifications"]] == ["News 0"]
    path = f"/api/me/notifications/{first['notifications'][0]['id']}/reading"
    assert page.post(path, {}, content_type="application/json").json()["read_at"]
    assert unread_count(person_id=ana.id) == 2


def test_choices_are_kept(page: Client, ana) -> None:
    """By topic and way; quiet hours need both ends."""
    page.post("/inbox/choices/topics/", {"orders-page": "on", "orders-push": "on"})
    found = {wish.topic.code: (wish.on_page, wish.by_letter, wish.by_push) for wish in wishes(person_id=ana.id)}
    assert (found["orders"], found["sales"]) == ((True, False, True), (False, False, False))
    usual = {"zone": "Asia/Seoul", "pace": "daily"}
    assert page.post("/inbox/choices/habit/", usual | {"is_quiet": "on", "quiet_from": "22:00"}).status_code == 422
    assert not Habit.objects.exists()
    page.post("/inbox/choices/habit/", usual | {"is_quiet": "on", "quiet_from": "22:00", "quiet_until": "07:00"})
    assert f"{Habit.objects.get().quiet_until:%H:%M}" == "07:00"
    page.post("/inbox/choices/habit/", usual)
    assert Habit.objects.get().quiet_from is None
    assert "data-key=" in page.get("/inbox/choices/").text


def test_a_browser_of_an_unknown_service_is_refused(page: Client) -> None:
    """With its code, and nothing is kept."""
    keys = {"endpoint": "https://example.org/x", "browser_key": "x", "secret": "x"}
    reply = page.post("/inbox/choices/device/", keys, headers={"Accept": "application/json"})
    assert (reply.status_code, reply.json()["code"]) == (422, "unknown_push_service")


def test_a_conversation_is_read_and_answered_on_its_page(page: Client, talk: Conversation, ana, bo) -> None:
    """Looking marks it as read; an answer comes back to the page it was written on."""
    say(by=factories.actor_of(bo), conversation_id=talk.id, text="<b>Friday</b>")
    assert "Cabbages" in page.get("/inbox/conversations/").text
    shown = page.get(f"/inbox/conversations/{talk.id}/").text
    assert "&lt;b&gt;Friday&lt;/b&gt;" in shown
    assert unread_count(person_id=ana.id) == 0
    where = f"/inbox/conversations/{talk.id}/messages/"
    reply = page.post(where, {"text": "Thanks", "next": "/book/"})
    assert reply["Location"] == "/book/"
    assert Message.objects.latest("id").text == "Thanks"
    assert page.post(where, {"text": "x", "next": "https://example.org/"})["Location"].startswith("/inbox/")
    last = Message.objects.earliest("id")
    page.post(f"/inbox/conversations/{talk.id}/messages/{last.id}/report/", {"reason": "Rude"})
    last.refresh_from_db()
    assert last.report_reason == "Rude"
    page.post(f"/inbox/conversations/{talk.id}/blocking/")
    assert page.post(where, {"text": "x"}).status_code == 409
    page.post(f"/inbox/conversations/{talk.id}/blocking/", {"as": "open"})
    assert page.post(where, {"text": "again"}).status_code == 302


def test_a_stranger_is_led_to_sign_in(client: Client) -> None:
    """Nobody's inbox is open."""
    for path in ("/inbox/", "/inbox/choices/", "/inbox/conversations/"):
        assert client.get(path).status_code == 302
