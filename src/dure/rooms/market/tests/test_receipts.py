"""Receipts: numbered once, frozen, and honest about taxes."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dure.kernel.money import Money
from dure.rooms.catalog.factories import kind
from dure.rooms.market import errors, factories
from dure.rooms.market.models import Order, OrderLine, Receipt, TaxRule
from dure.rooms.market.queries.taxes import terms_of_kinds
from dure.rooms.market.services.receipts import issue_receipts
from dure.rooms.market.taxes import TaxedLine, TaxTerms, sums_of, tax_inside
from dure.rooms.people.factories import actor_of, sign_in_of

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
    OrderLine.objects.filter(order_id=paid.order_id).update(about={"name": "Renamed"})
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
