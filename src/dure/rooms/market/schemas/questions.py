"""Shapes of what a buyer asks about a part of an order, and how it is answered. Amounts (minor units) are strings."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.market.drafts import LINES_MAX, QUANTITY_MAX
from dure.rooms.market.models import Dispute, Photo, Return
from dure.rooms.market.schemas.orders import AMOUNT

WHY_LENGTH_MAX = 500
PAIR = r"^[1-9][0-9]{0,3}:[1-9][0-9]{0,5}$"
Pairs = Annotated[
    list[Annotated[str, Field(pattern=PAIR, examples=["1:2"])]], Field(min_length=1, max_length=LINES_MAX)
]
"""Lines in a form: `1:2` means two of line 1; the field may be there several times."""


class LineCountIn(Schema):
    """So many of one line of the order."""

    line: int = Field(ge=1, le=9_999)
    count: int = Field(ge=1, le=QUANTITY_MAX)


class LinesIn(Schema):
    """Which goods, how many of each, and why."""

    lines: list[LineCountIn] = Field(min_length=1, max_length=LINES_MAX)
    why: str = Field(min_length=1, max_length=300)

    def counts(self) -> dict[int, int]:
        """Return how many of which line are meant."""
        return {each.line: each.count for each in self.lines}


class ReturnIn(Schema):
    """Goods that are to go back."""

    lines: Pairs
    why: str = Field(min_length=1, max_length=300)


class ReportIn(Schema):
    """Something is wrong with what arrived, or did not arrive."""

    lines: Pairs
    problem: Dispute.Problem
    wish: Dispute.Wish = Dispute.Wish.REFUND
    text: str = Field(default="", max_length=1000)


class ReturnAnswerIn(Schema):
    """Whether goods may come back; where to, or why not."""

    is_accepted: bool
    words: str = Field(default="", max_length=WHY_LENGTH_MAX)


class ReturnArrivalIn(Schema):
    """Returned goods are there, and whether they can be sold again."""

    is_fit_for_sale: bool


class ReportAnswerIn(Schema):
    """How a seller answers; without `amount` a refund is all that was asked for."""

    outcome: Literal["refund", "replacement", "decline"]
    amount: str | None = Field(default=None, pattern=AMOUNT)
    words: str = Field(default="", max_length=WHY_LENGTH_MAX)


class LineCountOut(Schema):
    """So many of one line of the order."""

    line: int
    count: int


class QuestionOut(Schema):
    """A question about a part; photos are addresses of pictures."""

    id: UUID
    part_id: UUID
    status: str
    lines: list[LineCountOut]
    answer: str
    amount: str
    photos: list[str]


class ReturnOut(QuestionOut):
    """A return: asked, accepted, declined, refunded or withdrawn."""

    why: str
    asked_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, asked: Return) -> Self:
        """Return a return as JSON tells it."""
        return cls(
            id=asked.id, part_id=asked.fulfilment_id, status=asked.status, lines=_counts(asked.lines),
            why=asked.reason, answer=asked.answer, amount=str(asked.amount), photos=_addresses(asked.photos.all()),
            asked_at=asked.asked_at, closed_at=asked.closed_at,
        )  # fmt: skip


class ReportOut(QuestionOut):
    """A reported problem: open, staff (staff decide), refunded, replaced, declined or withdrawn."""

    problem: str
    wish: str
    text: str
    asked_amount: str
    is_decided_at_once: bool
    opened_at: datetime
    decided_at: datetime | None

    @classmethod
    def of(cls, reported: Dispute) -> Self:
        """Return a report as JSON tells it."""
        return cls(
            id=reported.id, part_id=reported.fulfilment_id, status=reported.status, lines=_counts(reported.lines),
            problem=reported.problem, wish=reported.wish, text=reported.text, answer=reported.decision,
            asked_amount=str(reported.asked_amount), amount=str(reported.amount),
            is_decided_at_once=reported.is_decided_at_once, photos=_addresses(reported.photos.all()),
            opened_at=reported.opened_at, decided_at=reported.decided_at,
        )  # fmt: skip


def counts_of(pairs: Iterable[str]) -> dict[int, int]:
    """Return how many of which line a form's pairs mean."""
    return {int(line): int(count) for line, _colon, count in (pair.partition(":") for pair in pairs)}


def _counts(lines: dict[str, int]) -> list[LineCountOut]:
    return [LineCountOut(line=int(line), count=count) for line, count in lines.items()]


def _addresses(photos: Iterable[Photo]) -> list[str]:
    return [f"/api/order-photos/{photo.id}" for photo in photos]
