"""Giving's pages and API: public lists that add up, and the desks of sellers and charities."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from dure.kernel.http import HOUSE
from dure.kernel.ids import new_id
from dure.kernel.testing import photo
from dure.rooms.giving import factories
from dure.rooms.giving.models import Campaign, Disbursement, Fund, PledgeRule
from dure.rooms.giving.queries import funds as queries
from dure.rooms.giving.services.funds import pause_funds_of
from dure.rooms.giving.tests.conftest import held_by
from dure.rooms.ledger import chart
from dure.rooms.ledger import factories as ledger
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Leg, move
from dure.rooms.ledger.services import entries
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, dee) -> Client:
    """Dee's browser, in English."""
    dee.language = "en"
    dee.save()
    client.force_login(people.sign_in_of(dee))
    client.cookies["django_language"] = "en"
    return client


def sell(organisation, fund: Fund, *, earned: int = 9_000, pledged: int = 20) -> str:
    """Settle a sale as the market does: the seller's part, and a pledge; return its reference."""
    buyer, reference = new_id(), f"sale:{new_id()}"
    ledger.deposit(person_id=buyer, amount=earned + pledged)
    legs = [
        Leg(chart.wallet(buyer), -earned - pledged, "KRW"),
        Leg(chart.earnings(organisation.id), earned, "KRW"),
        Leg(chart.fund(fund.id), pledged, "KRW"),
    ]
    entries.record(reference=reference, kind=Kind.SALE, legs=legs)
    return reference


def test_the_list_adds_up_to_the_book_also_after_a_refund(fund: Fund, dee, client: Client) -> None:
    """What a buyer got back is taken back in a line of its own, and both stay."""
    farm = people.make_organisation()
    factories.give(fund=fund, giver_id=dee.id, amount=500)
    sell(farm, fund, pledged=20)
    back = move(source=chart.fund(fund.id), target=chart.earnings(farm.id), amount=20, unit="KRW")
    entries.record(reference="refund:1", kind=Kind.REFUND, legs=back)
    sums = queries.sums(fund_id=fund.id)[0]
    lines = queries.lines(sums)
    assert [(line.amount.minor, line.is_taken_back) for line in lines] == [(-20, True), (20, False), (500, False)]
    assert sum(line.amount.minor for line in lines) == sums.balance.minor == held_by(fund) == 500
    client.cookies["django_language"] = "en"
    shown = client.get(f"/giving/{fund.id}/").text
    assert "undoes an earlier line" in shown
    assert "sale:" not in shown
    assert dee.name not in shown


def test_the_file_has_every_line_and_the_same_sum(fund: Fund, dee, client: Client) -> None:
    """CSV, oldest first; a fund without lines has only the head."""
    for amount in (100, 200, 300):
        factories.give(fund=fund, giver_id=dee.id, amount=amount, is_named=amount == 200)
    client.cookies["django_language"] = "en"
    reply = client.get(f"/giving/{fund.id}/KRW.csv")
    rows = list(csv.DictReader(StringIO(text_of(reply))))
    assert [(row["Amount"], row["Balance"], row["Giver"]) for row in rows] == [
        ("100", "100", ""),
        ("200", "300", dee.name),
        ("300", "600", ""),
    ]
    assert len(text_of(client.get(f"/giving/{fund.id}/CNY.csv")).splitlines()) == 1
    assert client.get(f"/giving/{fund.id}/ZZZ.csv").status_code == 404


def test_pages_ask_as_often_for_many(client: Client, dee, fund: Fund, same_query_count: Callable[..., None]) -> None:
    """A fund with 3 lines or 30, named givers and all."""

    def make(count: int) -> None:
        for _ in range(count):
            factories.give(fund=fund, giver_id=dee.id, amount=10, is_named=True)

    same_query_count(make=make, visit=lambda: client.get(f"/giving/{fund.id}/"))


def test_the_list_of_funds_asks_as_often_for_many(client: Client, same_query_count: Callable[..., None]) -> None:
    """3 funds or 30."""
    charity = factories.make_charity()

    def make(count: int) -> None:
        for _ in range(count):
            factories.make_fund(charity_id=charity, name=f"Fund {uuid4()}")

    same_query_count(make=make, visit=lambda: client.get("/giving/"))


def test_the_api_shows_the_same(client: Client, fund: Fund, dee) -> None:
    """Funds, one fund, its lines; unknown ones are not found."""
    factories.give(fund=fund, giver_id=dee.id, amount=700)
    assert client.get("/api/funds").json()[0]["balances"] == [{"amount": "700", "currency": "KRW"}]
    assert client.get(f"/api/funds/{fund.id}").json()["name"] == "Warm Meals"
    lines = client.get(f"/api/funds/{fund.id}/lines").json()
    assert (lines["balance"], lines["line_count"], lines["lines"][0]["giver"]) == ("700", 1, "")
    for path in (f"/api/funds/{uuid4()}", f"/api/funds/{uuid4()}/lines", f"/api/funds/{fund.id}/lines?currency=CNY"):
        assert client.get(path).json()["code"] == "fund_not_found"


