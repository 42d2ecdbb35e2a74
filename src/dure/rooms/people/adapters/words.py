"""What allauth says in letters and toasts, in our words and three languages."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Letter:
    """A subject and a text; both may name `%(facts)s`."""

    subject: str | Promise
    text: str | Promise


_CODE = _(
    "Your code is %(code)s\n\nPlease type it into the page you have open. "
    "Never tell it to anyone. If you did not ask for it, you need not do anything."
)

LETTERS: Final[dict[str, Letter]] = {
    "account/email/account_already_exists": Letter(
        _("You joined Dure already"),
        _(
            "Somebody, perhaps you, tried to join with this e-mail address. You joined with it already.\n\n"
            "If you forgot your password, choose a new one here: %(password_reset_url)s"
        ),
    ),
    "account/email/unknown_account": Letter(
        _("Nobody at Dure signs in with this e-mail address"),
        _(
            "Somebody, perhaps you, tried to sign in with this e-mail address, but nobody joined with it. "
            "You are welcome to join: %(signup_url)s"
        ),
    ),
    "account/email/email_confirmation": Letter(_("Your code for Dure"), _CODE),
    "account/email/email_confirmation_signup": Letter(_("Your code for Dure"), _CODE),
    "account/email/login_code": Letter(_("Your code for Dure"), _CODE),
    "account/email/password_reset_code": Letter(_("Your code for a new password at Dure"), _CODE),
    "account/email/email_changed": Letter(
        _("Your e-mail address at Dure has changed"),
        _("Your e-mail address is now %(to_email)s. If this was not you, please write to us at once."),
    ),
    "account/email/email_confirm": Letter(
        _("Your e-mail address is confirmed"), _("Your e-mail address at Dure is confirmed.")
    ),
    "account/email/email_deleted": Letter(
        _("An e-mail address was removed"), _("You no longer sign in at Dure with %(deleted_email)s.")
    ),
    "account/email/password_changed": Letter(
        _("Your password at Dure has changed"),
        _("Your password has changed. If this was not you, please choose a new one at once."),
    ),
    "account/email/password_reset": Letter(
        _("Your password at Dure has changed"),
        _("Your password has changed. If this was not you, please choose a new one at once."),
    ),
    "account/email/password_set": Letter(
        _("You have a password at Dure now"),
        _("You can now sign in at Dure with a password. If this was not you, please choose a new one at once."),
    ),
    "mfa/email/recovery_codes_generated": Letter(
        _("New recovery codes at Dure"), _("You have new recovery codes. The old ones no longer work.")
    ),
    "mfa/email/totp_activated": Letter(
        _("Authenticator app added"), _("Signing in at Dure now also asks for a code from your authenticator app.")
    ),
    "mfa/email/totp_deactivated": Letter(
        _("Authenticator app removed"), _("Signing in at Dure no longer asks for a code from your authenticator app.")
    ),
    "mfa/email/webauthn_added": Letter(
        _("Passkey added"), _("You can now sign in at Dure with a new passkey or security key.")
    ),
    "mfa/email/webauthn_removed": Letter(
        _("Passkey removed"), _("A passkey or security key no longer opens Dure for you.")
    ),
    "socialaccount/email/account_connected": Letter(
        _("Another way to sign in was added"), _("You can now sign in at Dure through %(provider)s.")
    ),
    "socialaccount/email/account_disconnected": Letter(
        _("A way to sign in was removed"), _("You can no longer sign in at Dure through %(provider)s.")
    ),
}

TOASTS: Final[dict[str, str | Promise]] = {
    "account/messages/cannot_delete_primary_email.txt": _("This e-mail address cannot be removed."),
    "account/messages/email_confirmation_failed.txt": _("Somebody else uses this e-mail address."),
    "account/messages/email_confirmation_sent.txt": _("We sent a code by e-mail."),
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
    "account/messages/email_deleted.txt": _("The e-mail address is removed."),
    "account/messages/logged_in.txt": _("Welcome."),
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/login_code_sent.txt": _("We sent a code."),
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/password_set.txt": _("Your password is set."),
    "account/messages/phone_verification_sent.txt": _("We sent a code by text message."),
    "account/messages/phone_verified.txt": _("Your phone number is confirmed."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is added."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "socialaccount/messages/account_connected.txt": _("You can now sign in this way too."),
    "socialaccount/messages/account_connected_other.txt": _("Somebody else signs in this way."),
    "socialaccount/messages/account_connected_updated.txt": _("You can sign in this way."),
    "socialaccount/messages/account_disconnected.txt": _("This way to sign in is removed."),
    "usersessions/messages/sessions_logged_out.txt": _("The other browsers are signed out."),
}

_WRONG = _("These do not fit together. Please check the phone number or e-mail address, and the password.")

ERRORS: Final[dict[str, str | Promise]] = {
    "account_inactive": _("You cannot sign in for now."),
    "cannot_remove_primary_email": _("This e-mail address cannot be removed."),
    "duplicate_email": _("This is your e-mail address already."),
    "email_password_mismatch": _WRONG,
    "phone_password_mismatch": _WRONG,
    "username_password_mismatch": _WRONG,
    "email_taken": _("Somebody else uses this e-mail address."),
    "enter_current_password": _("This is not your password."),
    "incorrect_code": _("This is not the code. Please look again."),
    "incorrect_password": _("This is not your password."),
    "invalid_or_expired_key": _("This link is no longer valid."),
    "invalid_login": _WRONG,
    "invalid_password_reset": _("This link is no longer valid."),
    "max_email_addresses": _("You cannot add more than %d e-mail addresses."),
    "phone_taken": _("Somebody else uses this phone number."),
    "too_many_login_attempts": _("That was too often. Please try again in a few minutes."),
    "unverified_primary_email": _("Please confirm your e-mail address first."),
    "select_only_one": _("Please choose one."),
    "same_as_current": _("This is what you have already."),
    "rate_limited": _("That was too often. Please try again in a few minutes."),
}

SECOND_FACTOR_ERRORS: Final[dict[str, str | Promise]] = {
    "add_email_blocked": _("Please remove the second step before changing the e-mail address."),
    "cannot_delete_authenticator": _("Members of staff need a second step. Add another one first."),
    "cannot_generate_recovery_codes": _("Recovery codes need a second step. Add an app or a passkey first."),
    "incorrect_code": _("This is not the code. Please look again."),
    "unverified_email": _("Please confirm your e-mail address first."),
}
