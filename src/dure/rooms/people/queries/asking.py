"""Who asks, in one statement: the browser's session, whose it is, where they stand, and what the bars tell them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.utils.translation import get_language

from dure.kernel.clock import today
from dure.kernel.prepared import prepared_cursor
from dure.rooms.people.models import Organisation, Person, SignIn
from dure.rooms.people.queries.memberships import Standing
from dure.rooms.people.roles import Role
from dure.ui.bars import facts

ASKED = """
    SELECT session.session_data, own.standings, helped.standings, {columns} {facts}
    FROM django_session AS session
    LEFT JOIN usersessions_usersession AS browser ON browser.session_key = session.session_key
    LEFT JOIN people_signin AS sign_in ON sign_in.id = browser.user_id
    LEFT JOIN people_person AS person ON person.id = sign_in.person_id
    CROSS JOIN LATERAL (
        SELECT array_agg(organisation.id) AS ids,
               array_agg(organisation.id) FILTER (WHERE closed.id IS NULL) AS open_ids,
               json_agg(json_build_object({organisation}, 'role', membership.role, 'since', membership.started_at,
                                          'is_closed', closed.id IS NOT NULL)) AS standings
        FROM people_membership AS membership
        JOIN people_organisation AS organisation ON organisation.id = membership.organisation_id
        LEFT JOIN people_closure AS closed ON closed.organisation_id = organisation.id AND closed.reopened_at IS NULL
        WHERE membership.person_id = person.id AND membership.ended_at IS NULL
    ) AS own
    CROSS JOIN LATERAL (
        SELECT array_agg(organisation.id) AS ids,
               json_agg(json_build_object({organisation}, 'role', 'member', 'since', mandate.granted_at,
                                          'is_closed', closed.id IS NOT NULL, 'helper', json_build_object({helper}))
                        ORDER BY mandate.granted_at, mandate.id) AS standings
        FROM people_mandate AS mandate
        JOIN people_organisation AS organisation ON organisation.id = mandate.organisation_id
        JOIN people_organisation AS helper ON helper.id = mandate.helper_id
        LEFT JOIN people_closure AS closed ON closed.organisation_id = organisation.id AND closed.reopened_at IS NULL
        WHERE mandate.helper_id = ANY (own.open_ids) AND mandate.revoked_at IS NULL
          AND (mandate.until IS NULL OR mandate.until >= %(today)s)
    ) AS helped
    WHERE session.session_key = %(session_key)s AND session.expire_date > now()
"""
NAMES = ("id", "kind", "name", "name_ko", "name_zh", "name_en")
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A browser's session that has not ended, and the sign-in it was opened with; None for a stranger's."""

    session_data: str
    sign_in: SignIn | None
    bar_facts: dict[str, object]
    rows: Sequence[Mapping[str, Any]]

    def standing_in(self, organisation_id: UUID) -> Standing | None:
        """How the person stands in an organisation, as its own or else by a mandate, named in the page's language."""
        found = next((row for row in self.rows if row["id"] == str(organisation_id)), None)
        return _standing(found) if found else None


def asking(*, session_key: str, bar_questions: Mapping[str, object] | None = None) -> Asking | None:
    """Return whose session this is, with what the bars tell them where they ask; None for one that is not there."""
    given: dict[str, Any] = {"session_key": session_key, "today": today(), **(bar_questions or {})}
    with prepared_cursor() as cursor:
        cursor.execute(_statement(with_facts=bar_questions is not None), given)
        row = cursor.fetchone()
    if row is None:
        return None
    data, own, helped, *values = row
    names = facts() if bar_questions is not None else ()
    brought = values[len(values) - len(names) :]
    return Asking(
        session_data=data,
        sign_in=_sign_in(values),
        bar_facts=dict(zip(names, brought, strict=True)),
        rows=[*(own or ()), *(helped or ())],
    )


@cache
def _statement(*, with_facts: bool) -> str:
    """Return the statement: the columns as the models have them, the facts in the site's order."""
    columns = [*_columns("sign_in", SignIn), *_columns("person", Person)]
    asked = [f", ({fact.sql})" for fact in facts().values()] if with_facts else []
    named = {table: ", ".join(f"'{name}', {table}.{name}" for name in NAMES) for table in ("organisation", "helper")}
    return ASKED.format(columns=", ".join(columns), facts="".join(asked), **named)


def _columns(table: str, model: type[models.Model]) -> list[str]:
    return [f'{table}."{name}"' for name in _names(model)]


@cache
def _names(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of a model's attributes, in order; its columns have the same."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def _sign_in(values: Sequence[Any]) -> SignIn | None:
    """Return the sign-in with its person, made of the values of their columns."""
    split = len(_names(SignIn))
    if all(value is None for value in values[:split]):
        return None
    found = _made(SignIn, values[:split])
    found.person = _made(Person, values[split : split + len(_names(Person))])
    return found


def _made(model: type[M], values: Sequence[Any]) -> M:
    return model.from_db(connection.alias, _names(model), values)


def _standing(row: Mapping[str, Any]) -> Standing:
    language = get_language() or ""
    helper = row.get("helper")
    return Standing(
        organisation_id=UUID(row["id"]),
        organisation_name=_named(row).name_in(language),
        kind=row["kind"],
        role=Role(row["role"]),
        is_closed=row["is_closed"],
        since=datetime.fromisoformat(row["since"]),
        helper_name=_named(helper).name_in(language) if helper else "",
    )


def _named(row: Mapping[str, Any]) -> Organisation:
    return Organisation(**{name: row[name] for name in NAMES})
