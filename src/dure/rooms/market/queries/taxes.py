"""How kinds of goods are taxed: the rule of the kind, or of the nearest group above it that has one."""

from collections.abc import Collection

from dure.rooms.catalog.queries.kinds import kinds
from dure.rooms.market.models import TaxRule
from dure.rooms.market.taxes import TaxTerms


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
