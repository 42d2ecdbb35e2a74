"""What kinds, accounts, units and findings are called, in the active language."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.models import Hold, Unit
from dure.rooms.ledger.wording import amount_in_full, amount_words

KINDS: dict[int, Promise] = {
    Kind.DEPOSIT: _("Paid in"),
    Kind.PAYOUT: _("Paid out"),
    Kind.PURCHASE: _("Bought"),
    Kind.REFUND: _("Paid back"),
    Kind.GIFT: _("Given"),
    Kind.DISBURSEMENT: _("Passed on to those it was for"),
    Kind.REWARD: _("Credited"),
    Kind.USE: _("Used"),
    Kind.GOODS: _("Goods moved"),
    Kind.TRANSFER: _("Moved"),
    Kind.LOAN: _("Lent or repaid"),
    Kind.ORDER: _("Ordered"),
    Kind.SALE: _("Sold and delivered"),
    Kind.PROMOTION: _("Commission of a host"),
    Kind.REVERSAL: _("Undone"),
}
ACCOUNTS: dict[str, Promise] = {
    "outside": _("The world outside"),
    "wallet": _("A person's wallet"),
    "loan": _("A person's loan"),
    "earnings": _("An organisation's earnings"),
    "stock": _("Goods in one place"),
    "fund": _("A fund"),
    "commission": _("The house's commission"),
    "orders-due": _("What buyers still owe"),
    "orders-promised": _("Orders not yet paid"),
    "held-for-orders": _("Buyers' money until delivery"),
    "refunds-due": _("Set aside to give back to buyers"),
    "promotion": _("A host's commissions"),
    "promotions-held": _("Commissions our staff look at"),
    "delivery-costs": _("Delivery costs"),
    "payouts-under-way": _("Payouts under way"),
    "forest": _("The forest"),
    "given": _("Help that arrived"),
    "adjustments": _("Counted differences"),
}
PROBLEMS: dict[str, Promise] = {
    "account_changed": _("An account was changed after its day was sealed."),
    "account_inserted": _("An account was slipped into a sealed day."),
    "account_missing": _("An account of a sealed day is missing."),
    "account_unknown": _("A balance belongs to no account."),
    "balance_differs": _("A balance is not the sum of its entries."),
    "chain_broken": _("A day does not follow from the day before."),
    "entry_changed": _("An entry was changed after its day was sealed."),
    "entry_inserted": _("An entry was slipped into a sealed day."),
    "entry_missing": _("An entry of a sealed day is missing."),
    "entry_unbalanced": _("An entry does not add up to zero."),
    "lines_differ": _("The lines of an account are not those of its entries."),
    "held_differs": _("What is reserved is not the sum of the reservations."),
    "line_outside_days": _("An entry lies before the beginning of the book or between its days."),
    "seal_broken": _("A seal does not fit its day."),
    "seal_missing": _("A seal is missing."),
    "totals_differ": _("The sums of a sealed day are not those of its entries."),
}


def kind_words(*, kind: int) -> str:
    """Return what happened, in a word or two."""
    return str(KINDS.get(kind, _("Something else")))


def account_words(*, code: str) -> str:
    """Return what sort of account a code names."""
    return str(ACCOUNTS.get(chart.name_of(code), code))


def unit_name(unit: Unit) -> str:
    """Return a unit's name."""
    match (get_language() or "ko")[:2]:
        case "ko":
            return unit.name_ko
        case "zh":
            return unit.name_zh_hans
    return unit.name_en


def written(*, amount: int, unit: Unit) -> str:
    """Return an amount of a unit as people write it, beside the unit's name."""
    language = get_language() or "ko"
    return amount_words(amount, code=unit.code, scale=unit.scale, name=unit_name(unit), language=language)


def written_in_full(*, amount: int, unit: Unit) -> str:
    """Return an amount of a unit as people write it where nothing else names the unit."""
    language = get_language() or "ko"
    return amount_in_full(amount, code=unit.code, scale=unit.scale, name=unit_name(unit), language=language)


def hold_purpose(hold: Hold) -> str:
    """Return what something is reserved for, in the words of who reserved it."""
    return str(hold.about.get("for") or _("Set aside"))


def problem_words(*, code: str) -> str:
    """Return what a proof found, in a sentence."""
    return str(PROBLEMS.get(code, code))
