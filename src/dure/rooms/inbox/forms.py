"""What people fill in about their notifications."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.rooms.inbox.models import Habit
from dure.rooms.inbox.models.wishes import Pace, Zone


class HabitForm(forms.Form):
    """When to be left alone, and how often letters may come."""

    is_quiet = forms.BooleanField(label=_("Leave me alone at certain hours"), required=False)
    quiet_from = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_until = forms.TimeField(label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    zone = forms.ChoiceField(label=_("By the clock of"), choices=Zone.choices)
    pace = forms.ChoiceField(label=_("E-mails come"), choices=Pace.choices, widget=forms.RadioSelect)

    @classmethod
    def of(cls, habit: Habit) -> "HabitForm":
        """Return the form filled with what holds now."""
        return cls(
            initial={
                "is_quiet": habit.quiet_from is not None,
                "quiet_from": f"{habit.quiet_from or time(21):%H:%M}",
                "quiet_until": f"{habit.quiet_until or time(8):%H:%M}",
                "zone": habit.zone,
                "pace": habit.pace,
            }
        )

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of the quiet hours."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_quiet"):
            for name in ("quiet_from", "quiet_until"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Please give a time."))
        return cleaned

    @property
    def quiet(self) -> tuple[time, time] | None:
        """The quiet hours asked for; None for none."""
        if not self.cleaned_data["is_quiet"]:
            return None
        return self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]


class SubscriptionForm(forms.Form):
    """What a browser hands over to take pushes."""

    endpoint = forms.CharField(max_length=800)
    browser_key = forms.CharField(max_length=120)
    secret = forms.CharField(max_length=40)
