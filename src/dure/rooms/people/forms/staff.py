"""The back office's form on a sign-in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.people.models import SignIn
from dure.rooms.people.models.sign_ins import STAFF_ROLES


class StaffRolesForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own is not generic at run time
    """Which staff roles somebody has; none makes them an ordinary person again."""

    staff_roles = forms.MultipleChoiceField(
        label=_("Staff roles"),
        choices=STAFF_ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Members of staff need a second step before the back office opens."),
    )

    class Meta:
        model = SignIn
        fields = ("staff_roles",)
