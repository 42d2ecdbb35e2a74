"""Listing a product: a photo, a kind, a price. Everything else is guessed until it is said otherwise."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dure.rooms.catalog.drafts import LotDraft, Names, ProductDraft, SizeDraft, Terms
from dure.rooms.catalog.forms.fields import MoneyField, PhotosField, QuantityField
from dure.rooms.catalog.models import Kind
from dure.rooms.catalog.models.offers import LISTED
from dure.rooms.catalog.models.products import NAME_LENGTH_MAX, STORY_LENGTH_MAX, Allergen
from dure.rooms.catalog.queries import kinds, mine
from dure.rooms.catalog.services.products import PHOTOS_MAX

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
WRITTEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")


class LotFields(forms.Form):
    """When, where and how good it was harvested."""

    harvested_on = forms.DateField(label=_("Harvested on"), required=False, widget=DAY)
    best_before = forms.DateField(
        label=_("Good until"), required=False, widget=DAY, help_text=_("It leaves sale by itself after this day.")
    )
    village = forms.CharField(label=_("Village"), max_length=80, required=False)
    grade = forms.CharField(label=_("Grade"), max_length=40, required=False)
    label = forms.CharField(label=_("Lot number"), max_length=40, required=False)

    def lot(self) -> LotDraft:
        """Return what was said of the lot."""
        answers = self.cleaned_data
        return LotDraft(**{name: answers[name] for name in LotFields.base_fields})


class SizeFields(LotFields):
    """How much is in one, what it costs, how many there are, where and on what terms it is sold."""

    price = MoneyField(label=_("Price of one"))
    size = QuantityField(label=_("How much is in one?"), help_text=_("For example 5 kg, 10 개, 3斤"))
    count = forms.IntegerField(
        label=_("How many have you got?"), min_value=0, max_value=1_000_000, initial=10,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    package = forms.CharField(
        label=_("Package"), max_length=60, required=False, help_text=_("For example: box, net, gift box")
    )
    location = forms.ChoiceField(label=_("Where does it lie?"), required=False)
    channels = forms.MultipleChoiceField(
        label=_("Where is it sold?"), choices=[(each.value, each.label) for each in LISTED], initial=["shop"],
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    per_buyer_limit = forms.IntegerField(label=_("How many may one buyer have?"), min_value=1, required=False)
    opens_at = forms.DateTimeField(label=_("On sale from"), required=False, widget=MOMENT, input_formats=WRITTEN)
    closes_at = forms.DateTimeField(label=_("On sale until"), required=False, widget=MOMENT, input_formats=WRITTEN)

    def __init__(self, *arguments: Any, shop: mine.Shop, **options: Any) -> None:
        """Read prices in the seller's currency and offer its locations."""
        super().__init__(*arguments, **options)
        self.shop = shop
        price, location = self.fields["price"], self.fields["location"]
        assert isinstance(price, MoneyField)
        assert isinstance(location, forms.ChoiceField)
        price.currency = shop.currency
        self.locations = mine.own_locations(organisation_id=shop.organisation_id)
        location.choices = [(str(place.id), place.name) for place in self.locations]

    def clean(self) -> dict[str, Any]:
        """See that nothing closes before it opens or spoils before it is harvested."""
        answers = super().clean() or {}
        for first, second in (("opens_at", "closes_at"), ("harvested_on", "best_before")):
            if answers.get(first) and answers.get(second) and answers[second] < answers[first]:
                self.add_error(second, _("The second day must come after the first."))
        return answers

    def size_draft(self) -> SizeDraft:
        """Return what the verb takes."""
        answers = self.cleaned_data
        return SizeDraft(
            size=answers["size"],
            count=answers["count"],
            package=answers["package"],
            lot=self.lot(),
            location_id=UUID(answers["location"]) if answers["location"] else None,
            channels=tuple(answers["channels"] or ["shop"]),
            terms=self.terms(),
        )

    def terms(self) -> Terms:
        """Return price, limit and order window."""
        names = ("price", "per_buyer_limit", "opens_at", "closes_at")
        return Terms(**{name: self.cleaned_data[name] for name in names})


