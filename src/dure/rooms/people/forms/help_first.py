"""The back office's forms for the help-first list."""

import base64
import binascii
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from dure.rooms.people.errors import LIST_PROBLEMS, HelpFirstWrong, ListUnreadable
from dure.rooms.people.models import HelpFirst
from dure.rooms.people.queries.help_first import HelpFirstPreview
from dure.rooms.people.services import help_first

BYTES_MOST = 2_000_000


class HelpFirstForm(forms.ModelForm):  # type: ignore[type-arg]  # Django itself takes no parameter here
    """One mark; the verb signs it with who and when."""

    class Meta:
        model = HelpFirst
        fields = ("region", "programme", "source", "year", "since", "until")


class ListForm(forms.Form):
    """A list to take over: uploaded first, then sent back unchanged with the confirmation."""

    file = forms.FileField(label=_("CSV file"), required=False, widget=UnfoldAdminFileFieldWidget)
    content = forms.CharField(required=False, widget=forms.HiddenInput)
    country = forms.ChoiceField(
        label=_("Country"), choices=[("CN", _("China")), ("KR", _("Korea"))], widget=UnfoldAdminSelectWidget
    )
    programme = forms.CharField(label=_("Programme"), max_length=120, widget=UnfoldAdminTextInputWidget)
    source = forms.CharField(
        label=_("Source of lines that name none"), max_length=300, required=False, widget=UnfoldAdminTextInputWidget
    )
    year = forms.IntegerField(
        label=_("Year of lines that name none"),
        min_value=1949,
        max_value=2200,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def is_confirmed(self) -> bool:
        """Whether the person saw the preview of this very list and said yes."""
        return bool(
            self.cleaned_data.get("confirmed") and self.cleaned_data.get("content") and not self.files.get("file")
        )

    def clean(self) -> dict[str, Any]:
        """Take the list from the upload, or from the page that showed its preview; look whether it can be read."""
        facts = super().clean() or {}
        upload = facts.get("file")
        if upload is not None and upload.size > BYTES_MOST:
            self.add_error("file", _("That is more than we can take at once."))
            return facts
        try:
            self.bytes = upload.read() if upload else base64.b64decode(facts.get("content", ""), validate=True)
        except (binascii.Error, ValueError):
            self.bytes = b""
        if not self.bytes:
            self.add_error("file", _("Please choose a file."))
        elif not self.errors:
            self._look()
        return facts

    def _look(self) -> None:
        """Make the preview, or say what is wrong with the file."""
        facts = {key: value for key, value in self.arguments().items() if key != "programme"}
        try:
            self._preview = help_first.preview_help_first(**facts)
        except (ListUnreadable, HelpFirstWrong) as wrong:
            self.add_error("file", [sentence for sentences in wrong.fields.values() for sentence in sentences])

    def preview(self) -> HelpFirstPreview:
        """Return what the list would do."""
        return self._preview

    def problems(self) -> list[tuple[int, str, str]]:
        """Return (line number, what it says, why it is left out) in the reader's language."""
        return [
            (line.number, " ".join(filter(None, [line.code, line.province, line.name])), str(LIST_PROBLEMS[reason]))
            for line, reason in self._preview.unmatched
        ]

    def content_again(self) -> str:
        """Return the list for the page to send back with the confirmation."""
        return base64.b64encode(self.bytes).decode()

    def arguments(self) -> dict[str, Any]:
        """Return what the verb needs."""
        facts = self.cleaned_data
        return {
            "content": self.bytes,
            "country": facts["country"],
            "programme": facts.get("programme", ""),
            "year": facts.get("year"),
            "source": facts.get("source", ""),
        }
