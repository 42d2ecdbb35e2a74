"""Phone numbers and e-mail addresses as people type them. Pure."""

import re

import phonenumbers

HOME_COUNTRIES = {"ko": ("KR", "CN"), "zh-hans": ("CN", "KR"), "en": ("KR", "CN")}
"""Whose national numbers are tried first for somebody who reads a language."""
HOME_CODES = {phonenumbers.country_code_for_region(country) for country in HOME_COUNTRIES["en"]}


def read_phone(typed: str, *, language: str = "ko") -> str | None:
    """Return the E.164 form of a number typed internationally or as at home in Korea or China; None if it is none.

    A Korean mobile number also looks like a Beijing land line: a reading as a mobile goes before any other.
    """
    countries = HOME_COUNTRIES.get(language, HOME_COUNTRIES["en"])
    readings = [number for country in countries if (number := _parse(typed, country))]
    if not readings:
        return None
    best = next((number for number in readings if _is_mobile(number)), readings[0])
    return phonenumbers.format_number(best, phonenumbers.PhoneNumberFormat.E164)


def _is_mobile(number: phonenumbers.PhoneNumber) -> bool:
    return phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE


def _parse(typed: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def show_phone(phone: str) -> str:
    """Return an E.164 number as people dial it at home in Korea or China (010-1234-5678), else as +1 650-253-0000."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    is_at_home = number.country_code in HOME_CODES
    form = phonenumbers.PhoneNumberFormat.NATIONAL if is_at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def read_email(typed: str) -> str | None:
    """Return the address in the form we keep; None if it is none."""
    address = typed.strip().lower()
    return address if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", address) else None
