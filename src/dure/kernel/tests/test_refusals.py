"""Refusals: one handler answers pages, htmx and programs, in the caller's language, with a stable code."""

from http import HTTPStatus

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from dure.kernel import access, refusals
from dure.kernel.errors import Problem
from dure.kernel.refusals import PROBLEM_JSON, document, problem_of

STATUSES = {
    "refusal": 409, "bad-input": 422, "often": 429, "outage": 503, "missing": 404, "forbidden": 403, "database": 503,
    "bug": 500,
}  # fmt: skip
CODES = {
    "refusal": "basket_empty", "bad-input": "bad_input", "often": "too_many", "outage": "outage",
    "missing": "not_found", "forbidden": "not_allowed", "database": "database_away", "bug": "crashed",
}  # fmt: skip


@pytest.mark.parametrize("how", STATUSES)
def test_a_page_gets_the_status_and_the_sentence(visitor: Client, how: str) -> None:
    response = visitor.get(f"/fails/{how}")

    assert response.status_code == STATUSES[how]
    assert CODES[how] in response.content.decode()
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("how", STATUSES)
def test_htmx_gets_a_toast(visitor: Client, how: str) -> None:
    response = visitor.get(f"/fails/{how}", headers={"HX-Request": "true"})

    if how == "bug":  # Django answers bugs itself, through handler500
        assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert response.status_code == STATUSES[how]
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#toasts", "beforeend")
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("how", STATUSES)
def test_a_program_gets_problem_json(program: Client, how: str) -> None:
    response = program.get(f"/api/fails/{how}")

    assert response.status_code == STATUSES[how]
    assert response["Content-Type"] == PROBLEM_JSON
    body = response.json()
    assert (body["status"], body["code"]) == (STATUSES[how], CODES[how])
    assert body["title"]
    assert body["type"].endswith(f"#{CODES[how]}")


def test_problem_json_carries_facts_and_fields(program: Client) -> None:
    assert program.get("/api/fails/refusal").json()["basket"] == "7"
    assert program.get("/api/fails/bad-input").json()["fields"] == {"name": ["Too long."]}


def test_says_when_to_come_back(program: Client) -> None:
    assert program.get("/api/fails/often")["Retry-After"] == "17"
    assert program.get("/api/fails/outage")["Retry-After"] == "5"


def test_a_program_may_ask_any_page_for_problem_json(program: Client) -> None:
    assert program.get("/fails/refusal").json()["code"] == "basket_empty"


def test_a_stranger_who_opens_a_closed_page_is_led_to_sign_in_and_back(visitor: Client) -> None:
    response = visitor.get("/closed?page=2")

    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"] == "/sign/in/?next=%2Fclosed%3Fpage%3D2"


def test_a_stranger_who_posts_is_told_to_sign_in(visitor: Client) -> None:
    response = visitor.post("/closed")

    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert "/sign/in/" in response.content.decode()


def test_htmx_takes_a_stranger_to_sign_in_and_back_to_where_he_was(visitor: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/here"}
    assert visitor.post("/closed", headers=headers)["HX-Redirect"] == "/sign/in/?next=http%3A%2F%2Ftestserver%2Fhere"

    headers["HX-Current-URL"] = "https://evil.example/here"
    assert visitor.post("/closed", headers=headers)["HX-Redirect"] == "/sign/in/?next=%2F"


def test_an_address_without_a_rule_is_closed(visitor: Client, settings: Settings) -> None:
    settings.ACCESS_TABLE = "dure.kernel.tests.addresses.NO_RULES"
    access.table.cache_clear()

    assert visitor.post("/post").status_code == HTTPStatus.UNAUTHORIZED


def test_a_form_without_its_token_is_refused_kindly(addresses: None) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Accept": "text/html", "Accept-Language": "en"})

    response = strict.post("/post")

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "form_stale" in response.content.decode()


def test_an_unknown_address_and_a_wrong_method_are_answered_in_form(visitor: Client, program: Client) -> None:
    assert "not_found" in visitor.get("/nowhere").content.decode()
    assert program.get("/api/nowhere").json()["code"] == "not_found"
    wrong = program.delete("/api/lamps")
    assert (wrong.status_code, wrong["Content-Type"], wrong.json()["code"]) == (405, PROBLEM_JSON, "wrong_method")
    assert visitor.get("/post")["Allow"] == "POST"


def test_a_host_that_is_not_ours_is_told_so(visitor: Client) -> None:
    page = visitor.get("/nowhere", headers={"Host": "evil.example", "Referer": "https://evil.example/here"})
    assert page.status_code == HTTPStatus.BAD_REQUEST
    assert "not_readable" in page.content.decode()
    assert "evil.example" not in page.content.decode()


SENTENCES = {"ko": "지금은 할 수 없어요.", "zh-hans": "现在无法这样做。", "en": "That is not possible now."}


@pytest.mark.parametrize("language", SENTENCES)
def test_speaks_three_languages(addresses: None, language: str) -> None:
    client = Client(headers={"Accept-Language": language})

    page, document = client.get("/fails/refusal"), client.get("/api/fails/refusal")

    assert SENTENCES[language] in page.content.decode()
    assert document.json()["detail"] == SENTENCES[language]
    assert document["Content-Language"] == language


def test_a_page_that_cannot_be_drawn_still_tells(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> str:
        raise ConnectionError

    monkeypatch.setattr(refusals, "render_to_string", broken)

    response = visitor.get("/fails/refusal")
    assert response.status_code == HTTPStatus.CONFLICT
    assert "That is not possible now." in response.content.decode()


def every_problem(kind: type[Problem]) -> list[type[Problem]]:
    return [kind, *(each for child in kind.__subclasses__() for each in every_problem(child))]


def test_codes_are_stable_words_and_sentences_have_their_facts() -> None:
    kinds = [kind for kind in every_problem(Problem) if kind is not Problem]

    for kind in kinds:
        assert kind.code.replace("_", "").isalnum(), kind
        assert kind.code == kind.code.lower(), kind
        assert HTTPStatus.BAD_REQUEST <= kind.status < 600, kind


def test_django_validation_errors_become_fields() -> None:
    problem = problem_of(ValidationError({"name": ["Too long."]}))

    assert problem is not None
    assert document(problem)["fields"] == {"name": ["Too long."]}
