"""A phone that a family shares keeps nothing of whoever signed out."""

import pytest
from playwright.sync_api import expect

from tests.browser.house import House
from tests.browser.test_offline import KEPT, WORKER_IS_THERE, WORKER_SERVES
from tests.browser.visitors import Look
from tests.journeys.conftest import OpenPhone
from tests.journeys.joining import join, sign_out, with_phone

pytestmark = pytest.mark.browser

EVERYTHING_KEPT = """async () => {
    const texts = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) texts.push(await (await cache.match(request)).text());
    }
    return texts.join("\\n");
}"""


def test_after_signing_out_neither_back_nor_what_is_kept_shows_anything(open_phone: OpenPhone, house: House) -> None:
    newcomer = with_phone("Seol Gwon")
    phone = open_phone(Look(language="en", has_service_worker=True))
    join(phone, house, newcomer)
    phone.evaluate(WORKER_IS_THERE)
    phone.wait_for_function(WORKER_SERVES)
    for path in ("/me/", "/book/mine/", "/book/"):
        phone.goto(path)
    assert phone.evaluate(KEPT) == []

    sign_out(phone)
    for _page in range(4):
        phone.go_back()
        expect(phone.get_by_role("main")).to_be_visible()
        expect(phone.locator("body")).not_to_contain_text(newcomer.name)
        expect(phone.locator("body")).not_to_contain_text(newcomer.contact[-4:])

    phone.goto("/book/")
    assert newcomer.name not in phone.evaluate(EVERYTHING_KEPT)
