"""The same job where something goes wrong: goods that spoil, sell out or are paid for with shaky hands and lines.

One farm, one buyer's address book and one house serve all of these stories.
"""

import secrets
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House, wait_until
from tests.browser.people import People
from tests.journeys import buying, delivering, selling
from tests.journeys.book import moved, part_of, payments_of
from tests.journeys.conftest import OpenPhone
from tests.journeys.joining import join, with_phone

pytestmark = pytest.mark.browser

PRICE = 9_700
PAY = "button:has-text('Order and pay')"


def on_sale(farmer: Page, farm: UUID, count: int) -> str:
    """List a product of its own for a story; return what it is called."""
    name = f"Story apples {secrets.token_hex(3)}"
    selling.list_by_photo(farmer, farm, name=name, price=PRICE, count=count)
    return name


def order_of(house: House, card_page: str) -> int:
    """Return the order that a card's page is about."""
    charge = card_page.partition("/card-sandbox/")[2].partition("/")[0]
    ((paid_as,),) = house.rows("SELECT shop_reference FROM market_sandboxcharge WHERE id = %s", charge)
    ((found,),) = house.rows("SELECT order_id FROM market_payment WHERE id = %s", paid_as)
    return int(str(found))


def orders_with(house: House, product: str) -> int:
    """Return how many orders name a product."""
    ((found,),) = house.rows("SELECT count(*) FROM market_orderline WHERE about ->> 'name' = %s", product)
    return int(str(found))


def charges_of(house: House, order_id: int) -> list[str]:
    """Return how the card company's charges for an order stand."""
    found = house.rows(
        "SELECT charge.status FROM market_sandboxcharge charge JOIN market_payment payment "
        "ON payment.id = charge.shop_reference WHERE payment.order_id = %s", order_id,
    )  # fmt: skip
    return [str(status) for (status,) in found]


def test_a_photo_of_spoilt_goods_brings_the_money_back_to_the_won(
    open_phone: OpenPhone, house: House, people: People, farm: UUID
) -> None:
    farmer, driver, buyer = open_phone(state=people.state("bo")), open_phone(state=people.state("chi")), open_phone()
    receiver = f"Sori {secrets.token_hex(2)}"  # the farm packs for this one alone, whatever other stories ordered
    join(buyer, house, with_phone(receiver))
    buying.choose(buyer, on_sale(farmer, farm, 3), 2)
    buying.to_checkout(buyer)
    buying.say_where(buyer, receiver)
    total = buying.order(buyer)
    buying.pay(buyer)
    order = buying.order_after_paying(buyer)
    selling.pack_for(farmer, farm, receiver)
    delivering.scan(driver, selling.number_on_the_box(farmer, farm, receiver), "I take it along")
    delivering.reload_until(buyer, "Say this PIN")
    delivering.hand_over(driver, receiver, delivering.pin_on(buyer))
    delivering.reload_until(buyer, "The seller is paid on")

    buyer.get_by_role("link", name="Report a problem").click()
    buyer.locator("input[type=file]").set_input_files(selling.photo("spoilt.jpg"))
    buyer.get_by_role("spinbutton").first.fill("1")
    buyer.get_by_label("Damaged or spoilt").check()
    buyer.get_by_role("button", name="Report it").click()
    expect(buyer.get_by_text("Went back to you").first).to_be_visible()
    buyer.get_by_role("button", name="Everything has arrived").click()
    expect(buyer.get_by_text("The seller has been paid.").first).to_be_visible()

    ((refund, amount),) = house.rows("SELECT id, amount FROM market_refund WHERE order_id = %s", order)
    assert amount == PRICE
    assert moved(house, f"refund:{refund}") == {"held-for-orders": -PRICE, "outside:card_sandbox": PRICE}
    assert moved(house, f"release:{part_of(house, order)}")["held-for-orders"] == PRICE - total


