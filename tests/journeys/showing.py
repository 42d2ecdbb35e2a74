"""What a host and the viewers do with a live show at the browser, from the calendar to the clip."""

import json
import re
import urllib.error
import urllib.request
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from dure.kernel import clock
from tests.browser.live_stage import CAMERA, READ
from tests.faults.visitor import Visitor

SHOW = re.compile(r"/live/([0-9a-f-]{36})/")
REPLAY = re.compile(r"/live/replays/([0-9a-f-]{36})/")
SLIP = re.compile(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', re.DOTALL)
SECONDS_FILMED = "seconds => document.querySelector('dure-player video')?.currentTime > seconds"
PLAYING = f"() => {{ const seen = ({READ})(); return seen && seen.at > 0.2 ? seen : null; }}"
MADE_WITHIN_MS = 120_000
SOON = timedelta(minutes=20)
SEOUL = ZoneInfo("Asia/Seoul")


def signed_in(visitor: Visitor) -> dict[str, Any]:
    """Return a visitor's cookies, that of forms among them, as a browser keeps them."""
    visitor.ask("GET", "/market/basket/")
    facts: dict[str, Any] = {"domain": urlsplit(visitor.address).hostname, "path": "/", "sameSite": "Lax"}
    facts |= {"expires": -1, "secure": False, "httpOnly": True}
    return {
        "cookies": [{"name": name, "value": value, **facts} for name, value in visitor.cookies.items()],
        "origins": [],
    }


def plan(host: Page, farm_id: UUID, title: str) -> UUID:
    """Put a show into the calendar that begins soon; return it."""
    host.goto(f"/live/desk/{farm_id}/new/")
    host.locator("[name=title]").fill(title)
    host.locator("[name=starts_at]").fill(f"{(clock.now() + SOON).astimezone(SEOUL):%Y-%m-%dT%H:%M}")
    host.get_by_role("button", name="Put it into the calendar").click()
    host.wait_for_url(SHOW)
    found = SHOW.search(host.url)
    assert found
    return UUID(found[1])


def be_reminded(viewer: Page, show_id: UUID) -> None:
    """Ask to be reminded of a show."""
    viewer.goto(f"/live/{show_id}/")
    viewer.get_by_role("button", name="Remind me").click()
    expect(viewer.get_by_role("main")).to_contain_text("We remind you")


def go_live(host: Page, show_id: UUID) -> None:
    """Agree to be filmed, and go live with a camera whose picture tells the time."""
    host.add_init_script(f"({CAMERA})()")
    host.goto(f"/live/{show_id}/desk/air/")
    host.locator("[name=is_given]").check()
    host.get_by_role("button", name="Go live").click()
    expect(host.locator("dure-on-air")).to_have_attribute("data-is", "live")


def see(page: Page) -> dict[str, float]:
    """Press play, and return what is in the picture once it plays."""
    page.locator("dure-player [data-do=play]").click()
    found: dict[str, float] = page.wait_for_function(PLAYING).json_value()
    return found


def add_goods(host: Page, name: str) -> None:
    """Open what is for sale on the host's page, and put an offer on the order of things; the sheet stays open."""
    host.locator("[data-opens=air-sale]").click()
    goods = host.locator("#air-goods")
    goods.locator("summary", has_text="More of our goods").click()
    goods.locator(".air__card", has_text=name).click()
    expect(host.locator("#air-deck")).to_contain_text(name)


def start_flash(host: Page, *, count: int) -> None:
    """Sell so many of the goods at the first lower price that is proposed, and look at the show again."""
    goods = host.locator("#air-goods")
    goods.locator("summary", has_text="Flash price").click()
    goods.locator("[name=count]").first.fill(str(count))
    goods.get_by_role("button", name="Start the flash price").click()
    expect(goods.get_by_role("button", name="End this price")).to_be_visible()
    host.locator("#air-sale [data-closes]").click()
    expect(host.locator("#air-deck .air__shown")).to_contain_text("Apples")


def order_in_the_room(viewer: Page) -> None:
    """Buy one of what is shown, from the wallet, without leaving the film."""
    viewer.locator("dure-sale [data-card] [data-of=buy]").click()
    sheet = viewer.locator("dure-sale [data-sale]")
    sheet.locator("input[name=provider][value=wallet]").check(force=True)
    sheet.get_by_role("button", name="Order and pay").click()
    expect(sheet.locator("[data-part=done]")).to_contain_text("Paid")
    sheet.get_by_role("button", name="Back to the show").click()


def order_by_the_sheet(visitor: Visitor, show_id: UUID, offer_id: int) -> tuple[int, dict[str, Any]]:
    """Open the sheet of an offer as a page does, and place its order at the gate; return status and answer."""
    status, page = visitor.ask("GET", f"/market/live/{show_id}/sheet/?offer={offer_id}")
    found = SLIP.search(page)
    if found is None:
        assert "Sold out" in page, page
        return status, {}
    slip = json.loads(found[1])
    order = {**slip["order"], "key": str(uuid4()), "live": str(show_id), "shown": True}
    letter = {"pass": slip["pass"], "quotes": slip["quotes"], "order": order}
    address, body = f"{slip['gate']}/orders", json.dumps(letter).encode()
    try:
        with urllib.request.urlopen(address, body, timeout=30) as answer:  # noqa: S310  our own gate
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())


def end(host: Page) -> UUID:
    """End the show on air and publish its recording; return the broadcast."""
    host.locator("[data-opens=air-end]").click()
    host.locator("#air-end").get_by_role("button", name="End the show").click()
    host.get_by_role("button", name="Publish the recording").click()
    expect(host.get_by_role("main")).to_contain_text("Everybody can see the recording now.")
    found = REPLAY.search(host.get_by_role("link", name="Cut a clip").get_attribute("href") or "")
    assert found
    return UUID(found[1])


def cut(host: Page, broadcast_id: UUID, title: str, goods: str) -> None:
    """Cut the first seconds of a recording, say what they sell, and let everybody see them once they are made."""
    host.goto(f"/live/replays/{broadcast_id}/")
    host.locator("dure-cutter [name=title]").fill(title)
    host.locator("dure-cutter [name=key]").select_option(
        host.locator("dure-cutter option", has_text=goods).first.text_content()
    )
    host.get_by_role("button", name="Cut the clip").click()
    host.get_by_role("button", name="Publish it").click(timeout=MADE_WITHIN_MS)
    expect(host.get_by_role("main")).to_contain_text("Everybody can see this clip.")
