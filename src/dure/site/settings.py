"""Django's settings, derived from `site/config.py`. Nothing here reads the environment."""

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dure.site.back_office_look import BACK_OFFICE_LOOK
from dure.site.config import Mode, config
from dure.site.payments import is_card_sandbox_on, payment_keys
from dure.site.storage import storage_of

CONFIG = config()
HOUSE = Path(__file__).resolve().parent.parent

DEBUG = CONFIG.debug
SECRET_KEY = CONFIG.secret_key.get_secret_value() if CONFIG.secret_key else "unset"
DEMO = CONFIG.mode is Mode.DEMO
ALLOWED_HOSTS = [urlsplit(CONFIG.public_url).hostname] if CONFIG.public_url else ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [CONFIG.public_url] if CONFIG.public_url else []
PUBLIC_ADDRESS = (CONFIG.public_url or CONFIG.address).rstrip("/")
"""Where the house is found from outside, for links in letters that no request stands behind."""
GS1_PREFIX = CONFIG.gs1_prefix
RECEIVERS_KEPT = timedelta(days=CONFIG.receivers_kept_days)
LIVE_RECORDINGS_KEPT = timedelta(days=CONFIG.live_recordings_kept_days)
LIVE_CHAT_KEPT = timedelta(days=CONFIG.live_chat_kept_days)
ORDERS_KEPT_HOT = timedelta(days=CONFIG.orders_kept_hot_days)
SECOND_APPROVAL = CONFIG.second_approval
SECOND_APPROVAL_FROM = CONFIG.approval_limits
HOST_ORDERS_A_DAY = CONFIG.host_orders_a_day
GATES = CONFIG.gate_addresses
GATE_PORT = CONFIG.chosen_gate_port
GATE_URL = CONFIG.seen_gate_url
STUDIO_PORT = CONFIG.chosen_studio_port
STUDIO_URL = CONFIG.seen_studio_url
LIVE_FOLDER = CONFIG.live_folder
"""Where browsers reach the gate; empty: at the gate's port of the host they see."""
TAKES_CAMERAS = find_spec("aiortc") is not None
"""Whether the studio, installed beside the pages, has the extra `whip`; only looked for, for it is large."""

INSTALLED_APPS = [
    # The house comes first: its templates and translations win over those of the packages below.
    "dure.kernel",
    "dure.ui",
    "dure.rooms.people",
    "dure.rooms.ledger",
    "dure.rooms.web",
    "dure.rooms.trust",
    "dure.rooms.merchants",
    "dure.rooms.dispatch",
    "dure.rooms.catalog",
    "dure.rooms.giving",
    "dure.rooms.market",
    "dure.rooms.inbox",
    "dure.rooms.stage",
    "dure.site",
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
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.kakao",
    "allauth.socialaccount.providers.naver",
    "allauth.socialaccount.providers.weixin",
    "allauth.usersessions",
    "django_cotton",
    "django_htmx",
    "django_vite",
    "ninja",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Pages shrink to a quarter; random padding guards the form token. Streams name their own encoding and do not wait.
    "django.middleware.gzip.GZipMiddleware",
    # Answers for files here: below it are the headers that only pages need.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dure.kernel.security.ContentSecurityMiddleware",
    "dure.rooms.people.adapters.sessions.BrowserMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "dure.rooms.people.adapters.sessions.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dure.rooms.people.middleware.PeopleMiddleware",
    "dure.rooms.market.middleware.VisitsMiddleware",
    "dure.kernel.refusals.RefusalMiddleware",
    "dure.ui.middleware.KeepingMiddleware",
    "dure.kernel.access.AccessMiddleware",
]

