"""How kinds of goods are taxed: the rule of the kind, or of the nearest group above it that has one."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from dure.rooms.catalog.queries.kinds import kinds
from dure.rooms.market.models import TaxRule
from dure.rooms.market.taxes import TaxTerms
from dure.rooms.people.queries import persons


@dataclass(frozen=True, kw_only=True)
class StatedRule:
    """A rule with the name of its kind and of who wrote it down, in the reader's language."""

    rule: TaxRule
    kind: str
    noted_by: str

    @property
    def percent(self) -> str:
        """The rate in percent, as short as it can be written."""
        return f"{Decimal(self.rule.rate_bp).scaleb(-2).normalize():f}"


def stated_rules() -> list[StatedRule]:
    """Return every rule, by country and kind, in three queries."""
    rules = list(TaxRule.objects.all())
    names = {kind.code: kind.name for kind in kinds(codes=[rule.kind_code for rule in rules])}
    people = persons.names(person_ids=[rule.noted_by_id for rule in rules if rule.noted_by_id])
    return [
        StatedRule(
            rule=rule,
            kind=names.get(rule.kind_code, rule.kind_code),
            noted_by=people.get(rule.noted_by_id, "") if rule.noted_by_id else "",
        )
        for rule in rules
    ]


def unstated_kinds(*, country: str) -> list[str]:
    """Return the names of the kinds no rule of a country covers; receipts say of them that it is not stated."""
    known = kinds()
    stated = terms_of_kinds(country=country, codes=[kind.code for kind in known])
    return [kind.name for kind in known if kind.code not in stated]


def terms_of_kinds(*, country: str, codes: Collection[str]) -> dict[str, TaxTerms]:
    """Return how kinds are taxed in a country, in two queries; kinds no rule covers are left out."""
    paths = {kind.code: kind.path.split("/") for kind in kinds(codes=list(codes))}
    known = {code for path in paths.values() for code in path} | set(codes)
    rules = {rule.kind_code: rule for rule in TaxRule.objects.filter(country=country, kind_code__in=known)}
    found: dict[str, TaxTerms] = {}
    for code in codes:
        nearest = next((rules[each] for each in reversed(paths.get(code, [code])) if each in rules), None)
        if nearest is not None:
            found[code] = TaxTerms(rate_bp=nearest.rate_bp, source=nearest.source)
    return found
