"""Writing into the book: ids, one transaction per verb, and the reasons the database gives for saying no."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import psycopg
from django.db import DatabaseError, IntegrityError, connection, transaction

from dure.kernel import clock
from dure.kernel.errors import Refusal
from dure.kernel.numbers import SEQUENCER
from dure.rooms.ledger import chart, errors
from dure.rooms.ledger.models import Account, Unit
from dure.rooms.ledger.queries.accounts import units_of

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS_MAX = 8
REFUSED = "DU001"
PRIMARY_KEYS = {"ledger_entry_pkey", "ledger_hold_pkey", "ledger_account_pkey"}
LOST_RACES = {"entry_reversed_once"}
"""Met when two reverse one entry in the same instant: asked again, the book knows the one that was first."""
REASONS: dict[str, type[Refusal]] = {
    reason.code: reason for reason in vars(errors).values() if isinstance(reason, type) and issubclass(reason, Refusal)
}


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Run a verb in one transaction, again when ids were taken or a race was lost; a refusal leaves nothing behind."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for _attempt in range(ATTEMPTS_MAX):
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except IntegrityError as error:
                met = constraint_of(error)
                if met in PRIMARY_KEYS:
                    SEQUENCER.change_writer()
                elif met not in LOST_RACES:
                    raise
        raise errors.BookBusy

    return run


@dataclass(frozen=True)
class Desk:
    """What a verb needs to write into one cell: account ids and unit numbers by code, and ids for new rows."""

    cell_id: int
    open_from: datetime
    accounts: dict[str, int]
    units: dict[str, Unit]

    def take_ids(self, count: int) -> list[int]:
        """Return fresh ids for this moment, or for the first moment the cell is open."""
        return SEQUENCER.take(count, at=max(clock.now(), self.open_from))

    def refusal_of(self, error: DatabaseError, references: Sequence[str]) -> Refusal | None:
        """Return the refusal that stands behind a database error, None when it is another one."""
        cause = error.__cause__
        if not isinstance(cause, psycopg.Error) or cause.sqlstate != REFUSED:
            return None
        problems = [self._named(problem) for problem in json.loads(cause.diag.message_detail or "[]")]
        for problem in problems:
            problem["reference"] = references[problem["position"] - 1]
        return refuse(problems, of=len(references))

    def _named(self, problem: dict[str, Any]) -> dict[str, Any]:
        """Say accounts and units by their codes instead of numbers."""
        if "account_id" in problem:
            wanted = int(problem.pop("account_id"))
            problem["account"] = next(code for code, number in self.accounts.items() if number == wanted)
        if "unit" in problem:
            problem["unit"] = next(unit.code for unit in self.units.values() if unit.number == problem["unit"])
        return problem


def desk(*, cell_id: int, accounts: Iterable[str], units: Iterable[str]) -> Desk:
    """Return what is needed to write about these accounts and units; opens accounts the chart knows. Refuses others.

    From here until the transaction ends the cell cannot be closed, so the ids belong to the day they say.
    """
    codes = sorted(set(accounts))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_open_from(%s), array_agg(code), array_agg(account_id), array_agg(code) FILTER "
            "(WHERE closed_at IS NOT NULL) FROM ledger_account WHERE code = ANY(%s)",
            [cell_id, codes],
        )
        open_from, known, numbers, closed = cursor.fetchone()
    if open_from is None:
        raise errors.UnknownCell(cell_id=cell_id)
    if closed:
        raise errors.AccountClosed(account=closed[0])
    found = Desk(
        cell_id=cell_id,
        open_from=open_from,
        accounts=dict(zip(known or [], numbers or [], strict=True)),
        units=units_of(codes=units),
    )
    missing = [code for code in codes if code not in found.accounts]
    if missing:
        found.accounts.update(_open(missing, cell_id=cell_id, ids=found.take_ids(len(missing))))
    return found


def _open(codes: list[str], *, cell_id: int, ids: list[int]) -> dict[str, int]:
    """Open accounts by their sorted codes and return their ids; a rival opening the same ones is waited for."""
    fresh = []
    for number, code in zip(ids, codes, strict=True):
        rule = chart.rule_of(code)
        if rule is None:
            raise errors.UnknownAccount(account=code)
        fresh.append((number, code, rule.may_go_negative, rule.has_lines))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_account (cell_id, account_id, code, may_go_negative, has_lines) SELECT %s, * "
            "FROM unnest(%s::bigint[], %s::text[], %s::boolean[], %s::boolean[]) ON CONFLICT (code) DO NOTHING",
            [cell_id, *(list(column) for column in zip(*fresh, strict=True))],
        )
    return dict(Account.objects.filter(code__in=codes).values_list("code", "account_id"))


def refuse(problems: Sequence[Mapping[str, Any]], *, of: int) -> Refusal:
    """Return the reason itself when one entry was asked for, a BatchRefused with every reason otherwise."""
    if of == 1:
        facts = {name: value for name, value in problems[0].items() if name not in {"code", "position"}}
        return REASONS[problems[0]["code"]](**facts)
    positions = {problem["position"] for problem in problems}
    return errors.BatchRefused(count=len(positions), problems=list(problems))


def constraint_of(error: DatabaseError) -> str | None:
    """Return the name of the constraint a statement ran against."""
    cause = error.__cause__
    return cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None
