"""Refusing offers that may not be made."""

from collections.abc import Collection, Sequence

from dure.rooms.trust.errors import BannedTrade, LicenceNeeded
from dure.rooms.trust.queries.trades import Finding, screen


def demand_allowed(*, texts: Sequence[str], licences: Collection[str] = (), remedy: str = "") -> None:
    """Refuse texts that show a banned trade, or one whose licence is not among `licences`; write nothing.

    `remedy` is the address of the page where licences are asked for; its refusal leads there.
    """
    found = screen(texts=texts)
    for finding in found:
        if finding.is_banned:
            raise BannedTrade(**_facts(finding))
    for finding in found:
        if finding.licence not in licences:
            way = {"remedy": f"{remedy}?licence={finding.licence}"} if remedy else {}
            raise LicenceNeeded(licence=finding.licence_name, licence_code=finding.licence, **way, **_facts(finding))


def _facts(finding: Finding) -> dict[str, str]:
    return {
        "trade": finding.code,
        "matched": finding.matched,
        "rule": finding.rule,
        "source": str(finding.source),
        "address": finding.source.address,
    }
