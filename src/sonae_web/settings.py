"""Settings of the local app. One company on one computer: SQLite in the user's data folder, bound to 127.0.0.1, no account."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import platformdirs
from csp.constants import NONE, SELF

from sonae_web.secret import secret_key

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("SONAE_DATA") or platformdirs.user_data_path("sonae", appauthor=False))

SECRET_KEY = secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
STYLEGUIDE = True  # a page for people who change the look; it shows nothing of the company

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
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
    "sonae_web.risk",
    "sonae_web.cover",
    "sonae_web.rulebook",
    "sonae_web.management",
    "sonae_web.task",
    "sonae_web.home",
    "sonae_web.plan",
    "sonae_web.report",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
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
DEFAULT_FROM_EMAIL = os.environ.get("SONAE_MAIL_FROM", "sonae@localhost")

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "sonae_web.errors.refused"
CSRF_COOKIE_SAMESITE = "Lax"
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
