"""Units: relief goods get theirs while the house runs, for good."""

import pytest

from dure.rooms.ledger import chart, errors
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.models import Unit
from dure.rooms.ledger.queries import accounts
from dure.rooms.ledger.queries.words import written
from dure.rooms.ledger.services import entries, units
from dure.rooms.ledger.wording import plain_number

BLANKET = {"code": "blanket", "scale": 0, "name_en": "blankets", "name_ko": "담요", "name_zh_hans": "毛毯"}


def test_opens_a_unit_of_goods_once(db, other):
    opened = units.open_unit(**BLANKET)
    assert units.open_unit(**BLANKET).number == opened.number == 1000
    assert units.open_unit(**{**BLANKET, "code": "rice-g"}).number == 1001

    legs = move(source=chart.outside("donors"), target=other.wallet, amount=12, unit="blanket")
    entries.record(reference="goods", kind=Kind.GOODS, legs=legs)
    assert accounts.balance(account=other.wallet, unit="blanket") == 12


@pytest.mark.parametrize(
    "change",
    [{"code": ""}, {"code": "담요"}, {"code": "x" * 21}, {"scale": 7}, {"scale": -1}, {"scale": 1.0}, {"name_ko": " "}],
)
def test_refuses_what_is_not_a_unit(db, change):
    before = Unit.objects.count()
    with pytest.raises(errors.BadUnit):
        units.open_unit(**{**BLANKET, **change})
    assert Unit.objects.count() == before


def test_refuses_another_unit_of_the_same_name(db):
    units.open_unit(**BLANKET)
    with pytest.raises(errors.UnitTaken):
        units.open_unit(**{**BLANKET, "scale": 2})


@pytest.mark.parametrize(
    ("code", "amount", "language", "words"),
    [
        ("KRW", 13_900, "ko", "13,900원"),
        ("CNY", 1_250, "zh-hans", "¥12.50"),
        ("minute", 1_204, "ko", "1,204분"),
        ("minute", -5, "en", "-5\N{NO-BREAK SPACE}min"),
        ("energy", 296, "ko", "296\N{NO-BREAK SPACE}g"),
        ("box", 240, "zh-hans", "240箱"),
    ],
)
def test_amounts_are_written_as_people_write_them(db, settings, code, amount, language, words):
    from django.utils import translation  # noqa: PLC0415

    with translation.override(language):
        assert written(amount=amount, unit=Unit.objects.get(code=code)) == words


def test_programs_read_plain_numbers():
    assert [plain_number(amount, scale=2) for amount in (1_250, -5, 0)] == ["12.50", "-0.05", "0.00"]
