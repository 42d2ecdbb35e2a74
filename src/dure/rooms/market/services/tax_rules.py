"""Writing down what the law says of the value added tax of kinds of goods."""

from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.errors import NotAllowed
from dure.kernel.http import Actor
from dure.rooms.catalog.queries.kinds import kinds
from dure.rooms.market import errors
from dure.rooms.market.models import TaxRule

RATE_MAX_BP = 5_000
SOURCE_LENGTH_MAX = 300
COUNTRIES = ("KR", "CN")


@transaction.atomic
def note_tax_rule(*, by: Actor, country: str, kind_code: str, rate_bp: int, source: str) -> TaxRule:
    """Say how a kind, and every kind below it without a rule of its own, is taxed; staff only. No rate: exempt.

    A rule that stood before is replaced. Receipts that were issued keep what they say.
    """
    _demand_staff(by)
    said = source.strip()
    is_known = bool(kinds(codes=[kind_code])) and country in COUNTRIES
    if not (is_known and 0 <= rate_bp <= RATE_MAX_BP and 0 < len(said) <= SOURCE_LENGTH_MAX):
        raise errors.TaxRuleWrong
    rule, _is_new = TaxRule.objects.update_or_create(
        country=country,
        kind_code=kind_code,
        defaults={
            "treatment": TaxRule.Treatment.TAXED if rate_bp else TaxRule.Treatment.EXEMPT,
            "rate_bp": rate_bp,
            "source": said,
            "noted_at": now(),
            "noted_by_id": by.person_id,
        },
    )
    return rule


@transaction.atomic
def remove_tax_rule(*, by: Actor, rule_id: UUID) -> None:
    """Take a rule away; the kinds it covered follow the rule above, or are not stated."""
    _demand_staff(by)
    count, _tables = TaxRule.objects.filter(id=rule_id).delete()
    if not count:
        raise errors.TaxRuleUnknown


def _demand_staff(by: Actor) -> None:
    if not by.is_staff:
        raise NotAllowed
