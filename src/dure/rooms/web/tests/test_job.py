"""The page of a job: only who waits for it (or staff) sees it; it shows how far it is and can be called off."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel import progress
from dure.kernel.http import HOUSE
from dure.kernel.models import Progress
from dure.rooms.people import factories


@pytest.fixture
def waiting(ana: Any) -> Progress:
    """A job Ana waits for, half done."""
    begun = progress.begin(title="Export of the book", person_id=ana.id)
    with suppress(ZeroDivisionError), progress.report_of(str(begun.id), is_last_try=False) as report:
        report.expect(4)
        report.step(2)
        report.tell(done_count=2)
        raise ZeroDivisionError
    return begun


def signed_in(person: Any) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(factories.sign_in_of(person), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_shows_how_far_it_is(ana: Any, waiting: Progress) -> None:
    page = signed_in(ana).get(reverse("web:job", args=[waiting.id])).content.decode()

    assert "Export of the book" in page
    assert 'value="2" max="4"' in page
    assert "hx-trigger" in page


def test_htmx_gets_the_card_alone(ana: Any, waiting: Progress) -> None:
    card = signed_in(ana).get(reverse("web:job", args=[waiting.id]), headers={"HX-Request": "true"}).content.decode()

    assert 'id="job"' in card
    assert "<html" not in card


def test_nobody_else_sees_it(bo: Any, waiting: Progress) -> None:
    response = signed_in(bo).get(reverse("web:job", args=[waiting.id]))

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "Export of the book" not in response.content.decode()


def test_staff_sees_it(waiting: Progress) -> None:
    assert progress.visible(progress_id=waiting.id, by=HOUSE) == waiting


def test_can_be_called_off_by_its_owner_only(ana: Any, bo: Any, waiting: Progress) -> None:
    address = reverse("web:job_cancellation", args=[waiting.id])

    assert signed_in(bo).post(address).status_code == HTTPStatus.NOT_FOUND
    waiting.refresh_from_db()
    assert waiting.status == Progress.Status.WAITING

    assert signed_in(ana).post(address).status_code == HTTPStatus.FOUND
    waiting.refresh_from_db()
    assert waiting.status == Progress.Status.CANCELLED


def test_a_finished_one_links_to_its_result(ana: Any) -> None:
    begun = progress.begin(title="Export", person_id=ana.id)
    with progress.report_of(str(begun.id)) as report:
        report.result("/files/export.csv")

    page = signed_in(ana).get(reverse("web:job", args=[begun.id])).content.decode()
    assert 'href="/files/export.csv"' in page
    assert 'hx-trigger="every' not in page
