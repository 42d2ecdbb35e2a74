"""Anybody reads the public book and checks a sealed day alone; Ana reads her wallet and takes it along."""

import csv
import hashlib
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from dure.site.demo_cast import CAST
from tests.browser.house import ROOT, House
from tests.browser.people import sign_in

pytestmark = pytest.mark.browser

AMOUNT, BALANCE = 5, 6
"""Columns of a statement's table."""


@pytest.fixture(scope="module")
def sealed_house(house: House) -> House:
    """The house with yesterday sealed; a fresh demo world has no finished day."""
    if not house.rows("SELECT 1 FROM ledger_seal LIMIT 1"):
        yesterday = [sys.executable, "-m", "tests.journeys.yesterday"]
        subprocess.run(yesterday, cwd=ROOT, env=house.environment(), check=True, timeout=60)
        house.command("book", "seal")
    return house


@pytest.mark.usefixtures("sealed_house")
def test_a_stranger_saves_a_sealed_day_and_gets_its_number_by_computing_it_alone(phone: Page) -> None:
    phone.goto("/book/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("The book")
    expect(phone.get_by_role("heading", name="Check it yourself")).to_be_visible()
    phone.locator("main a[href*='/book/days/2']").first.click()
    number, number_before = phone.locator("dure-copy code").all_inner_texts()
    with phone.expect_download() as coming:
        phone.get_by_role("link", name="Save the page of this day").click()

    page = coming.value.path().read_bytes()
    lines = page.decode().splitlines()
    counted = {name: int(count) for name, count in (line.split() for line in lines[-3:-1])}

    assert hashlib.sha256(page).hexdigest() == number
    assert lines[2] == f"previous {number_before}"
    assert counted["entries"] >= 1
    assert [line for line in lines[3:-3] if not re.fullmatch("[0-9a-f]{64}", line)] == []
    assert len(lines[3:-3]) == counted["accounts"] + counted["entries"]


def test_ana_reads_her_wallet_and_her_table_adds_up_to_what_it_says(phone: Page) -> None:
    sign_in(phone, CAST[0].phone_as_typed)
    phone.goto("/book/mine/?unit=KRW")
    with phone.expect_download() as coming:
        phone.locator("button[name=format][value=csv]").click()

    opening, *lines, closing = list(csv.reader(coming.value.path().read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert len(lines) >= 1
    assert int(opening[BALANCE]) + sum(int(line[AMOUNT]) for line in lines) == int(closing[BALANCE])
    expect(phone.get_by_role("main")).to_contain_text(f"{int(closing[BALANCE]):,}")
