"""Several questions in one statement: each room writes what it knows as a SELECT, whoever needs all of it asks once.

    told = ask(BASKETS, lines, offers_among(of="SELECT cell_id, offer_id FROM lines"), buyer_id=buyer_id)
    told.of(BASKETS)

A question may read the rows of those before it by their names. `language` (two letters), `now` and `today` are
parameters of every question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Generic, TypeVar

import msgspec
from django.utils.translation import get_language

from dure.kernel import clock
from dure.kernel.prepared import prepared_cursor

Row = TypeVar("Row", bound=msgspec.Struct)
NONE: Final = "[]"


@dataclass(frozen=True)
class Question(Generic[Row]):
    """A SELECT under a name; `row` has a field for each of its columns."""

    name: str
    sql: str
    row: type[Row]


class Told:
    """The answers to some questions."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        """Take the rows of each question as JSON."""
        self._answers = answers

    def of(self, question: Question[Row]) -> list[Row]:
        """Return the rows of one question, in its order."""
        found: list[Row] = _decoder(question.row).decode(self._answers[question.name])
        return found

    def has(self, question: Question[Any]) -> bool:
        """Whether a question was asked."""
        return question.name in self._answers

    def first(self, question: Question[Row]) -> Row | None:
        """Return the first row of one question; None where there is none."""
        return next(iter(self.of(question)), None)


def ask(*questions: Question[Any], **facts: object) -> Told:
    """Answer the questions in one statement, as of one moment."""
    known: dict[str, Any] = {"language": (get_language() or "")[:2], "now": clock.now(), "today": clock.today()}
    with prepared_cursor() as cursor:
        cursor.execute(_statement(questions), known | facts)
        answers = cursor.fetchone() or ()
    return Told({question.name: told or NONE for question, told in zip(questions, answers, strict=True)})


def name_of(table: str) -> str:
    """Return the SQL for a row's name in the language spoken now, or the name everybody knows."""
    return (
        f"coalesce(nullif(CASE %(language)s WHEN 'ko' THEN {table}.name_ko WHEN 'zh' THEN {table}.name_zh "
        f"WHEN 'en' THEN {table}.name_en END, ''), {table}.name)"
    )


@cache
def _statement(questions: tuple[Question[Any], ...]) -> str:
    asked = ",\n".join(f"{each.name} AS ({each.sql})" for each in questions)
    told = ", ".join(f"(SELECT json_agg(a_row)::text FROM {each.name} AS a_row)" for each in questions)  # noqa: S608  our own words
    return f"WITH {asked}\nSELECT {told}"


@cache
def _decoder(row: type[Row]) -> "msgspec.json.Decoder[list[Row]]":
    return msgspec.json.Decoder(list[row])  # type: ignore[valid-type]  # mypy does not know types that are values
