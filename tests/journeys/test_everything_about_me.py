"""Somebody gets a copy of all the house knows about them."""

import json
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.journeys.joining import join, with_email

pytestmark = pytest.mark.browser


def test_everything_about_me_is_made_downloads_opens_and_is_about_me(phone: Page, house: House) -> None:
    newcomer = with_email("Iseul Jang")
    join(phone, house, newcomer)

    phone.get_by_role("link", name="Everything about me").click()
    phone.get_by_role("button", name="Make the file").click()
    expect(phone.get_by_text("Your file is ready.")).to_be_visible()
    with phone.expect_download() as coming:
        phone.get_by_role("link", name="Download the file").click()

    with zipfile.ZipFile(coming.value.path()) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert newcomer.name in parts["README.txt"]
    told = {name: json.loads(text) for name, text in parts.items() if name.endswith(".json")}
    assert len(told) + 1 == len(parts)
    assert newcomer.name in str(told)
    assert newcomer.contact in str(told)


def test_a_stranger_gets_no_file_about_anybody(phone: Page) -> None:
    phone.goto("/me/export/file/")

    expect(phone.get_by_role("heading", level=1)).to_have_text("Sign in")
