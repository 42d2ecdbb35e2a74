"""Somebody makes an organisation, another comes in by a link, rises, goes, and is brought back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.watch import Watch
from tests.journeys.conftest import OpenPhone
from tests.journeys.joining import join, with_email, with_phone

pytestmark = pytest.mark.browser

FARM = "Persimmon Hill"


def make_organisation(page: Page, name: str) -> None:
    """Make an organisation by its short page."""
    page.goto("/organisations/new/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("City or county").fill("해남군")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def invite_by_link(page: Page) -> str:
    """Make a link for one member and return it."""
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_role("button", name="Invite").click()
    return page.locator("dure-copy code").first.inner_text()


def test_a_second_person_comes_by_a_link_changes_role_goes_and_is_brought_back(
    open_phone: OpenPhone, house: House
) -> None:
    owner, guest = with_phone("Hana Oh"), with_email("Duri Shin")
    hers, his, later = open_phone(), open_phone(), open_phone()
    watch = Watch(hers, house.address)
    join(hers, house, owner)
    make_organisation(hers, FARM)
    expect(hers.locator(".acting")).to_contain_text(FARM)
    link = invite_by_link(hers)

    his.goto(link)
    expect(his.get_by_role("heading", level=1)).to_have_text(f"Come to {FARM}")
    join(his, house, guest, start=his.get_by_role("link", name="Join and accept").get_attribute("href") or "")
    his.get_by_role("button", name="Accept").click()
    expect(his.get_by_role("heading", level=1)).to_have_text(FARM)

    later.goto(link)
    expect(later.get_by_role("heading", level=1)).to_have_text("This invitation is no longer valid")

    his.goto("/me/#organisations")
    if his.locator(".acting").count():
        his.get_by_role("button", name="Act only for myself").click()
    expect(his.locator(".acting")).to_have_count(0)
    his.get_by_role("button", name="Act for it").click()
    expect(his.locator(".acting")).to_contain_text(FARM)

    hers.goto("/me/")
    hers.locator("#organisations").get_by_role("link", name="Open").click()
    hers.get_by_role("link", name="Members").click()
    hers.get_by_text("Change", exact=True).click()
    hers.get_by_role("button", name="Make Manager").click()
    expect(hers.locator("li", has_text=guest.name)).to_contain_text("Manager")

    hers.get_by_text("Change", exact=True).click()
    hers.get_by_label("Choose for removing").check()
    hers.get_by_role("button", name="Remove the chosen").click()
    expect(hers.get_by_text("Removed. Was it a mistake?")).to_be_visible()
    his.goto("/me/")
    expect(his.locator(".acting")).to_have_count(0)
    expect(his.locator("#organisations")).not_to_contain_text(FARM)

    hers.get_by_role("button", name=f"Bring {guest.name} back").click()
    expect(hers.locator("li", has_text=guest.name)).to_contain_text("Manager")
    his.goto("/me/")
    expect(his.locator("#organisations")).to_contain_text(FARM)
    assert watch.taken() == []


def test_sending_the_same_form_twice_makes_one_organisation(phone: Page, house: House) -> None:
    join(phone, house, with_phone("Taeo Nam"))
    phone.goto("/organisations/new/")
    phone.get_by_label("Name").fill("Twice Asked")

    led_to = phone.evaluate("""async () => {
        const form = document.querySelector("main form");
        const send = () => fetch(form.action, {method: "POST", body: new FormData(form)});
        return (await Promise.all([send(), send()])).map(reply => reply.url);
    }""")
    phone.get_by_role("button", name="Create").click()

    expect(phone).to_have_url(re.compile(r"/organisations/[0-9a-f-]{36}/$"))
    assert led_to == [phone.url, phone.url]
    phone.goto("/me/")
    expect(phone.locator("#organisations").get_by_text("Twice Asked")).to_have_count(1)