def test_a_gift_from_the_page(page: Client, fund: Fund, dee) -> None:
    """Typed as people type; too much is refused and what is no amount too."""
    ledger.deposit(person_id=dee.id, amount=5_000)
    form = {"amount": "1,000원", "currency": "KRW", "client_key": str(new_id()), "is_named": "on"}
    assert page.post(f"/giving/{fund.id}/gift/", form).status_code == 302
    assert held_by(fund) == 1_000
    assert "Take my name away" in page.get("/giving/gifts/").text
    for amount, status in (("9,000", 409), ("many", 422), ("", 422)):
        again = form | {"amount": amount, "client_key": str(new_id())}
        assert page.post(f"/giving/{fund.id}/gift/", again).status_code == status
    assert held_by(fund) == 1_000


def test_a_seller_pledges_in_two_taps_and_sees_what_it_would_have_cost(page: Client, dee, fund: Fund) -> None:
    """Three sales brought 27,000 won: 10 won of each would have been 30, one percent 270."""
    farm = people.make_organisation(owner=dee)
    for _ in range(3):
        sell(farm, fund)
    shown = page.get(f"/giving/sell/{farm.id}/").text
    assert "3 sales brought you ₩27,000" in shown
    assert "last 30 days: ₩30, at one piece a sale" in shown
    assert "about ₩270" in shown
    form = {"target": f"fund:{fund.id}", "share": "percent:100"}
    assert page.post(f"/giving/sell/{farm.id}/pledge/", form).status_code == 302
    rule = PledgeRule.objects.get()
    assert (rule.percent_bp, rule.fund_id) == (100, fund.id)
    assert page.post(f"/giving/sell/{farm.id}/pledge/", form).status_code == 409
    for broken in ({"share": "percent:0"}, {"share": "fixed:x:KRW"}, {"target": "fund:x"}, {"target": ""}):
        assert page.post(f"/giving/sell/{farm.id}/pledge/", form | broken).status_code in {409, 422}
    page.post(f"/giving/sell/{farm.id}/pledge/{rule.id}/ending/")
    rule.refresh_from_db()
    assert rule.ends_at is not None
    assert PledgeRule.objects.count() == 1


def test_a_charitys_way_from_asking_to_paying_out(page: Client, dee, settings: object, tmp_path: object) -> None:
    """Asked, verified, opened, given to, called together, paid out, paused, opened again."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    charity = factories.make_charity(owner_id=dee.id, is_verified=False)
    desk = f"/giving/desk/{charity}/"
    words = {"name": "Warm Meals", "purpose": "Meals."}
    assert page.post(f"{desk}funds/", words).status_code == 409
    page.post(f"{desk}verification/")
    assert "We are looking at your charity" in page.get(desk).text
    verify(charity)
    assert page.post(f"{desk}funds/", words).status_code == 302
    fund = Fund.objects.get()
    factories.give(fund=fund, giver_id=dee.id, amount=1_000)
    own = f"{desk}funds/{fund.id}/"
    assert page.get(own).status_code == 200
    page.post(f"{own}campaign/", {"name": "Harvest", "first": "2030-01-01", "last": "2030-01-31"})
    assert Campaign.objects.get().name == "Harvest"
    paid = {"amount": "400", "currency": "KRW", "receiver": "Mill", "purpose": "Rice", "client_key": str(new_id())}
    assert page.post(f"{own}payment/", paid).status_code == 422
    assert not Disbursement.objects.exists()
    assert page.post(f"{own}payment/", paid | {"evidence": photo()}).status_code == 302
    assert held_by(fund) == 600
    picture = Disbursement.objects.get().evidence.get()
    assert queries.evidence_key(evidence_id=picture.id) == picture.key
    page.post(f"{own}change/", {"name": "Hot Meals", "purpose": "Meals."})
    for step, status in (("pause", "paused"), ("resume", "open"), ("close", "open"), ("burn", "open")):
        page.post(f"{own}status/", {"step": step})
        fund.refresh_from_db()
        assert (fund.status, fund.name) == (status, "Hot Meals")


def test_another_charitys_fund_is_not_on_my_desk(page: Client, dee, fund: Fund) -> None:
    """Whatever the address says."""
    mine = factories.make_charity(owner_id=dee.id, name="Mine")
    assert page.get(f"/giving/desk/{mine}/funds/{fund.id}/").status_code == 404
    assert page.post(f"/giving/desk/{mine}/funds/{fund.id}/status/", {"step": "pause"}).status_code == 404
    fund.refresh_from_db()
    assert fund.is_open


def test_a_charity_that_lost_its_verification_takes_no_gifts(fund: Fund) -> None:
    """The house pauses its funds."""
    assert pause_funds_of(by=HOUSE, organisation_id=fund.organisation_id) == 1
    fund.refresh_from_db()
    assert not fund.is_open


def text_of(reply: Any) -> str:
    """Return what a streamed file says."""
    return b"".join(reply.streaming_content).decode("utf-8-sig")


def verify(charity: UUID) -> None:
    """Let staff approve the charity."""
    from dure.rooms.giving.services.funds import subject_of  # noqa: PLC0415  only here
    from dure.rooms.trust.queries.verifications import by_subject  # noqa: PLC0415
    from dure.rooms.trust.services.verifications import decide  # noqa: PLC0415

    asked = by_subject(subject=subject_of(organisation_id=charity))
    assert asked is not None
    decide(by=HOUSE, verification_id=asked.id, outcome="approved")
