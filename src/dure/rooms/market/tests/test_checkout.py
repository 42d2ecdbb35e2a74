"""The checkout: one press orders exactly what the page shows, or nothing."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from dure.kernel.ids import new_id
from dure.rooms.dispatch.factories import make_hub
from dure.rooms.giving import factories as giving
from dure.rooms.ledger import chart
from dure.rooms.ledger.factories import deposit
from dure.rooms.ledger.queries.accounts import balance
from dure.rooms.market import errors, factories
from dure.rooms.market.agreements import Agreement
from dure.rooms.market.drafts import Means, Receiving
from dure.rooms.market.models import Addressee, Basket, BasketLine, Order, OrderLine, Payment
from dure.rooms.market.queries.checkouts import NO_WISHES, basket_page
from dure.rooms.market.services import baskets
from dure.rooms.market.services.checkouts import note_use, place_basket, take_over
from dure.rooms.market.services.intake import place_orders
from dure.rooms.market.tests.shops import Shop, change, shop
from dure.rooms.people.factories import actor_of, make_address, make_county, sign_in_of

pytestmark = pytest.mark.django_db
URL = reverse("market:checkout")
AT_HOME = Receiving(means=Means.HOME, name="Ana", phone="+821012345678", country="KR", street="군청1길 80")


@pytest.fixture
def browser(ana) -> Client:
    found = Client()
    found.force_login(sign_in_of(ana))
    return found


@pytest.fixture
def place() -> Shop:
    return shop()


@pytest.fixture
def filled(ana, place):
    """Ana's basket holds three boxes at 12,000 won; delivery is 3,000."""
    offer = place.offer()
    baskets.put_in(by=actor_of(ana), basket_id=None, offer_id=offer.offer_id, quantity=3)
    deposit(person_id=ana.id, amount=200_000)
    return offer


def sent(**changes: object) -> dict[str, object]:
    """The form as a buyer sends it who writes a new address and pays from the wallet."""
    make_county()
    return {
        "order": "on", "currency": "KRW", "means": "home", "addressee": "new", "with_pledges": "on", "gift": "0",
        "provider": "wallet", "total": "39000", "idempotency_key": str(new_id()), "to-name": "Ana",
        "to-phone": "010-1234-5678", "to-country": "KR", "to-postcode": "59000", "to-line": "해남군 군청1길 80",
    } | changes  # fmt: skip


def nothing_was_ordered() -> bool:
    return not Order.objects.exists() and not OrderLine.objects.exists()


def test_one_press_orders_and_pays_what_the_page_shows(browser, ana, filled):
    page = browser.get(URL)
    assert page.context["bill"].total.minor == 39_000
    answer = browser.post(URL, sent())
    order = Order.objects.get()
    assert answer.status_code == 302
    assert (order.total, order.delivery, order.status) == (39_000, 3_000, Order.Status.PAID)
    assert order.delivery_to["street"] == "군청1길 80"
    assert not BasketLine.objects.exists()
    assert Addressee.objects.get(buyer=ana).name == "Ana"


def test_pressed_twice_it_is_one_order(browser, filled):
    form = sent()
    first, second = browser.post(URL, form), browser.post(URL, form)
    assert Order.objects.count() == 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == reverse("market:order", args=[Order.objects.get().order_id])


def test_with_too_little_in_the_wallet_the_order_waits_on_the_page_that_asks_how_to_pay(browser, ana, place):
    baskets.put_in(by=actor_of(ana), basket_id=None, offer_id=place.offer().offer_id, quantity=3)
    deposit(person_id=ana.id, amount=38_999)
    form = sent()

    page = browser.post(URL, form, follow=True)

    order = Order.objects.get()
    assert page.redirect_chain == [(reverse("market:pay", args=[order.order_id]), 302)]
    told = page.content.decode()
    assert "There was not enough on it. Nothing was taken." in told
    assert date_format(localtime(order.pay_by), "SHORT_DATETIME_FORMAT") in told
    assert [way.name for way in page.context["ways"]][-1] == "wallet"
    assert f"{reverse('market:wallet')}?order={order.order_id}" in told
    browser.post(URL, form)
    assert Order.objects.get().status == Order.Status.PLACED
    assert not Payment.objects.exclude(status=Payment.Status.FAILED).exists()
    assert balance(account=chart.wallet(ana.id), unit="KRW") == 38_999


def test_another_total_than_the_button_said_orders_nothing(browser, filled):
    answer = browser.post(URL, sent(total="38000"))
    assert answer.status_code == 409
    assert nothing_was_ordered()
    assert BasketLine.objects.get().quantity == 3


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"price": 13_000}, (3, 13_000)),
        ({"left": 2}, (2, 12_000)),
        ({"per_buyer_limit": 1}, (1, 12_000)),
    ],
)
def test_what_changed_meanwhile_orders_nothing_and_mends_the_basket(browser, filled, place, changed, kept):
    place.offer(name="keeps the page open")
    if "left" in changed:
        place.leave(filled, changed["left"])
    else:
        change(filled, **changed)
    answer = browser.post(URL, sent())
    assert answer.status_code == 409
    assert nothing_was_ordered()
    assert BasketLine.objects.values_list("quantity", "seen_price").first() == kept


