"""The house's main job, from a farmer's first minute to the money in the farmer's bank, each at their own phone."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.people import People
from tests.journeys import buying, delivering, selling
from tests.journeys.book import moved, part_of
from tests.journeys.conftest import OpenPhone
from tests.journeys.joining import fill_in, give_code, join, with_phone

pytestmark = pytest.mark.browser

PRICE, QUANTITY = 31_700, 2
COMMISSION = 3_170
"""Five in a hundred of two boxes, the house's own plan."""


def join_at_the_checkout(page: Page, house: House, name: str) -> None:
    """Order from a stranger's basket: the house asks who it is, and goes on where the stranger was."""
    page.get_by_role("link", name="Order for").click()
    page.get_by_role("link", name="Join").click()
    newcomer = with_phone(name)
    fill_in(page, newcomer)
    give_code(page, house, newcomer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")


def test_a_farmers_first_harvest_is_bought_delivered_and_paid_out(
    open_phone: OpenPhone, house: House, people: People
) -> None:
    farm, goods = f"Moonrise Farm {secrets.token_hex(2)}", "Moonrise apples"
    hers, his = open_phone(), open_phone()
    staff, hub, driver = (open_phone(state=people.state(key)) for key in ("eun", "bo", "chi"))

    join(hers, house, with_phone("Sora Moon"))
    seller = selling.set_up_farm(hers, farm, "Sora Moon")
    selling.approve(staff, farm)
    selling.list_by_photo(hers, seller, name=goods, price=PRICE, count=5)

    buying.find(his, "monrise aples", goods)
    buying.put_in(his, QUANTITY)
    join_at_the_checkout(his, house, "Jun Baek")
    buying.say_where(his, "Jun Baek")
    total = buying.order(his)
    buying.pay(his, buying.CHALLENGED)
    buying.confirm_challenge(his)
    order = buying.order_after_paying(his)

    selling.pack_everything(hers, seller)
    waybills = selling.print_waybills(hers, seller)
    assert (waybills.status, waybills.headers["content-type"]) == (200, "application/pdf")
    number = selling.number_on_the_box(hers, seller, "Jun Baek")
    delivering.scan(hub, number, "Arrives in the hub")
    delivering.scan(driver, number, "I take it along")
    delivering.reload_until(his, "Say this PIN")
    delivering.hand_over(driver, "Jun Baek", delivering.pin_on(his))
    delivering.reload_until(his, "The seller is paid on")
    his.get_by_role("button", name="Everything has arrived").click()
    expect(his.get_by_text("The seller has been paid.").first).to_be_visible()

    shares = moved(house, f"release:{part_of(house, order)}")
    assert shares.pop("held-for-orders") == -total
    assert shares.pop(f"earnings:{seller}") == PRICE * QUANTITY - COMMISSION
    assert shares.pop("commission") == COMMISSION

    paid, file = selling.make_payout_run(staff, farm)
    statement = selling.statement_of_payout(hers, seller)
    assert paid == PRICE * QUANTITY - COMMISSION
    assert f'<InstdAmt Ccy="KRW">{paid}</InstdAmt>'.encode() in file
    assert [line[3] for line in statement if line[2].startswith("release:")] == [str(paid)]
    assert statement[-1][4] == "0"
