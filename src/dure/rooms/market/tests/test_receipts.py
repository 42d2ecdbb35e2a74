"""Receipts: numbered once, frozen, and honest about taxes."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dure.kernel.clock import now, today
from dure.kernel.errors import NotAllowed
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.models import Progress
from dure.kernel.money import Money
from dure.kernel.progress import report_of
from dure.rooms.catalog.factories import kind
from dure.rooms.giving import factories as giving
from dure.rooms.market import errors, factories
from dure.rooms.market.jobs import make_invoices, make_receipts
from dure.rooms.market.models import Order, OrderLine, Receipt, TaxRule
from dure.rooms.market.packed import WORDS, packed
from dure.rooms.market.queries import receipts as receipt_queries
from dure.rooms.market.queries.my_orders import Asked
from dure.rooms.market.queries.receipt_words import paper_of
from dure.rooms.market.queries.taxes import terms_of_kinds, unstated_kinds
from dure.rooms.market.services.receipts import issue_receipts, issue_sellers_receipt
from dure.rooms.market.services.tax_rules import note_tax_rule, remove_tax_rule
from dure.rooms.market.taxes import TaxedLine, TaxTerms, sums_of, tax_inside
from dure.rooms.people.factories import actor_of, make_staff, office_of, sign_in_of

some_terms = st.none() | st.builds(TaxTerms, rate_bp=st.sampled_from([0, 900, 1000, 1300]), source=st.just("law"))
some_lines = st.lists(
    st.builds(TaxedLine, amount=st.integers(0, 10**9).map(lambda minor: Money(minor, "KRW")), terms=some_terms),
    max_size=8,
)


@given(lines=some_lines, delivery=st.integers(0, 10_000))
def test_the_parts_of_a_receipt_add_up_to_the_last_won(lines, delivery):
    sums = sums_of(lines, delivery=Money(delivery, "KRW"))
    assert sums.total.minor == sum(line.amount.minor for line in lines) + delivery
    assert min(sums.exempt.minor, sums.net.minor, sums.tax.minor, sums.unstated.minor) >= 0


def test_a_tenth_is_inside_the_price():
    assert tax_inside(Money(11_000, "KRW"), 1_000) == Money(1_000, "KRW")
    assert tax_inside(Money(11_000, "KRW"), 0) == Money(0, "KRW")


@pytest.fixture
def paid(ana) -> Order:
    return factories.paid_order(buyer_id=ana.id)


@pytest.mark.django_db
def test_a_receipt_has_its_number_once_and_stays(ana, paid):
    (first,) = issue_receipts(by=actor_of(ana), order_id=paid.order_id)
    OrderLine.objects.filter(order_id=paid.order_id).update(words=packed(WORDS, {"name": "Renamed"}))
    (again,) = issue_receipts(by=actor_of(ana), order_id=paid.order_id)
    assert (first.id, first.contents) == (again.id, again.contents)
    assert first.contents["total"] == paid.total


@pytest.mark.django_db
def test_a_sellers_numbers_leave_nothing_out(ana):
    offer = factories.offer(on_hand=100)
    orders = [factories.paid_order(buyer_id=ana.id, lines=[(offer, 1)]) for _ in range(3)]
    serials = [issue_receipts(by=actor_of(ana), order_id=order.order_id)[0].serial for order in orders]
    assert serials == [1, 2, 3]
    (other,) = issue_receipts(by=actor_of(ana), order_id=factories.paid_order(buyer_id=ana.id).order_id)
    assert other.serial == 1


@pytest.mark.django_db
def test_what_is_not_paid_has_no_receipt(ana):
    order = factories.placed_order(buyer_id=ana.id)
    with pytest.raises(errors.NotPaidYet):
        issue_receipts(by=actor_of(ana), order_id=order.order_id)
    assert not Receipt.objects.exists()


@pytest.mark.django_db
def test_somebody_elses_order_has_no_receipt(bo, paid):
    with pytest.raises(errors.OrderNotFound):
        issue_receipts(by=actor_of(bo), order_id=paid.order_id)
    assert not Receipt.objects.exists()


@pytest.mark.django_db
def test_the_rule_of_the_nearest_kind_holds_and_no_rule_is_told_as_such():
    kind()  # with it, every carried kind
    found = terms_of_kinds(country="KR", codes=["beef", "sausage", "tea"])
    assert (found["beef"].is_exempt, found["sausage"].rate_bp) == (True, 1_000)
    assert "tea" not in found
    assert terms_of_kinds(country="CN", codes=["beef"]) == {}
    assert not TaxRule.objects.filter(source="").exists()


@pytest.mark.django_db
def test_the_paper_is_a_pdf_for_its_buyer(client, ana, paid):
    client.force_login(sign_in_of(ana))
    answer = client.get(reverse("market:receipt", args=[paid.order_id]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


STAFF = Actor(person_id=new_id(), is_staff=True)


def made_by(progress: Progress) -> bytes:
    """Return the file a job kept."""
    progress.refresh_from_db()
    with progress.file.open("rb") as file:
        content: bytes = file.read()
        return content


@pytest.fixture
def files(settings, tmp_path):
    """A folder of this test's own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_the_receipts_of_many_orders_are_one_file(client, ana, bo, paid, files):
    factories.paid_order(buyer_id=ana.id)
    factories.paid_order(buyer_id=bo.id)
    factories.placed_order(buyer_id=ana.id)
    client.force_login(sign_in_of(ana))
    days = {"first": today().isoformat(), "last": today().isoformat(), "once": str(new_id())}
    answer = client.post(reverse("market:receipts"), days)
    progress = Progress.objects.get(person_id=ana.id)
    assert answer.url == reverse("web:job", args=[progress.id])
    assert client.get(reverse("market:receipts")).status_code == 200
    with report_of(str(progress.id)) as report:
        make_receipts.work(report, person_id=str(ana.id), first=days["first"], last=days["last"], sort="", text="")
    assert made_by(progress).startswith(b"%PDF")
    assert (progress.total_count, progress.done_count) == (2, 2)
    assert Receipt.objects.count() == 2


