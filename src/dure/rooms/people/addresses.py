"""Postal addresses of Korea, China and elsewhere: read, normalise, check and write them. Pure.

A problem is a short code (`postcode_form`); `errors.AddressWrong` turns it into a sentence in the reader's language.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

LONGEST_LINE = 200
LONGEST_POSTCODE = 12

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class PostalAddress:
    """An address in parts; `region_names` run from the province down, in the language of the reader."""

    country: str
    street: str
    detail: str = ""
    postcode: str = ""
    region_code: str = ""
    region_names: tuple[str, ...] = ()


KOREAN_POSTCODES: Mapping[str, tuple[range, ...]] = {
    "11": (range(1, 10),),
    "12": (range(57, 63),),
    "26": (range(46, 50),),
    "27": (range(41, 44), range(39, 40)),  # Gunwi kept its old zone for a while after moving to Daegu in 2023
    "28": (range(21, 24),),
    "30": (range(34, 36),),
    "31": (range(44, 46),),
    "36": (range(30, 31),),
    "41": (range(10, 21),),
    "43": (range(27, 30),),
    "44": (range(31, 34),),
    "47": (range(36, 41),),
    "48": (range(50, 54),),
    "50": (range(63, 64),),
    "51": (range(24, 27),),
    "52": (range(54, 57),),
}
"""The first two digits of the five-digit postcodes of each province, by the first two digits of its code."""

NUMBER = r"(?:지하\s*)?\d+(?:-\d+)?"
KOREAN_ROAD = re.compile(
    rf"^(?P<street>(?:[가-힣0-9]+[구읍면]\s+)*[가-힣0-9.·]*(?:로|길)\s*{NUMBER})(?P<detail>\D.*)?$"
)
KOREAN_LOT = re.compile(
    r"^(?P<street>(?:[가-힣0-9]+구\s+)?(?:[가-힣0-9.·]+(?:[읍면동리가])\s+)+(?:산\s*)?\d+(?:-\d+)?(?:번지)?)(?P<detail>\D.*)?$"
)
CHINESE_STREET = re.compile(r"[路街道巷弄胡同号村组镇乡屯寨社区园苑厦城队场楼]")
CHINESE_DOOR = re.compile(r"^(?P<street>.+?\d+\s*(?:号院|号(?!楼)))(?P<detail>.*)$")
POSTCODES = {
    "KR": re.compile(r"\d{5}"),
    "CN": re.compile(r"\d{6}"),
    "TW": re.compile(r"\d{3}(?:\d{2,3})?"),
    "US": re.compile(r"\d{5}(?:-\d{4})?"),
    "JP": re.compile(r"\d{3}-?\d{4}"),
}
ANY_POSTCODE = re.compile(r"[A-Z0-9][A-Z0-9 -]*")
COUNTRY = re.compile(r"[A-Z]{2}")
BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff\d])|(?<=\d)\s+(?=[\u3400-\u9fff])")


def tidy(text: str) -> str:
    """Return text in one line: full-width forms made plain, spaces single, ends clean."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip(" ,;、，")


def normalise(address: PostalAddress) -> PostalAddress:
    """Return the address as we keep it; doing it twice changes nothing."""
    street, detail = tidy(address.street), tidy(address.detail)
    if address.country == "CN":
        street, detail = BETWEEN_CHINESE.sub("", street), BETWEEN_CHINESE.sub("", detail)
    return replace(
        address,
        country=tidy(address.country).upper(),
        street=without_region(street, address.region_names),
        detail=detail,
        postcode=tidy(address.postcode).strip("()[]〒 ").upper(),
    )


def without_region(street: str, names: Iterable[str]) -> str:
    """Return the street without the province and city that people tend to repeat before it."""
    rest = street
    for name in names:
        cut = rest.removeprefix(name)
        if cut != rest and cut.strip():
            rest = cut.strip(" ,")
    return rest if rest == street else without_region(rest, names)


def problems(address: PostalAddress, *, elsewhere: Iterable[str] = ()) -> dict[str, str]:
    """Return {field: code} of what is wrong with a normalised address; empty when it can be delivered to.

    `elsewhere` are names of other provinces: a street that begins with one contradicts the chosen region.
    """
    found = {"country": "country_form"} if not COUNTRY.fullmatch(address.country) else {}
    for field, text, longest in (
        ("street", address.street, LONGEST_LINE),
        ("detail", address.detail, LONGEST_LINE),
        ("postcode", address.postcode, LONGEST_POSTCODE),
    ):
        if len(text) > longest:
            found[field] = "too_long"
        elif any(unicodedata.category(one) in {"Cc", "Cf", "Co", "Cn"} for one in text):
            found[field] = "characters"
    if address.country in {"KR", "CN"} and not address.region_code:
        found["region"] = "region_missing"
    return _postcode_problem(address) | _street_problem(address, elsewhere) | found


