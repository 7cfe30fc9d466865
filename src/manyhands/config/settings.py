"""One file for every installation; what differs comes from the environment (docs/reference/settings.md)."""

import base64
import hashlib
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from manyhands.config.env import Env, split_dsn
from manyhands.config.logs import logging_settings
from manyhands.storage.keys import read_keys

env = Env()
PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", "data")).resolve()

# --- what kind of installation this is -----------------------------------------------------------------------
DEBUG = env.boolean("DEBUG", False)
DEMO = env.boolean("DEMO", False)
# The demo and the tests make their keys from a fixed word, so that they need no preparation.
_PRACTICE_KEY = (
    "practice-only-never-for-real-people" if DEBUG or DEMO or env.boolean("TESTING", False) else None
)

SECRET_KEY = env.secret("SECRET_KEY", _PRACTICE_KEY)
CONTACT_KEYS = list(
    read_keys(
        env.secret(
            "CONTACT_KEYS",
            _PRACTICE_KEY
            and base64.urlsafe_b64encode(hashlib.sha256(_PRACTICE_KEY.encode()).digest()).decode(),
        )
    )
)
BLIND_INDEX_KEYS = list(read_keys(env.secret("BLIND_INDEX_KEY", _PRACTICE_KEY)))
# Keys that come from a file are read again when it changes (storage.keys).
KEY_FILES = {
    "CONTACT_KEYS": env.text("CONTACT_KEYS_FILE"),
    "BLIND_INDEX_KEYS": env.text("BLIND_INDEX_KEY_FILE"),
}

PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0, most=5)

# --- parts ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "manyhands.storage",
    "manyhands.web",
    "manyhands.apps.journal",
    "manyhands.apps.accounts",
    "manyhands.apps.groups",
    "manyhands.apps.places",
    "manyhands.apps.people",
    "manyhands.apps.privacy",
    "manyhands.apps.messaging",
    "manyhands.apps.vetting",
    "manyhands.apps.vouching",
    "manyhands.apps.needs",
    "manyhands.apps.dispatch",
    "manyhands.apps.reporting",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_q",
    "anymail",
    "csp",
]

MIDDLEWARE = [
    "manyhands.web.request_log.RequestLogMiddleware",
    # These four stand around static files too.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "manyhands.web.middleware.PrivatePagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A page takes a quarter of its bytes on a slow phone. Each answer gets a random length more, and the form token
    # is masked anew each time: sizes give no secret away (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "manyhands.apps.places.middleware.MapPicturesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "manyhands.apps.groups.middleware.GroupMiddleware",
]

ROOT_URLCONF = "manyhands.config.urls"
WSGI_APPLICATION = "manyhands.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "manyhands.web.context.site",
                "manyhands.apps.groups.context.group",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "manyhands.web.templatetags.manyhands",
                "manyhands.web.templatetags.once",
                "manyhands.web.templatetags.panels",
                "manyhands.apps.groups.templatetags.group_urls",
            ],
        },
    }
]
FORM_RENDERER = "manyhands.web.forms.renderer.FormRenderer"

