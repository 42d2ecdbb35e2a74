"""The ui's question when somebody changes the look (`settings.PREFERENCES_KEEPER`): remember it for the person."""

from django.http import HttpRequest

from dure.kernel.http import STRANGER, Actor
from dure.rooms.people.services.persons import change_preferences
from dure.ui.preferences import Preferences


def keep(request: HttpRequest, chosen: Preferences, language: str) -> None:
    """Remember the look and, where one was chosen, the language; a stranger's stay in the browser."""
    actor: Actor = getattr(request, "actor", STRANGER)
    if not actor.is_signed_in:
        return
    person = change_preferences(
        by=actor,
        language=language or None,
        is_text_large=chosen.is_large,
        is_data_low=chosen.saves_data,
        theme=chosen.theme,
    )
    request.person = person  # type: ignore[attr-defined]  # the rest of this request sees the change
    request.user.person = person  # type: ignore[union-attr]
