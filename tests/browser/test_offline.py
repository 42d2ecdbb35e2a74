"""When the line drops: public pages seen before stay readable, others say so in three languages."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.house import House
from tests.browser.visitors import Look, looking

pytestmark = pytest.mark.browser

WORKER_IS_THERE = "() => navigator.serviceWorker.ready.then(() => true)"
WORKER_SERVES = "() => navigator.serviceWorker.controller !== null"
KEPT = """async () => {
    const names = await caches.keys();
    const pages = await Promise.all(names.filter(name => name.startsWith('pages')).map(name => caches.open(name)));
    const kept = await Promise.all(pages.map(cache => cache.keys()));
    return kept.flat().map(request => new URL(request.url).pathname);
}"""


def test_a_page_seen_before_stays_and_another_says_so(browser: Browser, house: House) -> None:
    with looking(browser, house.address, Look(language="en", has_service_worker=True)) as context:
        page = context.new_page()
        page.goto("/book/")
        page.evaluate(WORKER_IS_THERE)
        page.wait_for_function(WORKER_SERVES)
        page.goto("/book/")
        context.set_offline(True)
        page.goto("/book/")
        expect(page.locator("h1")).to_contain_text("The book")
        page.goto("/regions/")
        expect(page.locator("h1")).to_contain_text("잠시 끊겼어요")
        expect(page.locator("[lang=en].empty__heading")).to_be_visible()


def test_only_public_pages_are_kept(browser: Browser, house: House) -> None:
    with looking(browser, house.address, Look(language="en", has_service_worker=True)) as context:
        page = context.new_page()
        page.goto("/kit/")
        page.evaluate(WORKER_IS_THERE)
        page.wait_for_function(WORKER_SERVES)
        page.goto("/book/")
        page.goto("/nowhere/")
        assert page.evaluate(KEPT) == ["/book/"]
