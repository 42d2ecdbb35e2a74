"""What makes a house unsafe to open to the world. Pure, so that it can be asked before anything starts."""

from urllib.parse import urlsplit

from dure.site.config import Config, Mode

SHORTEST_SECRET = 32


def refusals(config: Config, *, has_demo_world: bool) -> list[str]:
    """Return every reason not to start in production; none in the other modes."""
    if config.mode is not Mode.PRODUCTION:
        return []
    secret = config.secret_key.get_secret_value() if config.secret_key else ""
    checks = {
        "DURE_SECRET_KEY is missing. Set it to at least 32 random characters, the same on every machine.": not secret,
        "DURE_SECRET_KEY is too short. Use at least 32 random characters.": 0 < len(secret) < SHORTEST_SECRET,
        "DURE_DEBUG is on. It shows the code and its data to every visitor; unset it.": config.debug,
        "DURE_PUBLIC_URL is missing. Set it to the address people see, such as https://dure.example.": (
            not config.public_url
        ),
        "DURE_PUBLIC_URL is not an https:// address.": (
            bool(config.public_url) and urlsplit(config.public_url or "").scheme != "https"
        ),
        "DURE_CARD_SANDBOX is on. Its test cards would pay for real goods; unset it.": config.card_sandbox is True,
        "The demo world is in this house: its people have well-known passwords. Start with an empty data folder.": (
            has_demo_world
        ),
    }
    return [reason for reason, applies in checks.items() if applies]
