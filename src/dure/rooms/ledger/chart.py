"""The chart of accounts: every account name of the house is made here and nowhere else. Pure.

A code is `name` or `name:whose`. The name decides the rule; upper rooms ask these functions and never format a code.
"""

from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

HOME_CELL = 1
"""The cell (a region's bucket) of a house that has only one."""

CODE_LENGTH_MAX = 80
"""The longest code of an account."""

FIRST_GOODS_NUMBER = 1000
"""Numbers of goods units begin here; smaller ones are the house's own units."""


ORDER_NAME = "order:"
"""With its number behind it the reference of an order's entry, which is written nowhere: the entry bears the number."""


class Kind(IntEnum):
    """What an entry is about; the numbers are in the book for good."""

    DEPOSIT = 1
    PAYOUT = 2
    PURCHASE = 3
    REFUND = 4
    GIFT = 5
    DISBURSEMENT = 6
    REWARD = 7
    USE = 8
    GOODS = 9
    TRANSFER = 10
    LOAN = 11
    ORDER = 12
    SALE = 13
    PROMOTION = 14
    REVERSAL = 20


class Owner(IntEnum):
    """Whose account it is; decides who may see its statement."""

    HOUSE = 0
    PERSON = 1
    ORGANISATION = 2
    FUND = 3
    OUTSIDE = 4


@dataclass(frozen=True)
class Rule:
    """What holds for every account of one name."""

    owner: Owner
    may_go_negative: bool = False
    needs_whose: bool = False
    has_lines: bool = False
    """Whether each of its entries is also kept as a narrow line: accounts that grow long and that people read."""
    has_orders: bool = False
    """Whether orders' own entries stand in it, which the index of accounts leaves out."""


RULES: dict[str, Rule] = {
    "outside": Rule(Owner.OUTSIDE, may_go_negative=True, needs_whose=True),
    "wallet": Rule(Owner.PERSON, needs_whose=True),
    "loan": Rule(Owner.PERSON, may_go_negative=True, needs_whose=True),
    "earnings": Rule(Owner.ORGANISATION, needs_whose=True, has_lines=True),
    "stock": Rule(Owner.ORGANISATION, needs_whose=True),
    "fund": Rule(Owner.FUND, needs_whose=True, has_lines=True),
    "commission": Rule(Owner.HOUSE),
    "orders-due": Rule(Owner.HOUSE, may_go_negative=True, has_orders=True),
    "orders-promised": Rule(Owner.HOUSE, has_orders=True),
    "held-for-orders": Rule(Owner.HOUSE),
    "refunds-due": Rule(Owner.HOUSE),
    "promotion": Rule(Owner.PERSON, may_go_negative=True, needs_whose=True, has_lines=True),
    "promotions-held": Rule(Owner.HOUSE),
    "delivery-costs": Rule(Owner.HOUSE),
    "payouts-under-way": Rule(Owner.HOUSE),
    "forest": Rule(Owner.HOUSE),
    "given": Rule(Owner.HOUSE),
    "adjustments": Rule(Owner.HOUSE, may_go_negative=True),
}
"""Every name an account can have. The world outside may go negative: what came in from it is what it is short of."""


def outside(what: str) -> str:
    """Where value comes from or goes to beyond the book, such as `bank`, `nature`, `time` or `donors`."""
    return f"outside:{what}"


def wallet(person_id: UUID) -> str:
    """What a person owns: money, energy, minutes."""
    return f"wallet:{person_id}"


def loan(person_id: UUID) -> str:
    """What a person still owes; negative while he owes."""
    return f"loan:{person_id}"


def earnings(organisation_id: UUID) -> str:
    """What an organisation has earned and not yet been paid out."""
    return f"earnings:{organisation_id}"


def stock(place_id: UUID) -> str:
    """The relief goods and boxes an organisation keeps in one place."""
    return f"stock:{place_id}"


def fund(fund_id: UUID) -> str:
    """Money kept for one purpose."""
    return f"fund:{fund_id}"


def commission() -> str:
    """What the house keeps of sales."""
    return "commission"


def orders_due() -> str:
    """What buyers still owe for orders they placed; below zero while somebody owes."""
    return "orders-due"


def orders_promised() -> str:
    """The other side of what buyers owe; nothing of it is anybody's money yet."""
    return "orders-promised"


def held_for_orders() -> str:
    """Buyers' money between payment and delivery."""
    return "held-for-orders"


def refunds_due() -> str:
    """What sellers have set aside of their earnings to give back, until the whole of it is there."""
    return "refunds-due"


def promotion(person_id: UUID) -> str:
    """What a person has earned by promoting sellers' goods; below zero after refunds of what was paid already."""
    return f"promotion:{person_id}"


def promotions_held() -> str:
    """Commissions of hosts that staff look at before anybody has them."""
    return "promotions-held"


def delivery_costs() -> str:
    """What buyers paid for delivery, until drivers are paid."""
    return "delivery-costs"


def payouts_under_way() -> str:
    """Money on its way to a bank."""
    return "payouts-under-way"


def forest() -> str:
    """Energy that became trees."""
    return "forest"


def given() -> str:
    """Goods and help that reached those they were for."""
    return "given"


def adjustments() -> str:
    """The other side of counted differences; each entry says why."""
    return "adjustments"


def rule_of(code: str) -> Rule | None:
    """Return the rule for an account's code; None when the chart knows no such account."""
    name, colon, whose = code.partition(":")
    rule = RULES.get(name)
    if rule is None or rule.needs_whose != bool(whose) or bool(colon) != bool(whose) or len(code) > CODE_LENGTH_MAX:
        return None
    return rule


def name_of(code: str) -> str:
    """Return the name part of a code: `wallet` of `wallet:0190…`."""
    return code.partition(":")[0]


def whose_of(code: str) -> str:
    """Return the part of a code that says whose it is: `0190…` of `wallet:0190…`; empty where there is none."""
    return code.partition(":")[2]
