"""The back office: dead letters can be tried again or discarded, one refusal stops no other, nothing is edited."""

from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.translation import override

from dure.kernel import dead_letters, queue
from dure.kernel.admin import DeadLetterAdmin, OutboxMessageAdmin, QueuedJobAdmin
from dure.kernel.http import HOUSE
from dure.kernel.models import DeadLetter, OutboxMessage, QueuedJob
from dure.kernel.reactions import REACTIONS
from dure.kernel.tests.chores import sweep, trace, traces
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


@pytest.fixture
def failed_job() -> QueuedJob:
    """A job that failed, and one that waits behind it."""
    sweep.defer(word="again")
    sweep.defer(word="first")
    failed: QueuedJob = QueuedJob.objects.order_by("id")[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [failed.id])
    return failed


def test_a_failed_job_is_tried_again_and_others_are_refused(
    failed_job: QueuedJob, request_of_staff: HttpRequest
) -> None:
    waiting = QueuedJob.objects.exclude(id=failed_job.id).get()
    page = QueuedJobAdmin(QueuedJob, admin.site)

    page.retry(request_of_staff, page.get_queryset(request_of_staff))

    assert QueuedJob.objects.get(id=failed_job.id).status == QueuedJob.Status.WAITING
    assert QueuedJob.objects.get(id=waiting.id).attempts == waiting.attempts
    assert [message.level_tag for message in request_of_staff._messages] == ["success", "error"]  # type: ignore[attr-defined]


def test_a_job_that_is_gone_cannot_be_tried_again(db: None) -> None:
    with pytest.raises(queue.JobGone):
        queue.retry_job(job_id=1)


def test_a_job_says_in_words_how_it_stands(failed_job: QueuedJob, request_of_staff: HttpRequest) -> None:
    page = QueuedJobAdmin(QueuedJob, admin.site)
    job = page.get_queryset(request_of_staff).get(id=failed_job.id)

    with override("en"):
        assert page.shown_status(job) == ("failed", "Failed")
    assert page.changed_at(job) is not None
    assert "again" not in str(job)