class WordFields(forms.Form):
    """What the product is called and what is told about it."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH_MAX, required=False)
    name_ko = forms.CharField(label=_("Name in Korean"), max_length=NAME_LENGTH_MAX, required=False)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=NAME_LENGTH_MAX, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=NAME_LENGTH_MAX, required=False)
    story = forms.CharField(
        label=_("Its story"), max_length=STORY_LENGTH_MAX, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    storage = forms.CharField(label=_("How to keep it"), max_length=200, required=False)
    allergens = forms.MultipleChoiceField(
        label=_("Allergens in it"), choices=Allergen.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def product_draft(self, kind_code: str) -> ProductDraft:
        """Return what the verb takes."""
        answers = self.cleaned_data
        names = Names(name=answers["name"], ko=answers["name_ko"], zh=answers["name_zh"], en=answers["name_en"])
        return ProductDraft(
            kind_code=kind_code,
            names=names,
            story=answers["story"],
            storage=answers["storage"],
            allergens=tuple(answers["allergens"]),
        )


class ProductWordsForm(WordFields):
    """Saying otherwise what a product is."""

    kind_text = forms.CharField(label=_("Kind of goods"), max_length=80)
    field_order = ("name", "kind_text")

    def clean_kind_text(self) -> Kind:
        """Return the kind that was named."""
        return recognised(self.cleaned_data["kind_text"])

    def draft(self) -> ProductDraft:
        """Return what the verb takes."""
        return self.product_draft(self.cleaned_data["kind_text"].code)


class ListingForm(WordFields, SizeFields):
    """Everything about a new product on one page; a photo, a kind and a price are enough."""

    photos = PhotosField(photos_max=PHOTOS_MAX, required=False)
    kind = forms.CharField(required=False, max_length=40)
    kind_text = forms.CharField(
        label=_("Another kind"), max_length=80, required=False, help_text=_("Type what it is, in your own words.")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Ask for nothing that was told last time."""
        super().__init__(*arguments, **options)
        for name in ("price", "size", "count"):
            self.fields[name].required = False
        self.suggested = kinds.suggested(organisation_id=self.shop.organisation_id)
        self.guesses = mine.guesses(organisation_id=self.shop.organisation_id, kinds=self.suggested)

    @property
    def usual(self) -> str:
        """The code of the kind a seller lists most, which is chosen at first; "" for one who has listed nothing."""
        first = self.suggested[0].code if self.suggested else ""
        return first if first and self.guesses[first].price else ""

    @property
    def cards(self) -> list[tuple[Kind, mine.Guess, bool]]:
        """The kinds to choose from, how each went last time, and whether it is chosen: at first what is listed most."""
        chosen = self.data.get("kind", "") if self.is_bound else self.usual
        return [(kind, self.guesses[kind.code], kind.code == chosen) for kind in self.suggested]

    def clean(self) -> dict[str, Any]:
        """Settle the kind, and fill what was left open with what the seller did last time, or what is usual."""
        answers = super().clean()
        try:
            answers["kind"] = self._kind(answers)
        except ValidationError as error:
            self.add_error("kind_text", error)
            return answers
        guessed = mine.guess(organisation_id=self.shop.organisation_id, kind=answers["kind"])
        is_as_usual = answers.get("size") in {None, guessed.size}
        answers["size"] = answers.get("size") or guessed.size
        answers["package"] = answers.get("package") or (guessed.package if is_as_usual else "")
        answers["count"] = guessed.count if answers.get("count") is None else answers["count"]
        if answers.get("price") is None and "price" not in self.errors:
            answers["price"] = guessed.price if is_as_usual else None
            if answers["price"] is None:
                self.add_error("price", _("Please say what one costs."))
        return answers

    def _kind(self, answers: dict[str, Any]) -> Kind:
        """Return the kind that was typed, else tapped, else named."""
        if answers.get("kind_text"):
            return recognised(answers["kind_text"])
        names = " ".join(answers.get(name) or "" for name in ("name", "name_ko", "name_zh", "name_en")).strip()
        tapped = answers.get("kind")
        is_only_guessed = tapped == self.data.get("guessed") and kinds.recognise(text=names) is not None
        if tapped and not is_only_guessed:
            found = kinds.kinds(codes=[tapped])
            if found:
                return found[0]
        if not names:
            raise ValidationError(_("Please choose what it is."), "required")
        return recognised(names)

    def draft(self) -> ProductDraft:
        """Return what the verb takes; words typed for the kind are the name where no other was given."""
        answers = self.cleaned_data
        draft = self.product_draft(answers["kind"].code)
        if draft.names == Names() and answers["kind_text"]:
            return ProductDraft(
                kind_code=draft.kind_code, names=Names(name=answers["kind_text"]), story=draft.story,
                storage=draft.storage, allergens=draft.allergens,
            )  # fmt: skip
        return draft


def recognised(text: str) -> Kind:
    """Return the kind of goods that words name, or say in the form that we know none."""
    found = kinds.recognise(text=text)
    if found is None:
        raise ValidationError(
            _("We do not know “%(text)s” yet. Please try the name of the fruit, vegetable or goods it is."),
            "kind_unknown",
            {"text": text},
        )
    return found
