"""The API: verbs have names, forged requests are refused, wrong shapes are told field by field."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel.access import door_of
from dure.kernel.api import api as house_api
from dure.kernel.api import openapi


def test_an_operations_address_carries_the_verbs_name(addresses: None) -> None:
    assert reverse("api:light_lamp") == "/api/lamps"


def test_each_method_is_its_own_door(program: Client) -> None:
    doors = [door_of(program.get("/api/lamps").wsgi_request), door_of(program.post("/api/lamps").wsgi_request)]

    assert doors == ["api:lamps", "api:light_lamp"]


def test_a_wrong_shape_is_told_field_by_field(program: Client) -> None:
    response = program.post("/api/lamps", {"brightness": "very"}, content_type="application/json")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.json()["code"] == "malformed"
    assert set(response.json()["fields"]) == {"body.name", "body.brightness"}


@pytest.mark.parametrize(("body", "status", "code"), [("{", 400, "not_readable"), ("x" * 1_100_000, 413, "too_large")])
def test_an_unreadable_or_endless_body_is_refused(program: Client, body: str, status: int, code: str) -> None:
    response = program.post("/api/lamps", body, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_session_cookie_needs_the_token(addresses: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    anonymous = strict.post("/api/lamps", {"name": "porch"}, content_type="application/json")
    strict.cookies["sessionid"] = "x" * 32
    forged = strict.post("/api/lamps", {"name": "porch"}, content_type="application/json")

    assert anonymous.status_code == HTTPStatus.OK
    assert (forged.status_code, forged.json()["code"]) == (HTTPStatus.FORBIDDEN, "form_stale")


def test_the_houses_document_names_every_verb_once() -> None:
    operations = [each for path in openapi()["paths"].values() for each in path.values()]
    names = [operation["operationId"] for operation in operations]

    assert len(names) == len(set(names))
    assert house_api.urls_namespace == "api"


@pytest.mark.django_db
def test_the_documentation_page_needs_nobody_else(client: Client) -> None:
    page = client.get("/api/docs").content.decode()

    assert "swagger" in page
    assert "http://" not in page
    assert "https://" not in page
