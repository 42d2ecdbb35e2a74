"""What people fill in about shows, clips, contests and what should be taken down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput
from dure.kernel.pictures import ACCEPT, Picture, prepare
from dure.rooms.stage.models import Show, Takedown
from dure.rooms.stage.models.broadcasts import KEY_LENGTH_MAX
from dure.rooms.stage.models.shows import ABOUT_LENGTH_MAX, PINNED_LENGTH_MAX, TITLE_LENGTH_MAX
from dure.rooms.stage.models.takedowns import DECISION_LENGTH_MAX, OBJECTION_LENGTH_MAX
from dure.rooms.stage.services.contests import WHY_LENGTH_MAX as WHY_OUT_LENGTH_MAX
from dure.rooms.stage.services.contests import WORDS_LENGTH_MAX as ENTRY_LENGTH_MAX
from dure.rooms.stage.services.shows import MINUTES_LEAST, MINUTES_MOST, WHY_LENGTH_MAX, ShowDraft, demand_to_come
from dure.rooms.stage.services.takedowns import CONTACT_LENGTH_MAX
from dure.rooms.stage.services.takedowns import WORDS_LENGTH_MAX as WISH_LENGTH_MAX
from dure.rooms.stage.services.thanks import THANKS_LENGTH_MAX

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
WRITTEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
LANGUAGES = [("ko", _("Korean")), ("zh-hans", _("Chinese")), ("en", _("English"))]
KINDS = [
    (Show.Kind.SELLING.value, _("I sell something")),
    (Show.Kind.GATHERING.value, _("We come together, nothing is sold")),
]
MINUTES_BEFORE = [(10, _("10 minutes before")), (30, _("30 minutes before")), (60, _("1 hour before"))]
BY_TIME = "-"
SLOW = [(0, _("off")), (5, _("5 seconds")), (15, _("15 seconds")), (60, _("1 minute"))]
CONSENT_WORDS = _(
    "Everybody who can be seen or heard knows that this is shown live and recorded, and agrees. "
    "For children, their parents agree."
)


class ShowForm(forms.Form):
    """When, what, for whom."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH_MAX)
    about = forms.CharField(
        label=_("What is it about?"), max_length=ABOUT_LENGTH_MAX, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    starts_at = forms.DateTimeField(label=_("When does it start?"), widget=MOMENT, input_formats=WRITTEN)
    planned_minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=MINUTES_LEAST, max_value=MINUTES_MOST, initial=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("What kind of show?"), choices=KINDS, initial="selling", widget=forms.RadioSelect)
    is_contest = forms.BooleanField(
        label=_("It is a contest: people bring something, everybody has one vote"), required=False,
        help_text=_("For shows at which nothing is sold."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"), choices=LANGUAGES, initial=["ko"], widget=forms.CheckboxSelectMultiple
    )
    is_rehearsal = forms.BooleanField(label=_("A rehearsal: only hosts and helpers see it"), required=False)
    cover = forms.FileField(label=_("Cover picture"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}))

    @classmethod
    def of(cls, show: Show) -> "ShowForm":
        """Return the form as a show is now."""
        fields = ("title", "about", "starts_at", "planned_minutes", "kind", "is_contest", "languages")
        return cls(initial={name: getattr(show, name) for name in fields} | {"is_rehearsal": not show.is_public})

    def clean_starts_at(self) -> datetime:
        """Refuse a show that is not to come beside its field: what else was filled in stays."""
        starts_at: datetime = self.cleaned_data["starts_at"]
        try:
            demand_to_come(starts_at=starts_at)
        except BadInput as problem:
            raise forms.ValidationError(problem.message) from problem
        return starts_at

    def clean_cover(self) -> Picture | None:
        """Return the cover as it is kept; what is no picture, or too big a one, is said beside the field."""
        try:
            return prepare(self.cleaned_data["cover"]) if self.cleaned_data["cover"] else None
        except BadInput as problem:
            raise forms.ValidationError(problem.message) from problem

    def draft(self) -> ShowDraft:
        """Return what was said of the show."""
        answers: dict[str, Any] = dict(self.cleaned_data)
        is_rehearsal = answers.pop("is_rehearsal")
        return ShowDraft(**answers, is_public=not is_rehearsal)


class CancelForm(forms.Form):
    """Why a show is called off."""

    why = forms.CharField(label=_("Why? Those who wanted to come are told."), max_length=WHY_LENGTH_MAX, required=False)


class CueForm(forms.Form):
    """A line of the run-sheet."""

    title = forms.CharField(label=_("What comes?"), max_length=TITLE_LENGTH_MAX)
    key = forms.CharField(max_length=KEY_LENGTH_MAX, required=False, widget=forms.HiddenInput)


class PinForm(forms.Form):
    """The sentence above the chat."""

    text = forms.CharField(label=_("Pinned sentence"), max_length=PINNED_LENGTH_MAX, required=False)


class ThanksForm(forms.Form):
    """A few words to those who were there."""

    words = forms.CharField(label=_("Your words of thanks"), max_length=THANKS_LENGTH_MAX)


class SlowForm(forms.Form):
    """How long a viewer waits between two messages."""

    seconds = forms.TypedChoiceField(label=_("Slow mode"), choices=SLOW, coerce=int)


