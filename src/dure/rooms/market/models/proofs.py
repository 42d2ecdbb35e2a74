"""What the nightly look through the orders found."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dure.kernel.models import AppendOnly


class Proof(AppendOnly):
    """The outcome of one run over all orders; it replaces what foreign keys would have guarded."""

    proof_id = models.BigAutoField(_("number"), primary_key=True)
    ran_at = models.DateTimeField(_("looked through"))
    duration_ms = models.PositiveIntegerField(_("took (ms)"))
    order_count = models.PositiveBigIntegerField(_("orders"))
    line_count = models.PositiveBigIntegerField(_("lines"))
    problem_count = models.PositiveIntegerField(_("findings"))
    problems = models.JSONField(_("findings in detail"))

    class Meta:
        verbose_name = _("proof of orders")
        verbose_name_plural = _("proofs of orders")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-ran_at"], name="market_proof_newest")]

    def __str__(self) -> str:
        """Return time and outcome."""
        return f"{self.ran_at:%Y-%m-%d %H:%M} {self.problem_count} problems"

    @property
    def holds(self) -> bool:
        """Whether everything fitted together."""
        return self.problem_count == 0
