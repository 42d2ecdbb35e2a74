"""Django's settings, derived from `site/config.py`. Nothing here reads the environment."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from dure.site.config import Mode, config

CONFIG = config()
HOUSE = Path(__file__).resolve().parent.parent

DEBUG = CONFIG.debug
SECRET_KEY = CONFIG.secret_key.get_secret_value() if CONFIG.secret_key else "unset"
DEMO = CONFIG.mode is Mode.DEMO
ALLOWED_HOSTS = [urlsplit(CONFIG.public_url).hostname] if CONFIG.public_url else ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [CONFIG.public_url] if CONFIG.public_url else []

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_cotton",
    "django_htmx",
    "django_vite",
    "procrastinate.contrib.django",
    "dure.kernel",
    "dure.ui",
    "dure.rooms.people",
    "dure.rooms.ledger",
    "dure.rooms.web",
    "dure.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dure.kernel.access.AccessMiddleware",
]

ROOT_URLCONF = "dure.site.urls"
WSGI_APPLICATION = "dure.site.wsgi.application"
ACCESS_TABLE = "dure.site.access.TABLE"


def _database(url: str) -> dict[str, object]:
    """Turn `postgresql://role:password@host:port/name` into Django's form; a host in `?host=` is a socket folder."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.query.startswith("host="):
        host = unquote(parts.query.removeprefix("host="))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": CONFIG.web_threads + 4}},
    }


DATABASES = {
    "default": _database(CONFIG.database_url.get_secret_value() if CONFIG.database_url else "postgresql:///dure"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data / "static" if CONFIG.data else None
MEDIA_ROOT = CONFIG.data / "files" if CONFIG.data else None