# --- data ----------------------------------------------------------------------------------------------------
DATABASES = {
    "default": env.database(
        "DATABASE_URL",
        f"sqlite:///{DATA_DIR / 'manyhands.sqlite3'}",
        is_pooled=env.boolean("DATABASE_POOL", True),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- people --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["manyhands.apps.accounts.backends.CodeBackend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "groups:home"
PASSWORD_HASHERS = ["manyhands.storage.slow_hashes.SlowHasher"]
SESSION_ENGINE = "manyhands.apps.accounts.backends"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "manyhands.web.errors.csrf_failure"
MESSAGE_STORAGE = "manyhands.web.notices.Notices"

# --- the way in ----------------------------------------------------------------------------------------------
_HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
# Browsers take a cookie of such a name from this host alone, over HTTPS, for the whole of it: no neighbouring host can
# plant one. Over plain HTTP they would refuse it.
if _HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-form"
    LANGUAGE_COOKIE_NAME = "__Host-language"
# Says that somebody was signed in here before; opens nothing (accounts.access.known).
KNOWN_COOKIE_NAME = "__Host-known" if _HTTPS else "known"
# Forms carry the token in their page: no script has to read the cookie.
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
SECURE_SSL_REDIRECT = env.boolean("SSL_REDIRECT", False)
# Whoever asks whether we live asks from beside us, without a certificate.
# A program is refused rather than sent on (config.api.door).
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$", "^api/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
# A file stays in memory until it is sealed or forgotten: never in a folder that others read, and not for longer.
FILE_UPLOAD_HANDLERS = ["manyhands.web.uploading.BoundedMemoryHandler"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "img-src": [SELF],
    }
}

# --- words and times -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES: list[tuple[str, str | Promise]] = [("en", _("English")), ("es", _("Spanish"))]
if env.boolean("PSEUDO_LOCALES", False):
    LANGUAGES += [("en-xa", "[Éñglîsh]"), ("ar-xb", "Right to left")]
LANGUAGES_BIDI = ["ar", "ar-xb", "fa", "he", "ur"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- static files --------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(DATA_DIR / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.boolean("HASHED_STATIC", not DEBUG)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Files of ours are for our pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = DEBUG or env.boolean("STATIC_FROM_SOURCE", False)
# What people hand in, sealed with the contact keys; a host may have it looked at first.
FILES_DIR = DATA_DIR / "files"
KEEP_EVIDENCE_DAYS = env.integer("KEEP_EVIDENCE_DAYS", 90, least=1, most=3650)
FILE_SCANNER = env.choice("FILE_SCANNER", "none", among=("none", "clamav"))
FILE_SCANNERS = {"clamav": "manyhands.adapters.clamav.ClamAv"}
CLAMAV_ADDRESS = env.text("CLAMAV_ADDRESS", "127.0.0.1:3310")
# Backups are sealed with a key of their own; on PostgreSQL they are taken by a role of their own, which only reads.
BACKUP_DIR = env.text("BACKUP_DIR")
BACKUP_KEYS = [key for key in env.secret("BACKUP_KEYS", "").split(",") if key]
BACKUP_DATABASE = env.find_database("BACKUP_DATABASE_URL")
OPERATOR_EMAIL = env.text("OPERATOR_EMAIL")

# --- jobs ----------------------------------------------------------------------------------------------------
Q_CLUSTER = {
    "name": "manyhands",
    "orm": "default",
    "workers": env.integer("WORKERS", 1, least=1, most=64),
    "timeout": 300,
    "retry": 360,
    "max_attempts": 8,
    "ack_failures": False,
    "poll": 0.5,
    "catch_up": False,
    # What failed is kept. To keep the newest that did not, the queue would read them all with each job, SQLite locked.
    "save_limit": -1,
    "error_reporter": {"manyhands": {}},
}

# --- the outside world, each behind a port -------------------------------------------------------------------
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_TLS", True)
EMAIL_TIMEOUT = env.integer("EMAIL_TIMEOUT_SECONDS", 15, least=1, most=120)
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Manyhands <hello@localhost>")

SMS_GATEWAY = env.choice("SMS_GATEWAY", "none", among=("none", "http", "twilio"))
SMS_BACKENDS = {
    "http": "manyhands.adapters.sms_http.HttpGateway",
    "twilio": "manyhands.adapters.sms_twilio.TwilioGateway",
}
SMS_URL = env.text("SMS_URL")
SMS_USER = env.text("SMS_USER")
SMS_SECRET = env.secret("SMS_SECRET", "")
SMS_FROM = env.text("SMS_FROM")

GEOCODER = env.choice("GEOCODER", "none", among=("none", "nominatim"))
GEOCODER_BACKENDS = {"nominatim": "manyhands.adapters.nominatim.Nominatim"}
GEOCODER_URL = env.text("GEOCODER_URL")

# Who looks into somebody's past where a group asks for that; by hand, when nobody is named.
BACKGROUND_CHECKS = env.choice("BACKGROUND_CHECKS", "none", among=("none", "checkr", "http"))
BACKGROUND_CHECK_PROVIDERS = {
    "checkr": "manyhands.adapters.background_checks.checkr.Checkr",
    "http": "manyhands.adapters.background_checks.http.HttpProvider",
}
BACKGROUND_CHECK_URL = env.text("BACKGROUND_CHECK_URL")
BACKGROUND_CHECK_KEY = env.secret("BACKGROUND_CHECK_KEY", "")
BACKGROUND_CHECK_PACKAGE = env.text("BACKGROUND_CHECK_PACKAGE")
BACKGROUND_CHECK_PLACE = env.text("BACKGROUND_CHECK_PLACE", "US")

# Who is told of what breaks (web.error_reports).
ERROR_REPORTS_URL, ERROR_REPORTS_KEY = split_dsn("ERROR_REPORTS_DSN", env.secret("ERROR_REPORTS_DSN", ""))
ERROR_REPORTER = "manyhands.adapters.sentry.SentryReporter" if ERROR_REPORTS_URL else ""

# Where requests of ours may go (adapters.outgoing): nowhere but to these, and to machines inside only where named.
OUTGOING_URLS = ["SMS_URL", "GEOCODER_URL", "BACKGROUND_CHECK_URL", "ERROR_REPORTS_URL"]
OUTGOING_HOSTS = ["api.twilio.com", "api.checkr.com"]
INSIDE_HOSTS = env.words("INSIDE_HOSTS", "localhost,127.0.0.1" if _PRACTICE_KEY else "")

# A PMTiles file with pictures, for groups that want streets under their maps without asking another server.
MAP_FILE = env.text("MAP_FILE")
MAP_FILE_CREDIT = env.text("MAP_FILE_CREDIT")

# --- logs: never a value of a person, only ids; no private link -------------------------------------------------
# Figures for Prometheus at /metrics, for whoever knows this word; without one nothing is counted.
METRICS_TOKEN = env.secret("METRICS_TOKEN", "")
LOG_FORMAT = env.choice(
    "LOG_FORMAT",
    "plain" if DEBUG or DEMO or env.boolean("TESTING", False) else "json",
    among=("plain", "json"),
)
LOGGING = logging_settings(LOG_FORMAT, level=env.text("LOG_LEVEL", "INFO"))