def _postcode_problem(address: PostalAddress) -> dict[str, str]:
    """Return what is wrong with the postcode: its form, or that it lies in another province of Korea."""
    code = address.postcode
    if not code:
        return {"postcode": "postcode_missing"} if address.country == "KR" else {}
    if address.country == "KR" and re.fullmatch(r"\d{3}-?\d{3}", code):
        return {"postcode": "postcode_old"}
    if not POSTCODES.get(address.country, ANY_POSTCODE).fullmatch(code):
        return {"postcode": "postcode_form"}
    zones = KOREAN_POSTCODES.get(address.region_code[:2]) if address.country == "KR" else None
    if zones and not any(int(code[:2]) in zone for zone in zones):
        return {"postcode": "postcode_elsewhere"}
    return {}


def _street_problem(address: PostalAddress, elsewhere: Iterable[str]) -> dict[str, str]:
    """Return what is wrong with the street line."""
    street = address.street
    if not street:
        return {"street": "street_missing"}
    own = set(address.region_names)
    if any(
        street.startswith(f"{name} ") or (address.country == "CN" and street.startswith(name))
        for name in elsewhere
        if name not in own
    ):
        return {"street": "street_elsewhere"}
    if address.country == "KR" and not (KOREAN_ROAD.match(street) or KOREAN_LOT.match(street)):
        return {"street": "street_form_kr"}
    if address.country == "CN" and not CHINESE_STREET.search(street):
        return {"street": "street_form_cn"}
    return {}


def is_lot_address(street: str) -> bool:
    """Whether a Korean street line is of the older form by lot number (jibun), not by road name."""
    return bool(KOREAN_LOT.match(street)) and not KOREAN_ROAD.match(street)


def split_postcode(line: str, country: str) -> tuple[str, str]:
    """Return (postcode, the rest) of a pasted line; the postcode stands at either end, bare or in brackets."""
    digits = {"KR": r"\d{5}", "CN": r"\d{6}"}.get(country)
    text = tidy(line)
    if digits and (found := re.match(rf"^[(\[]?\s*({digits})\s*[)\]]?(?=\D)\s*(.+)$", text)):
        return found[1], found[2].strip(" ,")
    if digits and (found := re.match(rf"^(.+?)(?<=\D)[(\[]?\s*({digits})\s*[)\]]?$", text)):
        return found[2], found[1].strip(" ,([")
    return "", text


def split_street(rest: str, country: str) -> tuple[str, str]:
    """Return (street, detail) of what follows the region in a pasted line."""
    text = tidy(rest)
    patterns = {"KR": (KOREAN_ROAD, KOREAN_LOT), "CN": (CHINESE_DOOR,)}.get(country, ())
    for pattern in patterns:
        if found := pattern.match(text):
            return found["street"].strip(), (found["detail"] or "").strip(" ,")
    street, _, detail = text.partition(",")
    return street.strip(), detail.strip()


def longest_beginning(text: str, names: Mapping[str, T]) -> tuple[T, str] | None:
    """Return what the longest name at the text's beginning stands for, and the rest of the text."""
    best = max((name for name in names if name and text.startswith(name)), key=len, default=None)
    return None if best is None else (names[best], text[len(best) :].strip(" ,"))


def lines_of(address: PostalAddress, *, language: str, country_name: str) -> list[str]:
    """Return the lines of a label: Korea and China from large to small, elsewhere and in English the other way."""
    whole = f"{address.street}, {address.detail}" if address.detail else address.street
    if language != "en" and address.country == "KR":
        return [f"({address.postcode}) {' '.join(dict.fromkeys(address.region_names))}".strip(), whole]
    if language != "en" and address.country == "CN":
        street = f"{address.street}{address.detail}"
        return [f"{address.postcode} {''.join(address.region_names)}".strip(), street]
    small_first = ", ".join(reversed(list(dict.fromkeys(address.region_names))))
    lines = [address.street, address.detail, f"{small_first} {address.postcode}".strip(), country_name]
    return [line for line in lines if line]
