"""Sign-ins: what opens the door. Everything about the person behind it lives in `Person`."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.people.models.persons import Person
from dure.rooms.people.roles import StaffRole, staff_may, staff_may_enter

STAFF_ROLES = [
    (StaffRole.ADMINISTRATOR.value, _("Administrator")),
    (StaffRole.SUPPORT.value, _("Support")),
    (StaffRole.BOOKKEEPER.value, _("Bookkeeper")),
    (StaffRole.AUDITOR.value, _("Auditor")),
]


class SignInManager(BaseUserManager["SignIn"]):
    """Brings the person along: whoever asks for a sign-in asks who it is next."""

    def get_queryset(self) -> models.QuerySet["SignIn"]:
        """Sign-ins with their persons, in one query."""
        return super().get_queryset().select_related("person")


class SignIn(AbstractBaseUser):
    """The credentials of one person: e-mail address, phone number, password; passkeys and codes hang on it.

    A phone number or e-mail address counts only once it is proven; an unproven one never blocks its real owner.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="sign_in", verbose_name=_("person"))
    email = models.EmailField(_("e-mail address"), blank=True, default="")
    phone = models.CharField(_("phone number"), max_length=16, blank=True, default="")
    phone_proven_at = models.DateTimeField(_("phone number proven"), null=True, blank=True)
    staff_roles = ArrayField(
        models.CharField(max_length=16, choices=STAFF_ROLES), verbose_name=_("staff roles"), default=list, blank=True
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(_("created"))

    objects: ClassVar[SignInManager] = SignInManager()

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phone"], condition=Q(phone_proven_at__isnull=False), name="people_sign_in_proven_phone_unique"
            ),
            models.CheckConstraint(
                condition=Q(phone_proven_at__isnull=True) | ~Q(phone=""), name="people_sign_in_proven_phone_is_there"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["email"], name="people_sign_in_email")]

    def __str__(self) -> str:
        return self.person.display_name

    def get_full_name(self) -> str:
        """The person's name, under the name Django's and the back office's templates ask for."""
        return self.person.display_name

    def get_username(self) -> str:
        """The id as text: the back office's templates take letters out of it."""
        return str(self.id)

    @property
    def is_staff(self) -> bool:
        """Whether this is one of the house's own staff (the back office also asks for a second factor)."""
        return bool(self.staff_roles)

    @property
    def is_superuser(self) -> bool:
        """Whether every permission of the back office is open."""
        return StaffRole.ADMINISTRATOR in self.staff_roles

    def has_perm(self, perm: str, _obj: Any = None) -> bool:
        """Whether a staff role opens this permission of the back office."""
        return self.is_active and staff_may(self.staff_roles, perm)

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        """Whether staff roles open all these permissions."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether staff roles open anything in this room of the back office."""
        return self.is_active and staff_may_enter(self.staff_roles, app_label)


class Lock(models.Model):
    """Staff closed a sign-in, and why; while a lock is not lifted nobody signs in with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="locks", verbose_name=_("sign-in"))
    reason = models.CharField(_("reason"), max_length=300)
    locked_at = models.DateTimeField(_("locked"))
    locked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("locked by")
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")
        ordering: ClassVar = ["-locked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sign_in"], condition=Q(lifted_at__isnull=True), name="people_lock_one_at_a_time"
            ),
        ]