def test_what_is_all_gone_leads_back_to_the_basket_and_orders_nothing(browser, filled, place):
    place.leave(filled, 0)
    page = browser.post(URL, sent(), follow=True)
    assert page.redirect_chain[-1][0] == reverse("market:basket")
    assert [line.is_gone for line in page.context["shown"].gone] == [True]
    assert nothing_was_ordered()


def test_a_mended_page_keeps_what_was_filled_in_and_orders_at_the_second_press(browser, filled, place):
    place.leave(filled, 2)
    mended = browser.post(URL, sent(note="Ring twice", **{"to-hint": "Red door"}))
    assert mended.context["bill"].total.minor == 27_000
    html = mended.content.decode()
    assert "Ring twice" in html
    assert "Red door" in html
    browser.post(URL, sent(total="27000", note="Ring twice"))
    assert Order.objects.get().note == "Ring twice"


def test_two_offers_of_one_shelf_are_mended_by_what_the_intake_says(ana, place):
    by = actor_of(ana)
    first = place.offer(on_hand=3)
    second = place.offer_on(first, price=11_000)
    for offer in (first, second):
        baskets.put_in(by=by, basket_id=None, offer_id=offer.offer_id, quantity=2)
    agreement = agreed(total=2 * 12_000 + 2 * 11_000 + 3_000)
    placing = place_basket(by=by, basket_id=None, agreement=agreement)
    assert not placing.is_placed
    assert len(placing.mended) == 1
    assert nothing_was_ordered()
    assert sorted(BasketLine.objects.values_list("quantity", flat=True)) == [1, 2]


def agreed(*, total: int, key: UUID | None = None, **facts: object) -> Agreement:
    return Agreement(client_key=key or new_id(), currency="KRW", total=total, receiving=AT_HOME, **facts)


def test_a_key_used_for_another_basket_names_the_first_order(ana, filled):
    key = new_id()
    first = place_basket(by=actor_of(ana), basket_id=None, agreement=agreed(total=39_000, key=key))
    again = place_basket(by=actor_of(ana), basket_id=None, agreement=agreed(total=1, key=key))
    assert (again.order_id, again.was_known, first.was_known) == (first.order_id, True, False)
    assert Order.objects.count() == 1


def test_an_empty_basket_orders_nothing(ana, browser):
    assert not place_basket(by=actor_of(ana), basket_id=None, agreement=agreed(total=0)).is_placed
    assert browser.get(URL)["Location"] == reverse("market:basket")
    assert browser.post(URL, sent())["Location"] == reverse("market:basket")
    assert nothing_was_ordered()


@pytest.mark.parametrize(
    "wrong",
    [
        {"to-phone": "call me"},
        {"to-line": "somewhere"},
        {"to-name": ""},
        {"provider": "gold"},
        {"means": "balloon"},
        {"addressee": "0190d0d0-0000-7000-8000-000000000000"},
        {"gift": "999"},
        {"means": "hub", "hub": ""},
    ],
)
def test_a_form_with_a_mistake_is_shown_again_and_orders_nothing(browser, filled, wrong):
    answer = browser.post(URL, sent(**wrong))
    assert answer.status_code == 422
    assert nothing_was_ordered()
    assert not Addressee.objects.exists()


def test_somebody_elses_address_is_not_taken(browser, filled, bo):
    theirs = Addressee.objects.create(
        buyer=bo, name="Bo", phone="+821011111111", address=make_address(), used_at="2026-01-01T00:00:00Z"
    )
    assert browser.post(URL, sent(addressee=str(theirs.id))).status_code == 422
    assert nothing_was_ordered()


def test_who_collects_pays_no_delivery(browser, filled):
    hub = make_hub()
    form = sent(means="hub", hub=str(hub.id), collector_name="Ana", collector_phone="010-1234-5678")
    browser.post(URL, form | {"total": "36000"})
    order = Order.objects.get()
    assert (order.total, order.delivery) == (36_000, 0)
    assert order.delivery_to["hub_id"] == str(hub.id)


def test_counting_again_orders_nothing_and_remembers_the_choices(browser, filled):
    form = {name: value for name, value in sent(means="hub").items() if name != "order"}
    page = browser.post(URL, form)
    assert page.context["bill"].delivery.minor == 0
    assert nothing_was_ordered()
    assert Basket.objects.get().choices["means"] == "hub"
    assert browser.get(URL).context["bill"].delivery.minor == 0


def test_the_sellers_gift_is_shown_and_may_be_declined(browser, filled, place):
    fund = giving.make_fund()
    giving.make_pledge(organisation_id=place.organisation_id, fund=fund, percent_bp=100)
    page = browser.get(URL)
    assert page.context["pledge_offered"].minor == 360
    assert fund.name in page.content.decode()
    form = sent()
    del form["with_pledges"]
    browser.post(URL, form)
    assert not OrderLine.objects.filter(pledge__gt=0).exists()
    assert Order.objects.get().total == 39_000


