"""The demo world's farms and what they sell: real counties, kinds, units and seasons; invented people and prices.

`demo_data/farms.csv` and `demo_data/produce.csv` hold them; everything goes in by the house's own verbs.
"""

import csv
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files
from uuid import UUID
from zlib import crc32

from django.utils.translation import gettext_noop

from dure.kernel.clock import today
from dure.kernel.http import HOUSE, Actor
from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.catalog.drafts import LotDraft, Names, ProductDraft, SizeDraft, Terms
from dure.rooms.catalog.services.products import list_product
from dure.rooms.merchants.services import accounts, merchants, storefronts
from dure.rooms.merchants.services.agreements import note_market_rate
from dure.rooms.people.addresses import KOREAN_POSTCODES, PostalAddress
from dure.rooms.people.queries import regions
from dure.rooms.people.services import persons, sign_ins
from dure.rooms.trust.queries.verifications import by_subject
from dure.rooms.trust.services.verifications import decide
from dure.site.demo_cast import Group

SELLERS_OF_THE_CAST = ("field", "garlic", "coop", "apple", "shop")
"""Organisations of the cast that sell."""
FAMILY_NAMES = {"KR": "강박윤임한오서신권황안송", "CN": "陈刘赵周吴徐"}
GIVEN_NAMES = {"KR": ("보름", "들", "가람", "새벽"), "CN": ("春生", "秋禾", "田田")}
STREETS = {"KR": "들녘길 {}", "CN": "田园路{}号"}
BANKS = {"KR": "KR-011", "CN": "CN-103"}
CURRENCIES = {"KR": "KRW", "CN": "CNY"}
DELIVERY = {"KR": (3_500, 40_000), "CN": (800, 9_900)}
"""What a seller takes for delivery, and from what sum on nothing, in minor units."""
MARKET_RATES = (
    ("KR", "shop", 900),
    ("KR", "live", 1_100),
    ("KR", "hub", 700),
    ("CN", "shop", 900),
    ("CN", "live", 1_100),
)
"""What selling costs elsewhere in this world, in hundredths of a percent; invented like everything here."""
RATES_SOURCE = gettext_noop("invented for the demo")
OPENING_HOURS = (*(("09:00", "18:00"),) * 6, ())
HARVEST_DAYS_MAX = 12
STOCK_MIN, STOCK_MAX = 12, 90


def read_farms() -> list[Group]:
    """Return the demo's farms beyond those of the cast; each county's belong to one invented farmer."""
    return [
        Group(
            key=row["key"],
            kind=row["kind"],
            country=row["country"],
            region=row["region"],
            name=row["name"],
            name_ko=row["name_ko"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            introduction=row["introduction"],
            members=((row["region"], "owner"),),
        )
        for row in _rows("farms.csv")
    ]


def join_farmers(farms: list[Group]) -> dict[str, UUID]:
    """Let one farmer of each county in; nobody signs in as one. Returns their persons by the county's code."""
    counties = dict.fromkeys((farm.region, farm.country) for farm in farms)
    return {region: _join(number, country) for number, (region, country) in enumerate(counties)}


def open_for_sale(owners: dict[str, UUID], groups: dict[str, UUID], farms: list[Group]) -> None:
    """Set every farm up as a merchant, approve it, and put its produce on sale."""
    for country, channel, market_bp in MARKET_RATES:
        note_market_rate(
            by=HOUSE,
            country=country,
            channel=channel,
            market_bp=market_bp,
            source=RATES_SOURCE,
            published_on=today(),
        )
    by_key = {farm.key: farm for farm in farms}
    for key, farm in by_key.items():
        owner = Actor(person_id=owners[farm.members[0][0]])
        _set_up(farm, organisation_id=groups[key], owner=owner)
    for row in sorted(_rows("produce.csv"), key=lambda row: _dice("".join(row.values()))):  # as people come, mixed
        farm = by_key[row["farm"]]
        _put_on_sale(row, farm, organisation_id=groups[farm.key], owner=Actor(person_id=owners[farm.members[0][0]]))


def _join(number: int, country: str) -> UUID:
    family, given = FAMILY_NAMES[country], GIVEN_NAMES[country]
    sign_in = persons.register(
        name=f"{family[number % len(family)]}{given[number % len(given)]}",
        language="ko" if country == "KR" else "zh-hans",
        agreed_to=("terms", "privacy"),
        phone=f"+8210000002{number:02d}",
    )
    sign_ins.prove_phone(sign_in_id=sign_in.id, phone=sign_in.phone)
    return sign_in.person_id


def _set_up(farm: Group, *, organisation_id: UUID, owner: Actor) -> None:
    """Go through the three screens, as the farmer; then approve, as staff."""
    dice = _dice(farm.key)
    merchants.begin(by=owner, organisation_id=organisation_id)
    address = PostalAddress(
        country=farm.country,
        street=STREETS[farm.country].format(dice % 90 + 1),
        postcode=_postcode(farm, dice),
        region_code=farm.region,
    )
    merchants.place(by=owner, organisation_id=organisation_id, address=address)
    accounts.enter_account(
        by=owner,
        organisation_id=organisation_id,
        bank=BANKS[farm.country],
        number=f"{dice % 10**12:012d}",
        holder=farm.name,
    )
    merchants.apply(by=owner, organisation_id=organisation_id)
    asked = by_subject(subject=merchants.subject_of(organisation_id=organisation_id))
    assert asked is not None
    decide(by=HOUSE, verification_id=asked.id, outcome="approved")
    merchants.heed_decision(subject=asked.subject, organisation_id=organisation_id, outcome="approved", reason="")
    fee, free_from = DELIVERY[farm.country]
    merchants.change_delivery(by=owner, organisation_id=organisation_id, delivery_fee=fee, free_delivery_from=free_from)
    storefronts.write_storefront(
        by=owner, organisation_id=organisation_id, slug=f"demo-{farm.key}", story=farm.introduction, hours=OPENING_HOURS
    )
    storefronts.show_storefront(by=owner, organisation_id=organisation_id, is_published=True)


def _postcode(farm: Group, dice: int) -> str:
    """Return an invented postcode of the farm's province; none in China, where nobody needs one."""
    if farm.country != "KR":
        return ""
    province = regions.region(country="KR", code=farm.region).code[:2]
    return f"{KOREAN_POSTCODES[province][0].start:02d}{dice % 1_000:03d}"


def _put_on_sale(row: dict[str, str], farm: Group, *, organisation_id: UUID, owner: Actor) -> None:
    """List one product in one size."""
    dice = _dice(f"{row['farm']}:{row['name_en']}:{row['size']}")
    amount, unit = row["size"].split()
    price = Money.parse(row["price"], currency=CURRENCIES[farm.country])
    names = Names(
        name=row["name_ko" if farm.country == "KR" else "name_zh"],
        ko=row["name_ko"],
        zh=row["name_zh"],
        en=row["name_en"],
    )
    size = SizeDraft(
        size=Quantity.of(amount, unit),
        count=STOCK_MIN + dice % (STOCK_MAX - STOCK_MIN),
        terms=Terms(price=price),
        lot=LotDraft(harvested_on=today() - timedelta(days=dice % HARVEST_DAYS_MAX)),
    )
    draft = ProductDraft(kind_code=row["kind"], names=names, story=farm.introduction)
    list_product(by=owner, organisation_id=organisation_id, draft=draft, sizes=[size])


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (files("dure.site") / "demo_data" / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _dice(text: str) -> int:
    """Return the same number for the same text, for what somebody has to invent."""
    return crc32(text.encode())