def test_what_sells_out_while_in_the_basket_is_said_and_nothing_is_ordered(
    open_phone: OpenPhone, house: House, people: People, farm: UUID, shopper: Any
) -> None:
    farmer, slow, quick = open_phone(state=people.state("bo")), open_phone(state=shopper), open_phone()
    last, plenty = on_sale(farmer, farm, 1), on_sale(farmer, farm, 9)
    buying.choose(slow, last)
    buying.choose(slow, plenty)
    buying.to_checkout(slow)
    join(quick, house, with_phone("Quick Ahn"))
    buying.choose(quick, last)
    buying.to_checkout(quick)
    buying.say_where(quick, "Quick Ahn")
    buying.order(quick)

    slow.locator(PAY).click()
    expect(slow.get_by_text("Nothing was ordered yet: something changed meanwhile.")).to_be_visible()
    expect(slow.get_by_role("alert").filter(has_text="Nothing was ordered yet")).to_contain_text(last)
    assert (orders_with(house, last), orders_with(house, plenty)) == (1, 0)

    slow.goto("/market/basket/")
    expect(slow.get_by_role("main")).to_contain_text(plenty)
    expect(slow.get_by_role("main")).not_to_contain_text(last)
    buying.to_checkout(slow)
    buying.order(slow)
    assert (orders_with(house, last), orders_with(house, plenty)) == (1, 1)


def test_two_quick_touches_on_pay_are_one_order_and_one_payment(
    open_phone: OpenPhone, house: House, people: People, farm: UUID, shopper: Any
) -> None:
    farmer, buyer = open_phone(state=people.state("bo")), open_phone(state=shopper)
    product = on_sale(farmer, farm, 5)
    buying.choose(buyer, product)
    buying.to_checkout(buyer)
    buying.choose_card(buyer)
    buyer.locator(PAY).dblclick()
    buyer.wait_for_url("**/card-sandbox/**")
    buyer.get_by_role("button", name=f"Pay {buying.AT_ONCE}").dblclick()
    order = buying.order_after_paying(buyer)

    assert (orders_with(house, product), payments_of(house, order)) == (1, ["paid"])


def test_an_order_whose_answer_was_lost_is_one_order_when_the_button_is_pressed_again(
    open_phone: OpenPhone, house: House, people: People, farm: UUID, shopper: Any
) -> None:
    farmer, buyer = open_phone(state=people.state("bo")), open_phone(state=shopper)
    product = on_sale(farmer, farm, 5)
    buying.choose(buyer, product)
    buying.to_checkout(buyer)
    buying.choose_card(buyer)
    buying.press_without_answer(buyer, buyer.locator(PAY), "**/market/checkout/")
    assert orders_with(house, product) == 1

    buyer.reload()
    order = buying.order_shown(buyer)
    buyer.go_back()
    buyer.locator(PAY).click()
    assert buying.order_shown(buyer) == order
    buyer.goto(f"/market/pay/{order}/")
    buyer.get_by_role("button", name="Pay with: Test card").click()
    buyer.wait_for_url("**/card-sandbox/**")
    buying.pay(buyer)
    assert buying.order_after_paying(buyer) == order
    assert (orders_with(house, product), payments_of(house, order)) == (1, ["paid"])


def test_a_payment_whose_answer_was_lost_is_one_charge_and_one_entry_when_the_page_is_asked_for_again(
    open_phone: OpenPhone, house: House, people: People, farm: UUID, shopper: Any
) -> None:
    farmer, buyer = open_phone(state=people.state("bo")), open_phone(state=shopper)
    buying.choose(buyer, on_sale(farmer, farm, 5))
    buying.to_checkout(buyer)
    total = buying.order(buyer)
    card = buyer.url
    order = order_of(house, card)
    button = buyer.get_by_role("button", name=f"Pay {buying.AT_ONCE}")
    buying.press_without_answer(buyer, button, "**/card-sandbox/**")
    wait_until(lambda: payments_of(house, order) == ["paid"], within_s=60, what="the payment is known")

    buyer.goto(card)
    expect(buyer.get_by_text("This page has done its work.")).to_be_visible()
    buyer.get_by_role("link", name="Back to the shop").click()
    assert buying.order_after_paying(buyer) == order
    expect(buyer.get_by_text("is kept safe until everything has arrived.").first).to_be_visible()
    ((payment,),) = house.rows("SELECT id FROM market_payment WHERE order_id = %s AND status = 'paid'", order)
    assert moved(house, f"payment:{payment}")["held-for-orders"] == total
    assert charges_of(house, order) == ["paid"]