@pytest.mark.django_db
def test_days_without_payments_have_no_receipts(client, ana, paid):
    client.force_login(sign_in_of(ana))
    days = {"first": "2020-01-01", "last": "2020-01-02", "once": str(new_id())}
    assert client.post(reverse("market:receipts"), days).status_code == 422
    assert client.post(reverse("market:receipts"), days | {"first": "2021-01-01"}).status_code == 422
    assert not Progress.objects.exists()


@pytest.mark.django_db
def test_one_file_holds_only_so_many_receipts(ana, paid, monkeypatch):
    factories.paid_order(buyer_id=ana.id)
    monkeypatch.setattr(receipt_queries, "RECEIPTS_AT_ONCE_MAX", 1)
    with pytest.raises(errors.TooManyReceipts):
        receipt_queries.paid_orders(buyer_id=ana.id, asked=Asked())


@pytest.mark.django_db
def test_a_seller_gets_the_receipts_of_its_own_parts_only(ana, files):
    mine, other = factories.offer(), factories.offer()
    both = factories.paid_order(buyer_id=ana.id, lines=[(mine, 1), (other, 1)])
    progress = make_invoices.defer(
        by=actor_of(ana), title="x", organisation_id=mine.organisation_id, first="2026-01-01", last="2026-01-01"
    )
    days = {"first": today().isoformat(), "last": today().isoformat()}
    with report_of(str(progress.id)) as report:
        make_invoices.work(report, organisation_id=str(mine.organisation_id), **days)
    assert made_by(progress).startswith(b"%PDF")
    assert [each.seller_id for each in Receipt.objects.all()] == [mine.organisation_id]
    assert issue_sellers_receipt(seller_id=mine.organisation_id, order_id=both.order_id) == Receipt.objects.get()
    with pytest.raises(errors.NotPaidYet):
        issue_sellers_receipt(seller_id=new_id(), order_id=both.order_id)
    with pytest.raises(errors.NoReceipts):
        receipt_queries.sold_orders(seller_id=mine.organisation_id, first=date(2020, 1, 1), last=date(2020, 1, 2))


@pytest.fixture
def staff():
    """The browser of a member of staff, with a second factor."""
    return office_of(make_staff())


