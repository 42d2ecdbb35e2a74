"""The book's JSON: amounts and ids as strings, one's own wallet only, the public book for everybody."""

import hashlib

import pytest
from django.test import Client

from dure.rooms.ledger import factories
from dure.rooms.ledger.services import entries, proofs, seals
from dure.rooms.people import factories as people_factories


@pytest.fixture
def of_ana(ana) -> Client:
    client = Client()
    client.force_login(people_factories.sign_in_of(ana))
    return client


@pytest.fixture
def week(frozen_time, ana, fund_id):
    factories.deposit(person_id=ana.id)
    entries.record_many(drafts=[factories.gift(giver_id=ana.id, fund_id=fund_id, amount=300, reference="gift:ana")])
    frozen_time.tick(days=1)
    seals.seal_finished_days()
    proofs.prove()


def test_my_balances_and_statement(week, of_ana):
    balances = of_ana.get("/api/me/balances").json()
    assert [(each["unit"]["code"], each["amount"], each["available"]) for each in balances] == [("KRW", "9700", "9700")]

    statement = of_ana.get("/api/me/statement?unit=KRW").json()
    assert (statement["opening"], statement["closing"], statement["line_count"]) == ("0", "9700", 2)
    assert [(line["kind"], line["amount"]) for line in statement["lines"]] == [("gift", "-300"), ("deposit", "10000")]
    assert isinstance(statement["lines"][0]["entry"], str)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("unit=gold", 422, "unknown_unit"),
        ("first=2026-12-31&last=2026-01-01", 422, "bad_period"),
        ("page=0", 422, "malformed"),
        ("first=x", 422, "malformed"),
    ],
)
def test_a_statement_that_cannot_be_made_is_refused(week, of_ana, query, status, code):
    answer = of_ana.get(f"/api/me/statement?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_stranger_has_no_wallet(week):
    for address in ("/api/me/balances", "/api/me/statement"):
        assert Client().get(address).status_code == 401


def test_the_public_book(week, ana):
    answer = Client().get("/api/book")
    book = answer.json()
    assert [(each["unit"]["code"], each["moved"], each["given"]) for each in book["sums"]] == [("KRW", None, None)]
    assert book["proof"]["holds"] is True
    assert str(ana.id) not in answer.content.decode()


def test_sealed_days_lead_to_their_pages(week):
    days = Client().get("/api/book/days").json()
    assert [day["day"] for day in days] == ["2026-11-22"]
    one = Client().get("/api/book/days/2026-11-22").json()
    assert one == days[0]
    page = Client().get(one["page"]).getvalue()
    assert hashlib.sha256(page).hexdigest() == one["hash"]
    assert Client().get("/api/book/days?before=2026-11-22").json() == []


def test_a_day_without_a_seal_is_not_found(week):
    answer = Client().get("/api/book/days/2026-11-23")
    assert (answer.status_code, answer.json()["code"]) == (404, "day_not_sealed")
