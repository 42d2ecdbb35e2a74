"""Somebody joins with an e-mail address, and is told plainly when a password does not fit."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.people import sign_in
from tests.browser.visitors import Look
from tests.journeys.conftest import OpenPhone
from tests.journeys.joining import fill_in, give_code, join, with_email

pytestmark = pytest.mark.browser

FAILURES_ALLOWED = 5


def test_an_email_address_and_the_code_sent_to_it_lead_to_my_page(phone: Page, house: House) -> None:
    newcomer = with_email("Mina Park")
    phone.goto("/sign/signup/")
    fill_in(phone, newcomer)
    give_code(phone, house, newcomer)

    expect(phone).to_have_url(re.compile(r"/me/$"))
    expect(phone.locator("#signing-in")).to_contain_text(newcomer.contact)


def test_a_wrong_password_is_said_plainly_and_too_many_are_refused(open_phone: OpenPhone, house: House) -> None:
    newcomer = with_email("Sori Lee")
    join(open_phone(), house, newcomer)
    stranger = open_phone(Look(language="ko"))

    for _attempt in range(FAILURES_ALLOWED):
        sign_in(stranger, newcomer.contact, "not-the-password")
        expect(stranger.get_by_role("alert")).to_contain_text("서로 맞지 않습니다")
    sign_in(stranger, newcomer.contact, "not-the-password")

    expect(stranger.get_by_role("alert")).to_contain_text("너무 잦았습니다. 몇 분 뒤에 다시 해 주세요.")
    stranger.goto("/me/")
    expect(stranger).to_have_url(re.compile(r"/sign/login/"))