@pytest.mark.django_db
def test_staff_write_tax_rules_down_with_their_source(staff):
    kind()
    said = {"country": "KR", "kind_code": "tea", "percent": "10", "source": "A rule of tests, article 999"}
    before = staff.get(reverse("market:tax_rules")).content.decode()
    assert staff.post(reverse("market:tax_rules"), said | {"source": ""}).status_code == 422
    assert "tea" not in terms_of_kinds(country="KR", codes=["tea"])
    assert staff.post(reverse("market:tax_rules"), said).status_code == 302
    rule = TaxRule.objects.get(kind_code="tea")
    assert (rule.rate_bp, rule.treatment, rule.noted_at.date()) == (1_000, "taxed", now().date())
    after = staff.get(reverse("market:tax_rules")).content.decode()
    assert said["source"] in after
    assert said["source"] not in before
    staff.post(reverse("market:tax_rule_removal", args=[rule.id]))
    assert "tea" not in terms_of_kinds(country="KR", codes=["tea"])


@pytest.mark.django_db
def test_a_rule_is_replaced_and_refused_without_a_source(ana):
    kind()
    by = {"by": STAFF, "country": "KR", "kind_code": "tea"}
    first = note_tax_rule(**by, rate_bp=1_000, source="law")
    assert note_tax_rule(**by, rate_bp=0, source="newer law").id == first.id
    for wrong in ({"source": " "}, {"rate_bp": 6_000}, {"rate_bp": -1}, {"kind_code": "no-such"}, {"country": "XX"}):
        with pytest.raises(errors.TaxRuleWrong):
            note_tax_rule(**{**by, "rate_bp": 0, "source": "law", **wrong})
    with pytest.raises(NotAllowed):
        note_tax_rule(**{**by, "by": actor_of(ana)}, rate_bp=0, source="law")
    with pytest.raises(NotAllowed):
        remove_tax_rule(by=actor_of(ana), rule_id=first.id)
    assert TaxRule.objects.get(id=first.id).source == "newer law"
    remove_tax_rule(by=STAFF, rule_id=first.id)
    with pytest.raises(errors.TaxRuleUnknown):
        remove_tax_rule(by=STAFF, rule_id=first.id)


@pytest.mark.django_db
def test_a_kind_without_a_rule_is_not_stated_on_the_receipt(ana, paid):
    TaxRule.objects.all().delete()
    (made,) = issue_receipts(by=actor_of(ana), order_id=paid.order_id)
    assert (made.contents["unstated"], made.contents["exempt"], made.contents["tax"]) == (paid.total, 0, 0)
    with translation.override("en"):
        (said,) = paper_of(receipt_queries.issued(receipts=[made]))["receipts"]
    assert said["taxes"][0][0].startswith("Not stated")
    assert (len(said["taxes"]), said["lines"][0][3], said["sources"]) == (1, "–", [])
    assert unstated_kinds(country="KR")


@pytest.mark.django_db
def test_a_receipt_says_what_is_given_to_whom_how_it_was_paid_and_what_it_is_not(ana):
    fund = giving.make_fund(name="Warm Meals")
    order = factories.paid_order(buyer_id=ana.id, gift=500, gift_fund_id=fund.id)
    OrderLine.objects.filter(order_id=order.order_id, kind=1).update(pledge=300, fund_id=fund.id)
    receipts = issue_receipts(by=actor_of(ana), order_id=order.order_id)

    with translation.override("en"):
        paper = paper_of(receipt_queries.issued(receipts=receipts))

    [page] = paper["receipts"]
    assert ["A gift of my own (Warm Meals)", "₩500"] in page["sums"]
    assert page["given"] == [["Of it the seller gives (Warm Meals)", "₩300"]]
    assert ["Paid with", "Test card (sandbox)"] in page["facts"]
    assert "not a tax invoice" in paper["footer"]
    assert "Quantity" in paper["heads"]


@pytest.mark.django_db
def test_receipts_from_before_say_what_they_knew(ana, paid):
    receipts = issue_receipts(by=actor_of(ana), order_id=paid.order_id)
    for name in ("pledge", "pledge_fund", "gift_fund", "provider"):
        receipts[0].contents.pop(name)
    [page] = paper_of(receipt_queries.issued(receipts=receipts))["receipts"]
    assert page["given"] == []
