"""The keys of the payment providers, as `rooms/market/providers/registry.py` reads them from the settings."""

from pydantic import SecretStr

from dure.site.config import Config, Mode

Keys = dict[str, dict[str, str]]


def payment_keys(config: Config) -> Keys:
    """Return the keys of every provider that has all it needs, by the provider's name."""
    wanted: dict[str, dict[str, SecretStr | str | None]] = {
        "stripe": {
            "secret_key": config.stripe_secret_key,
            "webhook_secret": config.stripe_webhook_secret,
        },
        "alipay": {
            "app_id": config.alipay_app_id,
            "private_key": config.alipay_private_key,
            "public_key": config.alipay_public_key,
        },
        "toss": {"secret_key": config.toss_secret_key},
    }
    optional: dict[str, dict[str, SecretStr | str | None]] = {
        "stripe": {"address": config.stripe_address},
        "alipay": {"address": config.alipay_address, "seller_id": config.alipay_seller_id},
        "toss": {"address": config.toss_address, "security_key": config.toss_security_key},
    }
    return {
        name: {key: _plain(value) for key, value in {**needed, **optional[name]}.items()}
        for name, needed in wanted.items()
        if all(needed.values())
    }


def is_card_sandbox_on(config: Config) -> bool:
    """Whether test cards are offered: outside production, unless switched off."""
    return config.mode is not Mode.PRODUCTION and config.card_sandbox is not False


def _plain(value: SecretStr | str | None) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value or ""
