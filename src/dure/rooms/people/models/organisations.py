"""Organisations, who belongs to them, and who is invited."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.people.models.persons import Person
from dure.rooms.people.models.regions import Region
from dure.rooms.people.roles import Role, roles_within

ROLES = [
    (Role.OWNER.value, _("Owner")),
    (Role.MANAGER.value, _("Manager")),
    (Role.MEMBER.value, _("Member")),
]


class Kind(models.TextChoices):
    """What sort of organisation it is."""

    FARM = "farm", _("Farm")
    COOPERATIVE = "cooperative", _("Co-operative")
    SHOP = "shop", _("Shop")
    CHARITY = "charity", _("Charity")
    HOSPITAL = "hospital", _("Hospital")
    AGENCY = "agency", _("Public agency")


class Organisation(models.Model):
    """A farm, co-operative, shop, charity, hospital or agency that people act for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    name_ko = models.CharField(_("name in Korean"), max_length=120, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    introduction = models.TextField(_("about us"), max_length=1000, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    founded_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("founded by")
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name for whoever reads the page now."""
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        """The name for a reader of this language, or the one everybody knows."""
        return {"ko": self.name_ko, "zh-hans": self.name_zh, "en": self.name_en}.get(language) or self.name


class Closure(models.Model):
    """An organisation stopped; reopening ends the closure."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="closures", verbose_name=_("organisation")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("closed"))
    closed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
    reopened_at = models.DateTimeField(_("reopened"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reopened by")
    )

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering: ClassVar = ["-closed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(reopened_at__isnull=True), name="people_closure_one_at_a_time"
            ),
        ]


class Invitation(models.Model):
    """An organisation asks somebody in: by phone number, by e-mail address, or whoever holds the link."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=8, choices=ROLES)
    phone = models.CharField(_("phone number"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    places = models.PositiveSmallIntegerField(_("for how many people"), default=1)
    places_taken = models.PositiveSmallIntegerField(_("accepted"), default=0)
    invited_at = models.DateTimeField(_("invited"))
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-invited_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(phone="") | Q(email=""), name="people_invitation_one_contact"),
            models.CheckConstraint(
                condition=Q(places__range=(1, 50)) & Q(places_taken__lte=F("places")), name="people_invitation_places"
            ),
            models.CheckConstraint(
                condition=Q(places=1) | Q(phone="", email="", role=Role.MEMBER.value),
                name="people_invitation_many_are_members",
            ),
        ]

    @property
    def is_for_anyone(self) -> bool:
        """Whether whoever holds the link may accept."""
        return not self.phone and not self.email

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be accepted at this moment."""
        is_ended = self.revoked_at or self.declined_at
        return not is_ended and self.places_taken < self.places and at < self.expires_at


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Ways to narrow memberships down."""

    def active(self) -> "MembershipQuerySet":
        """Memberships that have not ended."""
        return self.filter(ended_at__isnull=True)


class Membership(models.Model):
    """A person is in an organisation, in one role, for a time. Another role is another membership: history stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=8, choices=ROLES)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("invitation")
    )
    started_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    end_reason = models.CharField(_("reason for the end"), max_length=300, blank=True)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering: ClassVar = ["started_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="people_membership_one_active",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="people_membership_ends_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "role"], condition=Q(ended_at__isnull=True), name="people_membership_active"
            ),
        ]

    @property
    def roles(self) -> frozenset[str]:
        """The role and every role below it."""
        return roles_within(self.role)

    @property
    def is_active(self) -> bool:
        """Whether it has not ended."""
        return self.ended_at is None