ROOT_URLCONF = "dure.site.urls"
WSGI_APPLICATION = "dure.site.wsgi.application"
ACCESS_TABLE = "dure.site.access.TABLE"
CSRF_FAILURE_VIEW = "dure.kernel.refusals.csrf_failure"
PROBLEM_TYPES = "/api/docs"
"""Where an error code's meaning can be read; problem documents link to `<this>#<code>`."""


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
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": CONFIG.web_threads + 4, "timeout": 5},
            # A page that waits longer than this for an answer or a lock is refused, and frees what it holds. Statements
            # that are planned once (`kernel/prepared.py`) are so from their first time on, whatever they ask for.
            "options": "-c statement_timeout=15s -c lock_timeout=4s -c idle_in_transaction_session_timeout=60s "
            "-c plan_cache_mode=force_generic_plan",
        },
        # A connection that died with the server is noticed before it is used.
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {
    "default": _database(CONFIG.database_url.get_secret_value() if CONFIG.database_url else "postgresql:///dure"),
}
APP_ROLE = "dure_app"
"""The role the house runs as; `manage grants` gives it its rights."""
NATS_URL = CONFIG.nats_url.get_secret_value() if CONFIG.nats_url else "nats://127.0.0.1:4222"
WORKER_PULSE_FILE = CONFIG.data / "worker.json" if CONFIG.data else None
# A clock job missed while the house slept is made up for when it wakes, within a day.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 60 * 60}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
FORMAT_MODULE_PATH = "dure.site.formats"
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
                "dure.ui.context.look",
                *(["dure.site.demo_doors.demo_doors"] if DEMO else []),
            ],
            "builtins": ["django.templatetags.i18n", "dure.ui.templatetags.ui"],
        },
    },
]

UNFOLD = BACK_OFFICE_LOOK
NAVIGATION = "dure.site.navigation.NAVIGATION"
BAR_FACTS = {
    "unread": "dure.rooms.inbox.queries.notifications.UNREAD",
    "in_basket": "dure.rooms.market.templatetags.market.IN_BASKET",
    "sells": "dure.rooms.merchants.queries.own.SELLS",
    "carries": "dure.rooms.dispatch.queries.rounds.CARRIES",
}
"""What the bars of every page tell, asked together with who it is (`ui/bars.py`)."""
PREFERENCES_KEEPER = "dure.rooms.people.adapters.preferences.keep"
PAGE_PARTS = {
    "top_bar": ("people/_top_bar.html", "inbox/_bell.html", "market/_top_bar.html"),
    "my_page": ("market/_my_page.html", "inbox/_my_page.html", "giving/_my_page.html", "dispatch/_my_page.html"),
    "organisation": ("merchants/_organisation.html", "giving/_organisation.html"),
    "region": ("web/_region_goods.html",),
    "sign_in": ("site/_demo_doors.html",) if DEMO else (),
    "sign_out": ("market/_unsent_sales.html",),
    "second_factor": ("site/_demo_code.html",) if DEMO else (),
}
"""Templates the rooms' pages show for others, by the place they stand in."""

# Signing in (rooms/people/adapters answers allauth's questions).
AUTH_USER_MODEL = "people.SignIn"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:me"
LOGOUT_REDIRECT_URL = "web:home"
ACCOUNT_ADAPTER = "dure.rooms.people.adapters.signing_in.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# allauth wants "email*" where e-mail must be proven; our form asks for either, and the adapter proves what was given.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1"]
ACCOUNT_FORMS = {
    "change_phone": "dure.rooms.people.forms.signing_in.ChangePhoneForm",
    "login": "dure.rooms.people.forms.signing_in.LoginForm",
    "request_login_code": "dure.rooms.people.forms.signing_in.RequestCodeForm",
    "reset_password": "dure.rooms.people.forms.signing_in.ResetPasswordForm",
    "reset_password_from_key": "dure.rooms.people.forms.signing_in.NewPasswordForm",
    "change_password": "dure.rooms.people.forms.signing_in.ChangePasswordForm",
    "set_password": "dure.rooms.people.forms.signing_in.SetPasswordForm",
    "signup": "dure.rooms.people.forms.signing_in.SignUpForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "request_login_code": "30/m/ip,3/5m/key",
    "reset_password": "30/m/ip,3/5m/key",
    "signup": "20/10m/ip",
    "verify_phone": "1/20s/key,10/h/key,30/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIG.trusted_proxies
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
MFA_ADAPTER = "dure.rooms.people.adapters.second_factor.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "dure.rooms.people.forms.signing_in.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Dure"
MFA_TOTP_TOLERANCE = 1
# Browsers speak WebAuthn to https and to localhost only; the latter is what the demo uses.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = CONFIG.mode is not Mode.PRODUCTION
SOCIALACCOUNT_ADAPTER = "dure.rooms.people.adapters.signing_in.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "dure.rooms.people.forms.signing_in.SocialSignUpForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    name: {"APPS": [dict(zip(("client_id", "secret"), client.get_secret_value().split(":", 1), strict=True))]}
    for name in ("google", "kakao", "naver", "weixin")
    if (client := getattr(CONFIG, f"{name}_client"))
}
SESSION_ENGINE = "dure.rooms.people.adapters.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.mode is Mode.PRODUCTION

