"""Phone numbers and e-mail addresses are understood as people type them."""

import pytest

from dure.rooms.people.contacts import read_email, read_phone, show_phone


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("010-1234-5678", "ko", "+821012345678"),
        ("010 1234 5678", "zh-hans", "+821012345678"),
        ("138 1234 5678", "ko", "+8613812345678"),
        ("13812345678", "zh-hans", "+8613812345678"),
        ("+82 10-1234-5678", "en", "+821012345678"),
        ("0082 10 1234 5678", "en", "+821012345678"),
        ("02-123-4567", "ko", "+8221234567"),
        ("+1 202 555 0123", "en", "+12025550123"),
        ("12345", "ko", None),
        ("hello", "ko", None),
        ("", "ko", None),
    ],
)
def test_reads_numbers_as_typed_at_home(typed, language, number):
    assert read_phone(typed, language=language) == number


@pytest.mark.parametrize(
    ("typed", "address"),
    [(" Ana@Example.org ", "ana@example.org"), ("ana@example", None), ("ana", None), ("a b@example.org", None)],
)
def test_reads_addresses_in_one_form(typed, address):
    assert read_email(typed) == address


def test_shows_a_number_in_groups():
    assert show_phone("+821012345678") == "010-1234-5678"
    assert show_phone("+8613812345678") == "138 1234 5678"
    assert show_phone("+16502530000") == "+1 650-253-0000"
    assert show_phone("nonsense") == "nonsense"
