"""Announcing: the act and the news of it commit together."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import transaction

from dure.kernel.models import OutboxMessage
from dure.kernel.outbox import OutsideTransaction, announce, announce_all, from_payload
from dure.kernel.testing import Announced


@dataclass(frozen=True, kw_only=True)
class LampLit:
    """Somebody lit a lamp."""

    subject: ClassVar[str] = "tests.lamp_lit"
    lamp: str
    brightness: int = 1


def test_writes_the_fact_in_the_callers_transaction(announced: Announced) -> None:
    with transaction.atomic():
        announce(LampLit(lamp="porch"))

    assert announced(LampLit) == LampLit(lamp="porch")


def test_what_is_undone_was_never_told(announced: Announced) -> None:
    @transaction.atomic
    def light_and_fail() -> None:
        announce(LampLit(lamp="porch"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        light_and_fail()

    assert announced(LampLit) is None


@pytest.mark.django_db(transaction=True)
def test_refuses_to_speak_outside_a_transaction() -> None:
    with pytest.raises(OutsideTransaction):
        announce(LampLit(lamp="porch"))

    assert not OutboxMessage.objects.exists()


def test_keeps_the_order_of_many(announced: Announced) -> None:
    with transaction.atomic():
        announce_all([LampLit(lamp=str(number)) for number in range(50)])

    assert [event.lamp for event in announced.all(LampLit)] == [str(number) for number in range(50)]


def test_reads_older_and_newer_shapes_of_a_fact() -> None:
    newer = {"lamp": "porch", "brightness": 3, "colour": "red"}
    older: dict[str, object] = {"lamp": "porch"}

    assert from_payload(newer, LampLit) == LampLit(lamp="porch", brightness=3)
    assert from_payload(older, LampLit) == LampLit(lamp="porch", brightness=1)
