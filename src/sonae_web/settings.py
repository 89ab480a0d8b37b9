"""Settings of both ways to run.

Local: one company on one computer, SQLite in the user's data folder, bound to 127.0.0.1, no account.
Server: many companies, accounts, PostgreSQL (or SQLite for a small office) behind a reverse proxy that speaks HTTPS.
"""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import platformdirs
from csp.constants import NONE, SELF

from sonae_web import mode
from sonae_web.secret import secret_key

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("SONAE_DATA") or platformdirs.user_data_path("sonae", appauthor=False))

MODE = mode.read()  # a server with a weak or missing setting does not start
SERVER = MODE.server
SECRET_KEY = MODE.secret or secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = list(MODE.hosts)
STYLEGUIDE = True  # a page for people who change the look; it shows nothing of the company

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "sonae_web.account",  # before allauth: our pages instead of its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "sonae_web",
    "sonae_web.audit",
    "sonae_web.company",
    "sonae_web.jobs",
    "sonae_web.evidence",
    "sonae_web.diagnosis",
    "sonae_web.insurance",
    "sonae_web.supplier",
    "sonae_web.risk",
    "sonae_web.incident",
    "sonae_web.hotline",
    "sonae_web.cover",
    "sonae_web.rulebook",
    "sonae_web.management",
    "sonae_web.task",
    "sonae_web.home",
    "sonae_web.plan",
    "sonae_web.report",
    "sonae_web.portfolio",
    "sonae_web.archive",
]

MIDDLEWARE = [
    "sonae_web.hotline.quiet.Quiet",  # first: what it takes away nobody behind it has seen
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "sonae_web.incident.lifeline.Lifeline",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sonae_web.company.access.Gate",
]

ROOT_URLCONF = "sonae_web.urls"
WSGI_APPLICATION = "sonae_web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "sonae_web.frame.frame",
            ],
        },
    }
]


def database(url: str) -> dict[str, object]:
    """The database named by SONAE_DATABASE_URL (postgresql://user:password@host:port/name), else SQLite in the data folder."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "sonae.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
    }


DATABASES = {"default": database(os.environ.get("SONAE_DATABASE_URL", ""))}
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend"}
}  # worked off by the local app itself or by db_worker
AUTH_USER_MODEL = "people.Person"
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "start"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER, MFA_ADAPTER = "sonae_web.account.adapter.Accounts", "sonae_web.account.adapter.SecondStep"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS = {"email"}, ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the link of the invitation was sent to the address, which proves it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES, MFA_PASSKEY_LOGIN_ENABLED = ["totp", "webauthn", "recovery_codes"], True
MFA_TOTP_TOLERANCE = 1  # the clock of a phone may be half a minute off
SESSION_COOKIE_AGE, SESSION_EXPIRE_AT_BROWSER_CLOSE = 12 * 3600, True
if SERVER:  # limits on wrong passwords hold for all workers together
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "sonae_cache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

EMAIL_URL = urlsplit(
    os.environ.get("SONAE_SMTP_URL", "")
)  # smtp://user:password@host:587; without it mails become files
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_URL.hostname else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST, EMAIL_PORT = EMAIL_URL.hostname or "", EMAIL_URL.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(EMAIL_URL.username or ""), unquote(EMAIL_URL.password or "")
EMAIL_USE_TLS = bool(EMAIL_URL.hostname)
EMAIL_TIMEOUT = 20  # seconds; a mail that cannot be sent is tried again at the next run
ORIGIN = os.environ.get("SONAE_ORIGIN", "http://127.0.0.1:8765").rstrip("/")  # address of this installation in mails
WEBHOOK_URL = os.environ.get("SONAE_WEBHOOK_URL", "")  # the operator's own system, told of reminders without names
if WEBHOOK_URL and not WEBHOOK_URL.startswith("https://"):
    raise SystemExit("SONAE_WEBHOOK_URL は https:// で始めてください。 / SONAE_WEBHOOK_URL must begin with https://.")
DEFAULT_FROM_EMAIL = os.environ.get("SONAE_MAIL_FROM", "sonae@localhost")

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "sonae_web.errors.refused"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SERVER
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SERVER
SECURE_SSL_REDIRECT = SERVER
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SERVER else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 200_000  # of a form without its files
FILE_UPLOAD_HANDLERS = ["sonae_web.evidence.files.BoundedUpload"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