class WordsForm(forms.Form):
    """Words that may not be said, a line each."""

    words = forms.CharField(
        label=_("Words that may not be said, one a line"), required=False, max_length=9_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class ConsentForm(forms.Form):
    """A host's word that all in the picture agree."""

    is_given = forms.BooleanField(label=CONSENT_WORDS)
    has_children = forms.BooleanField(label=_("Children will be in the picture"), required=False)


class ReminderForm(forms.Form):
    """How long before I want to hear of a show."""

    minutes_before = forms.TypedChoiceField(label=_("Remind me"), choices=MINUTES_BEFORE, coerce=int, initial=10)


class ReportForm(forms.Form):
    """Why a message should not stand."""

    message_id = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("What is wrong with it?"), max_length=300, required=False)


class CutForm(forms.Form):
    """A minute at most of a recording; seconds from its start."""

    title = forms.CharField(label=_("Title of the clip"), max_length=TITLE_LENGTH_MAX)
    from_s = forms.DecimalField(
        label=_("From second"), min_value=0, decimal_places=1, max_digits=6, localize=False,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )  # fmt: skip
    to_s = forms.DecimalField(
        label=_("Until second"), min_value=1, decimal_places=1, max_digits=6, localize=False,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )  # fmt: skip
    key = forms.ChoiceField(label=_("What does it show?"), required=False)

    def __init__(self, *arguments: Any, offers: Mapping[str, str], **options: Any) -> None:
        """Offer what was on the screen (title by key), the one where the clip begins first, and nothing."""
        super().__init__(*arguments, **options)
        field = self.fields["key"]
        field.choices = [(BY_TIME, _("what was on the screen")), *offers.items(), ("", _("nothing to buy"))]  # type: ignore[attr-defined]  # it is a choice field
        field.initial = BY_TIME

    @property
    def chosen_key(self) -> str | None:
        """The key that was chosen; None for what was on the screen."""
        chosen: str = self.cleaned_data["key"] if "key" in self.data else BY_TIME
        return None if chosen == BY_TIME else chosen


class ClipForm(forms.Form):
    """A film to be sent."""

    title = forms.CharField(label=_("Title of the clip"), max_length=TITLE_LENGTH_MAX)
    film = forms.FileField(
        label=_("Film"), widget=forms.FileInput(attrs={"accept": "video/*"}),
        help_text=_("MP4, MOV or WebM, at most one minute and 200 MB."),
    )  # fmt: skip
    poster_s = forms.DecimalField(
        label=_("Second of the picture that stands for it"), min_value=0, max_value=60, decimal_places=1, max_digits=4,
        required=False, localize=False, widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )  # fmt: skip
    organisation_id = forms.TypedChoiceField(label=_("Who shows it?"), required=False, empty_value="")

    def __init__(self, *arguments: Any, hosts: list[tuple[Any, str]], **options: Any) -> None:
        """Offer the organisations one may act for, and oneself."""
        super().__init__(*arguments, **options)
        field = self.fields["organisation_id"]
        field.choices = [("", _("I myself")), *((str(each), name) for each, name in hosts)]  # type: ignore[attr-defined]  # it is a choice field


class EntryForm(forms.Form):
    """What I bring to a contest."""

    title = forms.CharField(label=_("What do you bring?"), max_length=TITLE_LENGTH_MAX)
    words = forms.CharField(
        label=_("A few words about it"), max_length=ENTRY_LENGTH_MAX, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    clip_id = forms.TypedChoiceField(
        label=_("Your clip"), required=False, empty_value="", help_text=_("With your entry, everybody sees it.")
    )

    def __init__(self, *arguments: Any, clips: list[Any], **options: Any) -> None:
        """Offer one's own ready clips."""
        super().__init__(*arguments, **options)
        field = self.fields["clip_id"]
        field.choices = [("", _("without a clip")), *((str(each.id), each.title) for each in clips)]  # type: ignore[attr-defined]  # it is a choice field


class TakeOutForm(forms.Form):
    """Why a host takes an entry out."""

    why = forms.CharField(
        label=_("Why? Who brought it reads this."), max_length=WHY_OUT_LENGTH_MAX,
    )  # fmt: skip


class TakedownForm(forms.Form):
    """Why something should be taken down."""

    why = forms.ChoiceField(label=_("What is wrong?"), choices=Takedown.Why, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Where in the film, and what?"), max_length=WISH_LENGTH_MAX, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("How can we reach you?"), max_length=CONTACT_LENGTH_MAX, required=False,
        help_text=_("A phone number or e-mail address, if you want an answer."),
    )  # fmt: skip


class ObjectionForm(forms.Form):
    """What speaks against a takedown."""

    words = forms.CharField(
        label=_("What should we look at again?"), max_length=OBJECTION_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """What staff decide about a wish."""

    is_granted = forms.TypedChoiceField(
        label=_("Decision"), choices=[("yes", _("Take it down")), ("no", _("It stays"))], widget=forms.RadioSelect,
        coerce=lambda answer: answer == "yes",
    )  # fmt: skip
    decision = forms.CharField(
        label=_("Reasons"), max_length=DECISION_LENGTH_MAX, widget=forms.Textarea(attrs={"rows": 3})
    )
