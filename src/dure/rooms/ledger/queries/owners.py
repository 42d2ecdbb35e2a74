"""What accounts are called with their owners' names: for staff, and for nobody else."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import get_language

from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Owner
from dure.rooms.ledger.queries.words import account_words
from dure.rooms.people.queries import organisations, persons


def account_titles(*, codes: Iterable[str]) -> dict[str, str]:
    """Return what each account is called, with the name of whose it is; two queries, however many accounts."""
    wanted = set(codes)
    people = {code: whose for code in wanted if (whose := _whose(code, Owner.PERSON))}
    groups = {code: whose for code in wanted if (whose := _whose(code, Owner.ORGANISATION, Owner.FUND))}
    found = persons.names(person_ids=list(people.values()))
    found |= organisations.names(organisation_ids=list(groups.values()), language=get_language() or "ko")
    names = {code: found.get(whose, "") for code, whose in (people | groups).items()}
    return {code: _title(code, names.get(code, "")) for code in wanted}


def _whose(code: str, *owners: Owner) -> UUID | None:
    """Return the id in a code, where the account belongs to one of these."""
    rule = chart.rule_of(code)
    if rule is None or rule.owner not in owners:
        return None
    try:
        return UUID(chart.whose_of(code))
    except ValueError:
        return None


def _title(code: str, name: str) -> str:
    """Return the words of an account beside its owner's name, or beside which part of the world outside it is."""
    rule = chart.rule_of(code)
    if rule and rule.owner is Owner.OUTSIDE:
        name = chart.whose_of(code)
    return f"{account_words(code=code)} · {name}" if name else account_words(code=code)
