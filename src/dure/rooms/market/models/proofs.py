"""What the look through the orders found."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dure.kernel.models import AppendOnly


class Proof(AppendOnly):
    """The outcome of one look through the orders; it replaces what foreign keys would have guarded.

    A night looks through what is new and a twenty-eighth of everything older; `is_whole` looked through all of it.
    """

    proof_id = models.BigAutoField(_("number"), primary_key=True)
    ran_at = models.DateTimeField(_("looked through"))
    asked_by_id = models.UUIDField(_("who asked for it"), null=True)
    is_whole = models.BooleanField(_("everything"), db_default=True)
    is_complete = models.BooleanField(_("not called off"), db_default=True)
    duration_ms = models.PositiveIntegerField(_("took (ms)"))
    order_count = models.PositiveBigIntegerField(_("orders"))
    line_count = models.PositiveBigIntegerField(_("lines"))
    problem_count = models.PositiveIntegerField(_("findings"))
    problems = models.JSONField(_("findings in detail"))
    checks = models.JSONField(_("each proof"), db_default=[])
    """Each proof with how long it took and how much it found: [{"code": …, "took_ms": 12, "found": 0}, …]."""
    ranges = models.JSONField(_("where something was found"), db_default=[])
    """The ranges of order numbers [cell, first, after] the next look begins with, so that a finding stays found."""

    class Meta:
        verbose_name = _("proof of orders")
        verbose_name_plural = _("proofs of orders")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-ran_at"], name="market_proof_newest")]

    def __str__(self) -> str:
        """Return time and outcome."""
        return f"{self.ran_at:%Y-%m-%d %H:%M} {self.problem_count} problems"

    @property
    def holds(self) -> bool:
        """Whether everything that was looked through fitted together."""
        return self.problem_count == 0
