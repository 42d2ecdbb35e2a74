"""Who may come through which door (`kernel/access.py`): what each room says of its own, and the doors of no room."""

from importlib import import_module

from django.conf import settings

from dure.kernel.access import EVERYONE, SIGNED_IN, STAFF, Table

OF_NO_ROOM: Table = {
    # site
    "api:api-root": EVERYONE,
    "api:openapi-json": EVERYONE,
    "api:openapi-view": EVERYONE,
    "health": EVERYONE,
    # ui
    "ui:kit": EVERYONE,
    "ui:kit_refusal": EVERYONE,
    "ui:kit_toast": EVERYONE,
    "ui:licences": EVERYONE,
    "ui:manifest": EVERYONE,
    "ui:offline": EVERYONE,
    "ui:preferences": EVERYONE,
    "ui:service_worker": EVERYONE,
    # signing in, by the names that allauth gives
    "account_change_password": SIGNED_IN,
    "account_change_phone": SIGNED_IN,
    "account_complete_password_reset": EVERYONE,
    "account_confirm_login_code": EVERYONE,
    "account_confirm_password_reset_code": EVERYONE,
    "account_email": SIGNED_IN,
    "account_email_verification_sent": EVERYONE,
    "account_inactive": EVERYONE,
    "account_login": EVERYONE,
    "account_logout": EVERYONE,
    "account_password_reset_completed": EVERYONE,
    "account_reauthenticate": SIGNED_IN,
    "account_request_login_code": EVERYONE,
    "account_reset_password": EVERYONE,
    "account_set_password": SIGNED_IN,
    "account_signup": EVERYONE,
    "account_verify_phone": EVERYONE,
    "google_callback": EVERYONE,
    "google_login": EVERYONE,
    "google_login_by_token": EVERYONE,
    "kakao_callback": EVERYONE,
    "kakao_login": EVERYONE,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_authenticate": EVERYONE,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_login_webauthn": EVERYONE,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "naver_callback": EVERYONE,
    "naver_login": EVERYONE,
    "socialaccount_connections": SIGNED_IN,
    "socialaccount_login_cancelled": EVERYONE,
    "socialaccount_login_error": EVERYONE,
    "socialaccount_signup": EVERYONE,
    "usersessions_list": SIGNED_IN,
    "weixin_callback": EVERYONE,
    "weixin_login": EVERYONE,
    # third-party pages
    "admin:*": STAFF,
}


def _joined(*tables: Table) -> Table:
    """Return one table of several; a door has its line in one of them."""
    joined = {door: rule for table in tables for door, rule in table.items()}
    if len(joined) != sum(map(len, tables)):
        raise ValueError("a door has lines in two rooms' access.py")
    return joined


ROOMS = [app for app in settings.INSTALLED_APPS if app.startswith("dure.rooms.")]
TABLE: Table = _joined(OF_NO_ROOM, *(import_module(f"{room}.access").DOORS for room in ROOMS))
