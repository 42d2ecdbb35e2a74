"""A new password for who signs in by phone: allauth knows the way by e-mail only, so the code takes its own road here.

allauth's pages ask for the code and the new password; they read what this leaves in the browser's session.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from django.http import HttpRequest

from dure.rooms.people.queries import persons


class ResetByText(PasswordResetVerificationProcess):  # type: ignore[misc]  # allauth has no types
    """Sends the code by text message; what its state calls `email` is the phone number."""

    def send(self) -> None:
        """Text the code, or say that nobody signs in with this number."""
        adapter, phone = get_adapter(), self.state["email"]
        if self.user is None:
            adapter.send_unknown_account_sms(phone)
            return
        self.state["code"] = adapter.generate_password_reset_code()
        adapter.send_verification_code_sms(user=self.user, phone=phone, code=self.code)


def send_reset_code_by_text(request: HttpRequest, *, phone: str) -> None:
    """Begin a new password for whoever proved this number; what the browser sees is the same where nobody did."""
    sign_in = persons.sign_in_by_phone(phone=phone)
    user = sign_in if sign_in and sign_in.is_active else None
    state: dict[str, Any] = ResetByText.initial_state(user, phone)
    process = ResetByText(request, state=state, user=user)
    process.send()
    process.persist()
