"""The back office: dead letters can be tried again or discarded, one refusal stops no other, nothing is edited."""

from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from dure.kernel import dead_letters
from dure.kernel.admin import DeadLetterAdmin, OutboxMessageAdmin
from dure.kernel.http import HOUSE
from dure.kernel.models import DeadLetter, OutboxMessage
from dure.kernel.reactions import REACTIONS
from dure.kernel.tests.chores import trace, traces
from dure.kernel.tests.facts import LampLit, reaction

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_staff(rf: RequestFactory) -> HttpRequest:
    """A request of the back office."""
    request = rf.post("/back-office/")
    request.actor = HOUSE  # type: ignore[attr-defined]
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def light(event: LampLit) -> None:
    """Leave a trace, unless the lamp is broken."""
    trace(event.lamp)
    if event.lamp == "broken":
        raise ValueError(event.lamp)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> dict[str, DeadLetter]:
    """A letter that would be done now, and one that still fails."""
    registry = reaction(light, name="tests.light")
    monkeypatch.setitem(REACTIONS, "tests.light", registry["tests.light"])
    return {
        lamp: dead_letters.bury(
            reaction=registry["tests.light"],
            event_id=uuid4(),
            subject="tests.lamp_lit",
            payload={"lamp": lamp},
            error=ValueError("no"),
            attempts=5,
        )
        for lamp in ("porch", "broken")
    }


def test_retries_each_and_tells_what_became_of_them(
    letters: dict[str, DeadLetter], request_of_staff: HttpRequest
) -> None:
    page = DeadLetterAdmin(DeadLetter, admin.site)

    page.retry(request_of_staff, DeadLetter.objects.all())

    for letter in letters.values():
        letter.refresh_from_db()
    assert letters["porch"].status == DeadLetter.Status.RETRIED
    assert letters["broken"].status == DeadLetter.Status.WAITING
    assert (traces("porch"), traces("broken")) == (1, 0)
    assert [message.level_tag for message in request_of_staff._messages] == ["success", "error"]  # type: ignore[attr-defined]


def test_discarding_ends_a_letter_without_doing_its_work(
    letters: dict[str, DeadLetter], request_of_staff: HttpRequest
) -> None:
    DeadLetterAdmin(DeadLetter, admin.site).discard(request_of_staff, DeadLetter.objects.all())

    assert DeadLetter.objects.filter(status=DeadLetter.Status.DISCARDED).count() == len(letters)
    assert traces("porch") == 0


@pytest.mark.parametrize(("page", "table"), [(DeadLetterAdmin, DeadLetter), (OutboxMessageAdmin, OutboxMessage)])
def test_nothing_is_edited_by_hand(page: type, table: type, request_of_staff: HttpRequest) -> None:
    shown = page(table, admin.site)

    assert not shown.has_add_permission(request_of_staff)
    assert not shown.has_change_permission(request_of_staff)
    assert not shown.has_delete_permission(request_of_staff)