def test_the_sellers_gift_goes_with_the_order(browser, filled, place):
    fund = giving.make_fund()
    giving.make_pledge(organisation_id=place.organisation_id, fund=fund, percent_bp=100)
    browser.post(URL, sent())
    assert OrderLine.objects.get(kind=OrderLine.Kind.GOODS).pledge == 360


def test_a_gift_of_ones_own_is_added_only_when_chosen(browser, filled):
    fund = giving.make_fund()
    assert browser.get(URL).context["bill"].gift.minor == 0
    browser.post(URL, sent(gift="1000", gift_fund=str(fund.id), total="40000"))
    order = Order.objects.get()
    assert (order.gift, order.gift_fund_id, order.total) == (1_000, fund.id, 40_000)


def test_a_present_goes_to_others_with_words(browser, filled):
    browser.post(URL, sent(is_present="on", message="Eat well", **{"to-name": "Mother"}))
    to = Order.objects.get().delivery_to
    assert (to["name"], to["message"]) == ("Mother", "Eat well")


def test_won_and_yuan_become_two_orders(ana, filled):
    by = actor_of(ana)
    chinese = shop(currency="CNY", fee=0).offer(currency="CNY", price=2_500)
    baskets.put_in(by=by, basket_id=None, offer_id=chinese.offer_id, quantity=1)
    shown = basket_page(basket=Basket.objects.get(), buyer_id=ana.id, wishes=NO_WISHES)
    assert [purse.bill.total.minor for purse in shown.purses] == [39_000, 2_500]
    place_basket(by=by, basket_id=None, agreement=agreed(total=39_000))
    assert list(BasketLine.objects.values_list("offer_id", flat=True)) == [chinese.offer_id]


def test_a_stranger_is_led_to_sign_in_and_nothing_is_ordered(client, filled):
    assert client.get(URL)["Location"].startswith(reverse("account_login"))
    assert client.post(URL, sent()).status_code == 401
    with pytest.raises(Exception, match="not_signed_in"):
        place_basket(by=actor_of_nobody(), basket_id=None, agreement=agreed(total=1))
    assert nothing_was_ordered()


def actor_of_nobody():
    from dure.kernel.http import STRANGER  # noqa: PLC0415  one test's own

    return STRANGER


def test_an_order_of_the_gate_is_taken_over_once_and_by_its_buyer_alone(ana, bo, place):
    offer, key = place.offer(), new_id()
    fill = {"by": actor_of(ana), "basket_id": None, "offer_id": offer.offer_id, "quantity": 1}
    baskets.put_in(**fill)
    asked = factories.request(buyer_id=ana.id, lines=[(offer, 1)], client_key=key, fees={place.organisation_id: 3_000})
    [outcome] = place_orders(requests=[asked])
    assert take_over(by=actor_of(bo), client_key=key, addressee_id=None) is None
    assert take_over(by=actor_of(ana), client_key=new_id(), addressee_id=None) is None
    assert BasketLine.objects.count() == 1
    known = take_over(by=actor_of(ana), client_key=key, addressee_id=None)
    assert (known.order_id, known.is_begun) == (outcome.order_id, False)
    assert BasketLine.objects.count() == 0
    baskets.put_in(**fill)
    assert take_over(by=actor_of(ana), client_key=key, addressee_id=None) == known
    assert BasketLine.objects.count() == 1


def test_an_address_that_was_used_stands_first(browser, ana, filled):
    browser.post(URL, sent())
    first = Addressee.objects.get()
    note_use(by=actor_of_nobody(), addressee_id=first.id)
    assert Addressee.objects.get().used_at == first.used_at
    note_use(by=actor_of(ana), addressee_id=first.id)
    assert Addressee.objects.get().used_at > first.used_at
    assert errors.AddresseeUnknown.code == "addressee_unknown"


def test_the_checkout_asks_as_often_for_many_lines_as_for_few(browser, ana, same_query_count):
    by = actor_of(ana)

    def fill(how_many: int) -> None:
        for _ in range(how_many):
            baskets.put_in(by=by, basket_id=None, offer_id=shop().offer().offer_id, quantity=1)

    same_query_count(make=fill, visit=lambda: browser.get(URL))


def test_pressing_the_button_of_a_page_that_told_the_change_agrees_to_it(browser, filled):
    change(filled, price=13_000)
    page = browser.get(URL)
    total, seen = page.context["bill"].total.minor, page.context["purse"].seen
    browser.post(URL, sent(total=str(total), seen=seen))
    assert Order.objects.get().total == 42_000


def test_another_line_than_the_page_showed_orders_nothing_though_the_sum_is_the_same(browser, filled):
    answer = browser.post(URL, sent(seen=[f"{filled.offer_id}:1:36000"]))
    assert answer.status_code == 409
    assert nothing_was_ordered()
