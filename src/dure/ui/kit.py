"""What the kit page shows: every component in use, with the very lines that call it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from dure.ui.art.produce import KINDS
from dure.ui.art.scenes import SCENES
from dure.ui.art.trees import TREES
from dure.ui.icons import icon_names

UI = Path(__file__).resolve().parent
SHEETS = UI / "templates" / "ui" / "kit"
COLOURS = ("paper", "surface", "sunk", "ink", "pine", "persimmon", "ochre", "jujube", "indigo", "deep")


@dataclass(frozen=True)
class Sheet:
    """One example: its template, which is also its documentation."""

    name: str

    @property
    def template(self) -> str:
        """The template's name."""
        return f"ui/kit/{self.name}.html"

    @property
    def source(self) -> str:
        """What one writes to get it."""
        return (SHEETS / f"{self.name}.html").read_text(encoding="utf-8")


ORDER = (
    "buttons", "chips", "headings", "hero", "products", "categories", "live", "impact", "today", "rows", "cards",
    "figures", "charts", "journey", "timeline", "notices", "toasts", "forms", "choices", "buying", "ways", "dialogs",
    "tables", "codes", "empty",
)  # fmt: skip


@cache
def sheets() -> tuple[Sheet, ...]:
    """Return the examples in the order they are shown."""
    return tuple(Sheet(name) for name in ORDER)


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands at your door."))
    phone = forms.CharField(label=_("Telephone"))
    region = forms.ChoiceField(label=_("Region"), choices=[("46", _("South Jeolla")), ("47", _("North Gyeongsang"))])
    words = forms.CharField(label=_("A word to the farmer"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    way = forms.ChoiceField(
        label=_("Where shall it wait?"),
        choices=[("door", _("at the door")), ("hall", _("in the village hall"))],
        widget=forms.RadioSelect,
    )
    may_call = forms.BooleanField(label=_("The driver may call me"), required=False)


def page() -> dict[str, object]:
    """Return what the kit page is made of."""
    form = SampleForm({"name": "", "phone": "010", "region": "46", "way": "door"})
    return {
        "sheets": sheets(),
        "colours": COLOURS,
        "kinds": tuple(KINDS),
        "scenes": tuple(SCENES),
        "trees": tuple(TREES),
        "icons": icon_names(),
        "form": form,
        "page": Paginator(range(50), 10).page(2),
    }
