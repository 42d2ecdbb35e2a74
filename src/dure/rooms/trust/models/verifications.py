"""Verifications: what is to be checked, the papers that show it, and every decision about it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.models import AppendOnly


class Status(models.TextChoices):
    """How a verification stands."""

    WAITING = "waiting", _("Waiting for us")
    MORE_PAPERS = "more_papers", _("Waiting for papers")
    APPROVED = "approved", _("Verified")
    REFUSED = "refused", _("Refused")


class Outcome(models.TextChoices):
    """What a decision says; `waiting` puts a verification back into the queue, as undoing the first decision does."""

    APPROVED = "approved", _("Verified")
    REFUSED = "refused", _("Refused")
    MORE_PAPERS = "more_papers", _("More papers are needed")
    WAITING = "waiting", _("Back into the queue")


class PaperKind(models.TextChoices):
    """What a photographed paper is."""

    BUSINESS_REGISTRATION = "business_registration", _("Business registration")
    FARM_REGISTRATION = "farm_registration", _("Farm registration")
    BANK_BOOK = "bank_book", _("First page of the bank book")
    CHARITY_REGISTRATION = "charity_registration", _("Registration as a charity")
    LICENCE = "licence", _("Licence or permit")
    OTHER = "other", _("Another paper")


class Verification(models.Model):
    """What has to be true before people may rely on a subject such as `merchant:<uuid>`; one per subject, for good."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(_("subject"), max_length=80, unique=True)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.WAITING)
    note = models.CharField(_("note"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    waiting_since = models.DateTimeField(_("in the queue since"), null=True, blank=True)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering: ClassVar = ["waiting_since", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status=Status.WAITING, waiting_since__isnull=False)
                | ~Q(status=Status.WAITING) & Q(waiting_since__isnull=True),
                name="trust_verification_in_queue_since",
            ),
            models.CheckConstraint(
                condition=Q(subject__regex=r"^[a-z_]+:[^\s]+$"), name="trust_verification_subject_names_its_kind"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["waiting_since", "id"], condition=Q(status=Status.WAITING), name="trust_verification_queue"
            ),
            models.Index(fields=["organisation"], name="trust_verification_whose"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def kind(self) -> str:
        """What sort of subject it is: `merchant` of `merchant:0190…`."""
        return self.subject.partition(":")[0]


class Paper(models.Model):
    """A photographed paper; seen by staff and by the organisation's own people only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    verification = models.ForeignKey(
        Verification, on_delete=models.PROTECT, related_name="papers", verbose_name=_("verification")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=PaperKind.choices)
    picture = models.CharField(_("picture"), max_length=80)
    digest = models.CharField(_("fingerprint"), max_length=64)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verification", "digest"], name="trust_paper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Decision(AppendOnly):
    """What was decided about a verification, by whom and why; a wrong one is undone by a new one that names it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    verification = models.ForeignKey(
        Verification, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("verification")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undoes")
    )
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering: ClassVar = ["decided_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome="approved") | ~Q(reason=""), name="trust_decision_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.id}"
