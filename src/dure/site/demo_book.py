"""A first day in the demo world's book: money, gifts, energy, minutes and boxes, all of it invented."""

from uuid import UUID

from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Draft, Leg, move
from dure.rooms.ledger.services import entries, holds

MEMO = {"demo": "invented"}
"""Stands on every entry of the demo world, for good."""

BANK, NATURE, TIME = chart.outside("demo-bank"), chart.outside("nature"), chart.outside("time")
RECEIVED = (
    ("deposit:ana", Kind.DEPOSIT, BANK, "ana", 300_000, "KRW", "은행에서 지갑으로"),
    ("deposit:dee", Kind.DEPOSIT, BANK, "dee", 120_000, "KRW", "은행에서 지갑으로"),
    ("deposit:eun", Kind.DEPOSIT, BANK, "eun", 50_000, "KRW", "은행에서 지갑으로"),
    ("deposit:mei", Kind.DEPOSIT, BANK, "mei", 80_000, "CNY", "从银行转入钱包"),
    ("walk:ana", Kind.REWARD, NATURE, "ana", 296, "energy", "장터까지 걸어서"),
    ("walk:dee", Kind.REWARD, NATURE, "dee", 118, "energy", "밥상까지 걸어서"),
    ("rail:chi", Kind.REWARD, NATURE, "chi", 3_400, "co2e", "트럭 대신 기차로 실어서"),
    ("shift:dee", Kind.REWARD, TIME, "dee", 180, "minute", "꾸러미 싸기"),
    ("shift:chi", Kind.REWARD, TIME, "chi", 95, "minute", "꾸러미 나르기"),
)
"""Reference, kind, from where, whose wallet, how much of what, and what for."""

ORDERS = (
    ("cabbage", "ana", "field", 23_700, "배추 한 상자"),
    ("garlic", "ana", "garlic", 18_500, "깐 마늘 1kg"),
    ("radish", "dee", "field", 12_800, "무 세 개"),
    ("seed-garlic", "dee", "garlic", 21_000, "씨마늘 한 봉지"),
    ("lettuce", "eun", "field", 6_900, "상추 한 봉지"),
)
"""Delivered ones: reference, buyer, seller, price in won, and what was bought."""

GIFTS = (("dee", 30_000), ("eun", 10_000))


def write_first_day(people: dict[str, UUID], groups: dict[str, UUID], *, fund_id: UUID) -> None:
    """Write a day's worth of every kind of value for the cast, its organisations and its fund."""
    wallets = {key: chart.wallet(person_id) for key, person_id in people.items()}
    boxes = move(source=chart.outside("makers"), target=chart.stock(groups["coop"]), amount=240, unit="box")
    received = [
        _draft(reference, kind, what_for, *move(source=source, target=wallets[whose], amount=amount, unit=unit))
        for reference, kind, source, whose, amount, unit, what_for in RECEIVED
    ]
    entries.record_many(drafts=[*received, _draft("boxes:coop", Kind.GOODS, "새 다회용 상자", *boxes)])
    for reference, buyer, seller, price, what in ORDERS:
        _order(reference, wallets[buyer], groups[seller], price, what, table=chart.fund(fund_id))
    _hold("strawberry", wallets["ana"], 14_900, "딸기 두 상자")
    entries.record_many(
        drafts=[
            _draft(
                f"gift:{giver}",
                Kind.GIFT,
                "함께 먹는 밥상",
                *move(source=wallets[giver], target=chart.fund(fund_id), amount=amount, unit="KRW"),
            )
            for giver, amount in GIFTS
        ]
    )


def _order(reference: str, wallet: str, seller: UUID, price: int, what: str, *, table: str) -> None:
    """Reserve the price and pay it out on delivery, with the house's share and a small gift."""
    _hold(reference, wallet, price, what)
    fee, gift = price * 3 // 100, 120
    holds.capture(
        hold_reference=f"demo:{reference}",
        reference=f"demo:{reference}:delivered",
        kind=Kind.PURCHASE,
        to=(
            Leg(chart.earnings(seller), price - fee - gift, "KRW"),
            Leg(chart.commission(), fee, "KRW"),
            Leg(table, gift, "KRW"),
        ),
        about={**MEMO, "for": what},
    )


def _hold(reference: str, wallet: str, amount: int, what: str) -> None:
    holds.hold(reference=f"demo:{reference}", account=wallet, amount=amount, unit="KRW", about={**MEMO, "for": what})


def _draft(reference: str, kind: Kind, what_for: str, *legs: Leg) -> Draft:
    return Draft(reference=f"demo:{reference}", kind=kind, legs=legs, about={**MEMO, "for": what_for})
