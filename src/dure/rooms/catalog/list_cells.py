"""What people write into the cells of their lists: sizes with packing, prices for a measure, days, spans. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

from dure.kernel.money import DECIMALS, Money, UnreadableAmount
from dure.kernel.quantity import UNITS, Kind, Quantity, UnreadableQuantity
from dure.kernel.text import plain_digits

NOTHING: Final = frozenset({
    "", "-", "–", "—", "--", ".", "/", "x", "없음", "미정", "미상", "수시", "연중", "상시", "해당없음", "무", "无",
    "没有", "暂无", "未定", "全年", "常年", "n/a", "na", "n.a.", "none", "null", "nil", "tbd", "tba", "all year",
    "any time",
})  # fmt: skip
"""What people write where they have nothing to say."""
SOLD_OUT: Final = frozenset({
    "품절", "매진", "售罄", "无货", "缺货", "断货", "sold out", "out of stock", "없음", "无", "none",
})  # fmt: skip

_FURTHER: Final = {
    "구": "piece", "알": "piece", "과": "piece", "입": "piece", "마리": "piece", "송이": "piece", "모": "piece",
    "只": "piece", "枚": "piece", "颗": "piece", "粒": "piece", "支": "piece", "条": "piece", "each": "piece",
    "pc": "piece", "count": "piece", "ct": "piece", "키로": "kg", "키로그램": "kg", "kgs": "kg", "kilos": "kg",
    "kilogram": "kg", "kilograms": "kg", "公斤": "kg", "grams": "g", "gr": "g", "株": "head", "颗菜": "head",
    "묶음": "bunch", "다발": "bunch", "捆": "bunch", "扎": "bunch", "束": "bunch", "판": "box", "팩": "bag",
    "망": "bag", "그물망": "bag", "자루": "bag", "盒": "box", "筐": "box", "件": "box", "包": "bag",
    "case": "box", "crate": "box", "carton": "box", "tray": "box", "pack": "bag", "packs": "bag",
    "pkt": "bag", "punnet": "box", "jar": "bottle", "罐": "bottle", "桶": "bottle", "캔": "bottle", "통": "head",
    "세트": "box", "set": "box", "litres": "l", "liters": "l", "포": "bag", "곽": "box", "케이스": "box", "카톤": "box",
    "cs": "box", "cases": "box", "ctn": "box", "cartons": "box", "crates": "box", "flats": "box", "flat": "box",
    "trays": "box", "punnets": "box", "bags": "bag", "sack": "bag", "sacks": "bag", "jars": "bottle", "tonnes": "t",
}  # fmt: skip
_WORDS: Final = {
    **{name.casefold(): unit.code for unit in UNITS.values() if unit.kind in {Kind.MASS, Kind.VOLUME, Kind.COUNT}
       for name in (unit.code, unit.korean, unit.chinese, unit.english, *unit.aliases)},
    **_FURTHER,
}  # fmt: skip
"""Goods go by weight, volume or number: “80mm” and “S” tell how large one is, and no amount."""
_POUNDS: Final = {
    "lb": 453_592, "lbs": 453_592, "pound": 453_592, "pounds": 453_592, "#": 453_592, "oz": 28_350, "ounce": 28_350,
}  # fmt: skip
"""Milligrams, rounded to whole ones."""
_DOZENS: Final = {"dozen": 12, "doz": 12, "dz": 12, "打": 12, "접": 100}
"""Words for so many pieces."""
_NAMES: Final = "|".join(re.escape(name) for name in sorted({*_WORDS, *_POUNDS, *_DOZENS}, key=len, reverse=True))
_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MEASURE: Final = re.compile(
    rf"(?<![\d.,])(?P<number>{_NUMBER})(?:\s*[~∼\-–]\s*(?:{_NUMBER}))?\s*(?P<hyphen>-?)\s*(?P<unit>{_NAMES})(?![a-z])",
    re.IGNORECASE,
)
_DECIMAL_COMMA: Final = re.compile(r"(?<![\d.,])(\d+),(\d{1,2})(?![\d.,])")
_COMMA_AMOUNT: Final = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d+),(\d{2})(?![\d.,])")
"""“1.234,50”: the point parts thousands where a comma parts the cents."""
_TIMES: Final = re.compile(r"\s*[x×*✕]\s*(?P<number>\d{1,4})")
_TIMES_BEFORE: Final = re.compile(r"(?P<number>\d{1,4})\s*(?:[가-힣一-鿿]{0,3})\s*[x×*✕]\s*$")
_TIMES_OF_PACKS: Final = re.compile(r"(?P<number>\d{1,4})\s+$")
"""The 48 of “48 1-lb bags”."""
_SPOKEN_NUMBERS: Final = {
    "반": "0.5", "한": "1", "두": "2", "세": "3", "네": "4", "半": "0.5", "一": "1", "两": "2", "二": "2", "三": "3",
    "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9", "十": "10", "每": "1", "one": "1", "a": "1",
}  # fmt: skip
_SPOKEN: Final = re.compile(rf"^({'|'.join(_SPOKEN_NUMBERS)})\s*(?=(?:{_NAMES})(?![a-z가-힣]))")
_ONLY_UNIT: Final = re.compile(rf"^(?:{_NAMES})$")
_ROUGHLY: Final = re.compile(r"약|대략|정도|내외|이상|大约|约|左右|以上|净重|毛重|净含量|\b(?:approx|about|ca)\b\.?")
_PER: Final = re.compile(r"^(?P<amount>.+?)\s*(?:/|\bper\b|每)\s*(?P<measure>[^/]+)$")
_PER_BEFORE: Final = re.compile(r"^(?P<measure>.+?)\s*당\s*(?P<amount>.+)$")
_PER_CHINESE: Final = re.compile(r"^每\s*(?P<measure>\D{1,3})\s*(?P<amount>[\d¥].*)$")
_POINT_OR_COMMA: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?!\d)")
"""“15.000”: in a currency without parts of a unit it may mean fifteen or fifteen thousand, so we ask."""
_BRACKETS: Final = re.compile(r"[(\[（【].*?[)\]）】]")
_SIGNS: Final = re.compile(r"^[\s/,·()\[\]+~:*×-]+|[\s/,·()\[\]+~:*×-]+$")
_CONTINUOUS: Final = frozenset({Kind.MASS, Kind.VOLUME, Kind.LENGTH})
CONTAINERS: Final = frozenset({"box", "bag", "bottle", "bunch"})
"""What is bought as one, whatever is in it."""
EXCEL_EPOCH: Final = date(1899, 12, 30)
EXCEL_DAYS: Final = range(30_000, 80_000)
DATE_PARTS: Final = 3
CENTURY: Final = 2000
MONTHS: Final = 12
MONTH_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH: Final = re.compile(rf"\b({'|'.join(MONTH_NAMES)})[a-z]*\b")
YEAR_LENGTH: Final = 4
_SPAN: Final = re.compile(r"(\d{1,3})\s*(일|天|日|days?|주|周|weeks?|개월|个月|月|months?|년|年|years?)")
_SPAN_DAYS: Final = {
    "일": 1, "天": 1, "日": 1, "d": 1, "주": 7, "周": 7, "w": 7, "개": 30, "个": 30, "月": 30, "m": 30,
    "년": 365, "年": 365, "y": 365,
}  # fmt: skip


@dataclass(frozen=True)
class Packed:
    """How much is in one, and how it is packed."""

    size: Quantity
    package: str = ""


def is_nothing(text: str) -> bool:
    """Whether a cell says that it says nothing."""
    return text.strip().casefold() in NOTHING


def is_unit(text: str) -> bool:
    """Whether a cell tells a unit and nothing else."""
    return bool(_ONLY_UNIT.match(plain_digits(text).strip().casefold()))


def read_size(text: str) -> Packed:
    """Read “5kg”, “5kg 상자”, “10kg(20과)”, “500g*10봉”, “1판(30구)”, “2~3kg” (two at least), “5斤/箱”, “kg”.

    UnreadableQuantity for what tells no amount.
    """
    plain = _ROUGHLY.sub("", plain_digits(text).strip().casefold()).strip()
    plain = _DECIMAL_COMMA.sub(r"\1.\2", plain)
    plain = _SPOKEN.sub(lambda found: _SPOKEN_NUMBERS[found.group(1)], plain)
    if _ONLY_UNIT.match(plain):
        plain = f"1{plain}"
    found = list(_MEASURE.finditer(plain))
    if not found:
        raise UnreadableQuantity(text=text)
    best = min(found, key=lambda each: (_rank(each, len(found)), each.start()))
    times = _times(plain, best)
    quantity = _told_large(_quantity(best, text) * times)
    rest = plain[: best.start()] + " " + plain[best.end() :] if times == 1 else plain
    return Packed(quantity, _SIGNS.sub("", " ".join(rest.split()))[:40])


def read_price(text: str, *, currency: str, note: str = "") -> tuple[Money, Quantity | None]:
    """Read “12,000원”, “1만 5천원”, “3.5元/斤”, “1kg당 5,000원”; with the measure it is for, if it names one.

    `note` is what the head says beside its word: the “원/kg”, the “천원”. UnreadableAmount, OtherCurrency, TooFine.
    """
    plain = _ROUGHLY.sub("", _BRACKETS.sub("", plain_digits(text)).casefold()).strip()
    amount, measure = _parted(plain)
    unit, note_measure = _parted(plain_digits(note).casefold()) if "/" in note else (plain_digits(note).casefold(), "")
    per = _measure(measure) if measure else _measure(note_measure, is_sure=False)
    if DECIMALS[currency]:
        amount = _COMMA_AMOUNT.sub(lambda found: f"{found.group(1).replace('.', '')}.{found.group(2)}", amount)
    is_bare = amount.replace(",", "").replace(".", "").isdecimal()
    if _POINT_OR_COMMA.search(amount) and not DECIMALS[currency]:
        raise UnreadableAmount(text=text)
    if is_bare and unit.strip() in {"천원", "만원", "万元", "千元"}:
        amount = f"{amount}{unit.strip()}"
    try:
        price = Money.parse(amount, currency=currency)
    except UnreadableAmount as refusal:
        raise UnreadableAmount(text=text) from refusal
    return price, per


def price_of(price: Money, *, per: Quantity, size: Quantity) -> Money | None:
    """Return what one costs that is sold by a measure, rounded half up; None where the measures are of two kinds."""
    one, other = UNITS[per.unit], UNITS[size.unit]
    if one.kind is not other.kind or (one.is_counted and one.code != other.code):
        return None
    return Money(int(Fraction(price.minor) * size.base / per.base + Fraction(1, 2)), price.currency)


def read_count(text: str, *, size: Quantity, note: str = "") -> int | None:
    """Read “40”, “40박스”, “1,000 ea”, “약 50”, “품절”, “500kg” (of boxes of 5 kg: 100); None for what is no count."""
    plain = _ROUGHLY.sub("", plain_digits(text).strip().casefold()).replace(" ", "")
    if plain in SOLD_OUT:
        return 0
    bare = _DECIMAL_COMMA.sub(r"\1.\2", plain).replace(",", "")
    if note and bare.replace(".", "").isdecimal():
        plain = f"{bare}{plain_digits(note).strip().casefold()}"
    found = _MEASURE.fullmatch(plain)
    if found and found.group("unit") in _WORDS:
        return _as_pieces(found, size)
    return _whole(bare)


def read_day(text: str) -> date | None:
    """Read a day as people write it, or as Excel counts it.

    2026-11-22, 2026.11.22., 26/11/22, 2026年11月22日, 20261122, 11/22/2026, 22.11.2026, 22 Nov 2026.
    """
    if named := _NAMED_MONTH.search(text.casefold()):
        return _named(text, MONTH_NAMES.index(named.group(1)) + 1)
    digits = "".join(sign if sign.isdigit() else " " for sign in plain_digits(text).split("T")[0])
    words = digits.split()
    parts = [int(part) for part in words]
    if len(parts) == 1 and parts[0] in EXCEL_DAYS:
        return EXCEL_EPOCH + timedelta(days=parts[0])
    if len(parts) == 1 and len(words[0]) == len("20261122"):
        parts = [parts[0] // 10_000, parts[0] // 100 % 100, parts[0] % 100]
    if len(parts) < DATE_PARTS:
        return None
    if len(words) >= DATE_PARTS and len(words[2]) == YEAR_LENGTH:
        parts = _year_first(parts, is_day_first="." in text)
    return _date(parts[0] + CENTURY if parts[0] < 100 else parts[0], parts[1], parts[2])  # noqa: PLR2004  two digits


def read_day_near(text: str, *, today: date, is_past: bool) -> date | None:
    """Read a day that may lack its year (“11월 22일”, “11/22”): the last such day, or the next."""
    found = read_day(text)
    if found:
        return found
    parts = [int(part) for part in re.findall(r"\d+", plain_digits(text))]
    if len(parts) != 2:  # noqa: PLR2004  month and day
        return None
    years = (today.year, today.year - 1) if is_past else (today.year, today.year + 1)
    days = [day for day in (_date(year, *parts) for year in years) if day]
    return next((day for day in days if (day <= today if is_past else day >= today)), None)


def read_span(text: str) -> timedelta | None:
    """Read how long something keeps: “7일”, “15天”, “3개월”, “2 weeks”; None for anything else."""
    found = _SPAN.search(plain_digits(text).casefold())
    if found is None or len(re.findall(r"\d+", text)) != 1:
        return None
    return timedelta(days=int(found.group(1)) * _SPAN_DAYS[found.group(2)[0]])


def _rank(found: re.Match[str], count: int) -> int:
    """Return how well a measure tells how much is in one: weight and volume first, containers last."""
    code = "piece" if found.group("unit") in _DOZENS else _WORDS.get(found.group("unit"), "g")
    if UNITS[code].kind in _CONTINUOUS:
        return 0
    return 2 if code in CONTAINERS and count > 1 else 1


def _quantity(found: re.Match[str], text: str) -> Quantity:
    """Return what a measure says; a pound is told in grams."""
    number, unit = Decimal(found.group("number").replace(",", "")), found.group("unit")
    if len(found.group("number")) > 15:  # noqa: PLR2004  as many digits as quantities take
        raise UnreadableQuantity(text=text)
    if unit in _POUNDS and unit not in _WORDS:
        return Quantity(int(number * _POUNDS[unit]), "mg")
    if unit in _DOZENS:
        return Quantity.of(number * _DOZENS[unit], "piece")
    return Quantity.of(number, _WORDS[unit])


def _told_large(size: Quantity) -> Quantity:
    """Return a weight of pounds in kilograms or grams, and anything else as it is."""
    if size.unit != "mg" or size.base < UNITS["g"].size:
        return size
    return size.to("kg" if size.base >= UNITS["kg"].size else "g")


def _times(text: str, found: re.Match[str]) -> int:
    """Return how many of a measure are in one: the 10 of “500g*10” and of “10x500g”."""
    after = _TIMES.match(text, found.end())
    before = _TIMES_BEFORE.search(text[: found.start()])
    if found.group("hyphen") and not before:
        before = _TIMES_OF_PACKS.search(text[: found.start()])
    times = int((after or before).group("number")) if after or before else 1  # type: ignore[union-attr]
    return times or 1


def _parted(text: str) -> tuple[str, str]:
    """Return amount and measure of “3.5元/斤”, “1kg당 5,000원”, “每斤3.5元”; no measure where it names none."""
    for form in (_PER_BEFORE, _PER_CHINESE, _PER):
        if found := form.match(text):
            return found.group("amount").strip(), found.group("measure").strip()
    return text, ""


def _measure(text: str, *, is_sure: bool = True) -> Quantity | None:
    """Return the measure a price is for; None for "one box", which is what every price is for.

    UnreadableQuantity for a measure we do not know: a price for it is not the price of one.
    """
    if not text:
        return None
    try:
        quantity = read_size(text).size
    except UnreadableQuantity:
        if is_sure:
            raise
        return None
    return quantity if UNITS[quantity.unit].kind in _CONTINUOUS else None


def _as_pieces(found: re.Match[str], size: Quantity) -> int | None:
    """Return how many are there: as counted, or so much as makes whole ones of this size."""
    code = _WORDS[found.group("unit")]
    number = Decimal(found.group("number").replace(",", ""))
    if UNITS[code].kind not in _CONTINUOUS:
        return _whole(str(number))
    if UNITS[code].kind is not UNITS[size.unit].kind:
        return None
    return int(number * UNITS[code].size // size.base)


def _whole(written: str) -> int | None:
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and number == number.to_integral_value() else None


def _year_first(parts: list[int], *, is_day_first: bool) -> list[int]:
    """Return year, month and day of a day whose year stands last: the month first, unless it cannot be one."""
    first, second, year = parts[:3]
    is_day = first > MONTHS or (is_day_first and second <= MONTHS)
    return [year, second, first] if is_day else [year, first, second]


def _named(text: str, month: int) -> date | None:
    """Return a day whose month is written as a word; its year has four digits."""
    numbers = re.findall(r"\d+", plain_digits(text))
    years = [int(each) for each in numbers if len(each) == YEAR_LENGTH]
    days = [int(each) for each in numbers if len(each) < YEAR_LENGTH]
    return _date(years[0], month, days[0]) if years and days else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
