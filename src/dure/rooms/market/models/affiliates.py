"""People who promote sellers' goods for a commission, and everything that was decided about them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.models import AppendOnly
from dure.rooms.market.promoting import DOUBTS


class Affiliate(models.Model):
    """A person in the host network. `is_named` is their wish to stand in the leaderboard by name."""

    class Status(models.TextChoices):
        """Where they stand."""

        WAITING = "waiting", _("Waiting for our staff")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        SUSPENDED = "suspended", _("Suspended")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("paid to")
    )
    """Whose earnings the commission joins, to be paid out with them; without one it goes into the person's wallet."""
    status = models.CharField(_("status"), max_length=10, choices=Status)
    doubt = models.CharField(_("why our staff look"), max_length=30, blank=True)
    is_named = models.BooleanField(_("shown by name"), default=False)
    applied_at = models.DateTimeField(_("applied"))
    suspended_at = models.DateTimeField(_("suspended"), null=True)
    appealed_at = models.DateTimeField(_("asked to look again"), null=True)

    class Meta:
        verbose_name = _("host in the network")
        verbose_name_plural = _("hosts in the network")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["applied_at"], name="affiliate_waiting", condition=Q(status="waiting")),
            models.Index(fields=["suspended_at"], name="affiliate_suspended", condition=Q(status="suspended")),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return f"{self.id}"

    @property
    def doubt_words(self) -> str:
        """Why our staff look, as they read it; empty where nothing speaks against."""
        return str(DOUBTS.get(self.doubt, self.doubt))

    @property
    def is_approved(self) -> bool:
        """Whether they may promote now."""
        return self.status == self.Status.APPROVED


class AffiliateAct(AppendOnly):
    """Who decided what about a host or about orders held for a look, when and why; never changed."""

    class Act(models.TextChoices):
        """What was done."""

        APPLIED = "applied", _("Applied")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        SUSPENDED = "suspended", _("Suspended")
        REINSTATED = "reinstated", _("Reinstated")
        APPEALED = "appealed", _("Asked to look again")
        APPEAL_DECLINED = "appeal_declined", _("Stays as decided")
        ALLOWED = "allowed", _("Commission allowed")
        REFUSED = "refused", _("Commission refused")
        UNDONE = "undone", _("Decision undone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.CharField(_("act"), max_length=16, choices=Act)
    affiliate = models.ForeignKey(
        Affiliate, on_delete=models.PROTECT, null=True, related_name="acts", verbose_name=_("host of the network")
    )
    person_id = models.UUIDField(_("by"), null=True)
    at = models.DateTimeField(_("when"))
    why = models.CharField(_("why"), max_length=500, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    """Of a decision about orders: the attributions and their reasons before, `{"held": {"<id>": "day_cap"}}`."""
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by", verbose_name=_("undoes")
    )

    class Meta:
        verbose_name = _("decision about a host")
        verbose_name_plural = _("decisions about hosts")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-at"], name="affiliate_act_newest")]

    def __str__(self) -> str:
        """Return what was done."""
        return self.act
