"""Django's settings. What a house may set stands in environment variables named `KEEPWARM_…` (docs/operating.md)."""

import os

from keepwarm.site.databases import choose_databases
from keepwarm.site.home import CHECKOUT, find_home, read_or_make_secret
from keepwarm.site.rooms import ROOMS
from keepwarm.site.sqlite.library import use_newer_sqlite

use_newer_sqlite()


def _words(name: str, default: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


HOME = find_home()
SOURCE = CHECKOUT / "src" / "keepwarm"
DEBUG = os.environ.get("KEEPWARM_DEBUG", "") == "1"
HTTPS = os.environ.get("KEEPWARM_HTTPS", "") == "1"
SECRET_KEY = read_or_make_secret(HOME / "secret_key")
SUPPRESSION_KEY = read_or_make_secret(HOME / "suppression_key")  # of its own: a new SECRET_KEY lifts no suppression
MAIL_KEY = read_or_make_secret(HOME / "mail_key")  # seals the passwords of mail accounts, and names each message
LINK_KEYS_FILE = HOME / "link_keys"  # a key a line: links to the public pages work for ever, so none is taken out
read_or_make_secret(LINK_KEYS_FILE)
HERE = f"http://127.0.0.1:{os.environ.get('KEEPWARM_PORT') or '8000'}"  # nobody but this machine reaches it there
PUBLIC_URL = os.environ.get("KEEPWARM_URL", HERE).rstrip("/")  # how prospects reach the pages that mail links to
ALLOWED_HOSTS = _words("KEEPWARM_HOSTS", "localhost,127.0.0.1,[::1]")
PROXIES = int(os.environ.get("KEEPWARM_PROXIES", "0"))  # of our own before the house, whose X-Forwarded-For is believed
CURRENCY = os.environ.get("KEEPWARM_CURRENCY", "EUR").strip().upper()  # the house's own: sums of several are in it; chosen once
SCANNERS = _words("KEEPWARM_SCANNERS", "")  # networks whose clicks are a robot's, such as 203.0.113.0/24

# --- databases -----------------------------------------------------------------------------------------------------
DATABASES = choose_databases(os.environ.get("KEEPWARM_DATABASE_URL", ""), HOME)
DATABASE_ROUTERS = ["keepwarm.site.databases.SessionsApart"] if "sessions" in DATABASES else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- rooms, from the ground up -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    *(f"keepwarm.{room}" for room in ROOMS),  # before allauth, so that our sign-in pages win over its own
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "heroicons",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ninja",
]
ROOT_URLCONF = "keepwarm.site.urls"
WSGI_APPLICATION = "keepwarm.site.wsgi.application"
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
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "keepwarm.site.middleware.SoundAddress",
    "keepwarm.site.middleware.PublicLanguage",
    "keepwarm.site.middleware.InTheReadersZone",
    "keepwarm.site.middleware.RememberWhileReading",
    "keepwarm.site.middleware.RefusalAsPage",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "keepwarm.site.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- language and time: kept in UTC, shown in the reader's zone ----------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # German: the public pages alone, see PublicLanguage
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# --- sign-in -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "keepwarm.site.accounts.ClosedHouse"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever runs the house made the account; nobody signs up
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Keepwarm"

# --- safety --------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

# --- mail that the frame itself sends (a forgotten password) -------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 30  # seconds; Django would wait for ever

# --- background: huey is only clock and wake-up; what is to be done stands in our own rows --------------------------
HUEY = {
    "name": "keepwarm",
    "huey_class": "huey.SqliteHuey",
    "filename": str(HOME / "wake.sqlite3"),
    "timeout": 20,  # seconds, as in the house: a page that wakes the background waits on a busy machine instead of failing
    "immediate": False,
    "results": False,
    "utc": True,
}

# --- what is written down ------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("KEEPWARM_LOG_LEVEL", "WARNING")},
}