# Rate limits count here, so they hold across processes; the table is unlogged (people.0002).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "house_cache"}}

# Letters and text messages.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG.email_from
TEXT_SENDER = "dure.kernel.texts.HttpTexts" if CONFIG.sms_url else "dure.kernel.texts.LogTexts"
TEXT_URL = CONFIG.sms_url.get_secret_value() if CONFIG.sms_url else ""
TEXTS_ARE_READABLE = CONFIG.mode is not Mode.PRODUCTION
# Browsers name the address their pushes go to; the house writes to no other than the push services browsers use.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
PUSH_SERVICES_WITHOUT_TLS: tuple[str, ...] = ()
"""Hosts that are spoken to in plain http; only tests name one (this machine)."""


def _letters(url: str) -> dict[str, object]:
    """Turn `smtp://user:password@host:587?tls=1` (or `ssl=1`) into Django's mail settings."""
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": "tls=1" in parts.query,
        "EMAIL_USE_SSL": "ssl=1" in parts.query,
        "EMAIL_TIMEOUT": 10,
    }


EMAIL_BACKEND = "dure.kernel.texts.LogLetters"
if CONFIG.email_url:
    globals().update(_letters(CONFIG.email_url.get_secret_value()))

# Ways to pay (rooms/market/providers): keys by provider; a provider without keys is not offered.
PAYMENT_KEYS = payment_keys(CONFIG)
CARD_SANDBOX = is_card_sandbox_on(CONFIG)
CARD_SANDBOX_SECRET = f"card-sandbox:{SECRET_KEY}"

STATIC_URL = "/static/"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": HOUSE / "ui" / "static" / "ui" / "build" / "manifest.json",
        "static_url_prefix": "ui/build",
    },
}
# Files are served from where the packages keep them, so nothing is collected; a name with a hash never changes.
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"/ui/build/.+[-.][A-Za-z0-9_-]{8}\.\w+$"
MEDIA_ROOT = CONFIG.data / "files" if CONFIG.data else None
STORAGES = {
    "default": storage_of(CONFIG.files_url),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# What a browser may do on our pages: nothing inline, nothing from elsewhere.
CONTENT_SECURITY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob: {studio}",
    "media-src": "'self' blob: {studio}",
    "connect-src": "'self' {gate} {studio}",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# The back office's widgets (Alpine) evaluate expressions in their templates; both pages style their own elements.
CONTENT_SECURITY_BY_PREFIX = {
    "/back-office/": CONTENT_SECURITY
    | {"script-src": "'self' 'unsafe-inline' 'unsafe-eval'", "style-src": "'self' 'unsafe-inline'"},
    "/api/docs": CONTENT_SECURITY | {"style-src": "'self' 'unsafe-inline'"},
}
PERMISSIONS_POLICY = "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if CONFIG.mode is Mode.PRODUCTION else 0
SECURE_SSL_REDIRECT = False  # the proxy in front does it (`dure proxy-config`)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.trusted_proxies else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Limits on what is sent to us; files stream to disk, everything else is held in memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 256_000
FILE_UPLOAD_PERMISSIONS = 0o640

# One line per remark on stderr; the supervisor keeps and rotates it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "dure.kernel.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # A refusal is an answer, not an accident; bugs are errors.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "dure": {"level": "INFO"},
    },
}
