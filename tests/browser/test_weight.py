"""What a phone really fetches for a page, headers included, as the house sends it."""

from collections import defaultdict
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.house import House
from tests.browser.visitors import Look, looking

pytestmark = pytest.mark.browser

PAGE_BYTES = 70 * 1024
SCRIPT_BYTES = 20 * 1024


@pytest.mark.parametrize("path", ["/", "/sign/login/", "/sign/signup/", "/book/", "/regions/"])
def test_a_consumer_page_is_light(browser: Browser, house: House, path: str) -> None:
    weight = weigh(browser, house, path)
    assert sum(weight.values()) <= PAGE_BYTES, dict(weight)
    assert weight["Script"] <= SCRIPT_BYTES, dict(weight)


def weigh(browser: Browser, house: House, path: str) -> dict[str, int]:
    """Return the bytes that came over the wire for a first visit, by kind of resource."""
    weight: dict[str, int] = defaultdict(int)
    kinds: dict[str, str] = {}

    def heard(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def came(event: dict[str, Any]) -> None:
        weight[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    with looking(browser, house.address, Look(language="ko")) as context:
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", heard)
        wire.on("Network.loadingFinished", came)
        page.goto(path, wait_until="networkidle")
    return weight
