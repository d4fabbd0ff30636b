"""Settings of the site, read from the environment only (see docs/operations.md)."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from kombu import Queue

from crmproject.environment import BASE_DIR, flag, required, var_dir, whole, words

# Lets generic bases such as ModelForm[Task] be written where Django itself has no subscript.
django_stubs_ext.monkeypatch()

VAR_DIR = var_dir()

INSECURE_SECRET_KEY = "insecure-development-key-never-used-in-production"  # noqa: S105
SECRET_KEY_LENGTH = 50

# PRODUCTION is the default: a forgotten variable makes the site stricter, never laxer.
DEVELOPMENT = flag("CADRAGE_DEV", default=False)
DEMO = flag("CADRAGE_DEMO", default=False)
DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD") or "demonstration-crm"
DEBUG = flag("DEBUG", default=False)
SECRET_KEY = os.environ.get("SECRET_KEY", INSECURE_SECRET_KEY)
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEVELOPMENT or DEMO else "")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")

if not (DEVELOPMENT or DEMO):
    refused = {
        "SECRET_KEY est absente, ou reste celle du développement": SECRET_KEY == INSECURE_SECRET_KEY,
        f"SECRET_KEY a moins de {SECRET_KEY_LENGTH} caractères": len(SECRET_KEY) < SECRET_KEY_LENGTH,
        "DEBUG est activé": DEBUG,
        "ALLOWED_HOSTS ne nomme aucun hôte": not ALLOWED_HOSTS,
    }
    if any(refused.values()):
        reasons = "\u00a0; ".join(reason for reason, holds in refused.items() if holds)
        raise ImproperlyConfigured(
            f"Le site refuse de démarrer en production\u00a0: {reasons}. Voir docs/operations.md."
        )

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pghistory",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_prose_editor",
    "crmproject.apps.SiteConfig",
    "crmproject.toolkit",
    "accounts",
    "charter",
    "requirements",
    "planning",
    "raci",
    "selection",
]

MIDDLEWARE = [
    # First, so that nothing behind learns who comes to an anonymous page.
    "crmproject.toolkit.anonymous.AnonymousPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "crmproject.toolkit.middleware.RefusedWrites",
]

ROOT_URLCONF = "crmproject.urls"
WSGI_APPLICATION = "crmproject.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "crmproject.toolkit.context.site",
                "accounts.context.notices",
            ],
            "builtins": ["crmproject.toolkit.templatetags.french"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(required("DATABASE_URL"), conn_max_age=60, conn_health_checks=True)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# --- people ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "projects"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.account_forms.LoginForm",
    "signup": "accounts.account_forms.SignupForm",
    "add_email": "accounts.account_forms.AddEmailForm",
    "change_password": "accounts.account_forms.ChangePasswordForm",
    "set_password": "accounts.account_forms.SetPasswordForm",
    "reset_password": "accounts.account_forms.ResetPasswordForm",
    "reauthenticate": "accounts.account_forms.ReauthenticateForm",
    "reset_password_from_key": "accounts.account_forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGOUT_ON_GET = False
# Accounts are opened by invitation; a public site may let people register by themselves.
SIGNUP_OPEN = flag("SIGNUP_OPEN", default=False)
PASSWORD_RESET_TIMEOUT = int(timedelta(days=14).total_seconds())
# The demo and the tests sign in many times from one address; elsewhere allauth's own limits apply.
ACCOUNT_RATE_LIMITS: Any = {} if not DEMO else {"login": "300/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_TOTP_ISSUER = "Cadrage CRM"

SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_HTTPONLY = True

# --- transport and content security ---------------------------------------------------------------

HTTPS = flag("HTTPS", default=not (DEVELOPMENT or DEMO))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sante$"]
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", "31536000")) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    # The hash is that of the one style sheet which the rich text editor injects without a nonce.
    "style-src": [CSP.SELF, CSP.NONCE, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}

# --- files ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))
# Compression is worth its half minute on a server, not on a visitor’s own machine.
STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if DEMO:
    STATIC_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
elif DEVELOPMENT:
    STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
WHITENOISE_USE_FINDERS = DEVELOPMENT and not DEMO
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MAX_UPLOAD_BYTES = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- anonymous fears ------------------------------------------------------------------------------

# How many must wait before any is shown; never fewer than three (see docs/anonymat.md).
FEARS_BATCH = whole("FEARS_BATCH", 3)

# --- work outside the request ---------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
# Parts of documents wait in a line of their own: a large document holds up no mail and no other document.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("parts")]
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_ROUTES = {"requirements.tasks.render_part": {"queue": "parts"}}
# A process that grew gives its memory back by ending after its task; in KiB.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_TIME_LIMIT = 900
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A killed worker’s message is given back within seconds: without the last two it waits over 90 s.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1000,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
# Rendered parts that nobody used for so many days leave, then the least used beyond so many megabytes.
PDF_PARTS_DAYS = whole("PDF_PARTS_DAYS", 30)
PDF_PARTS_MEGABYTES = whole("PDF_PARTS_MEGABYTES", 1024)
# What one part of a document may take to be rendered: seconds of processor, megabytes more than the process has.
PDF_PART_SECONDS = whole("PDF_PART_SECONDS", 60)
PDF_PART_MEGABYTES = whole("PDF_PART_MEGABYTES", 500)
CELERY_TIMEZONE = "Europe/Paris"
CELERY_BEAT_SCHEDULE = {
    "resume-exports": {
        "task": "requirements.tasks.resume_exports",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "watch-drafts": {"task": "requirements.tasks.watch_drafts", "schedule": 20.0, "options": {"expires": 20}},
    "evict-parts": {"task": "requirements.tasks.evict_parts", "schedule": 3600.0},
    "watch-validations": {
        "task": "requirements.tasks.watch_validations",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    # A round that no worker took before the next one is not worth keeping: the next one does its work.
    "send-waiting": {"task": "accounts.tasks.send_waiting", "schedule": 20.0, "options": {"expires": 20}},
    "send-invitations": {
        "task": "charter.tasks.listening.send_invitations",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "remind-respondents": {
        "task": "charter.tasks.listening.remind_respondents",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "remind": {"task": "accounts.tasks.remind", "schedule": 600.0, "options": {"expires": 600}},
    "send-usage-mails": {
        "task": "charter.tasks.usage.send_usage_mails",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "remind-to-sign": {
        "task": "charter.tasks.usage.remind_to_sign",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
}

# --- words ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
FORMAT_MODULE_PATH = "crmproject.formats"

# Where nobody set up a mail server, messages are kept as files.
MAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend"
    if DEVELOPMENT or DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
MAIL_OPTIONS: dict[str, dict[str, Any]] = {
    "filebased": {"file_path": VAR_DIR / "mail"},
    "smtp": {
        "host": os.environ.get("EMAIL_HOST", "localhost"),
        "port": whole("EMAIL_PORT", 25),
        "username": os.environ.get("EMAIL_HOST_USER", ""),
        "password": os.environ.get("EMAIL_HOST_PASSWORD", ""),
        # STARTTLS, or TLS from the first byte; at most one of them (see crmproject/checks.py).
        "use_tls": flag("EMAIL_USE_TLS", default=False),
        "use_ssl": flag("EMAIL_USE_SSL", default=False),
        "timeout": whole("EMAIL_TIMEOUT", 15),
    },
}
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": MAIL_BACKEND, "OPTIONS": MAIL_OPTIONS.get(MAIL_BACKEND.split(".")[-2], {})}
}
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Cadrage CRM <cadrage@localhost>")
# After an e-mail, what is told to the same person within this time goes together in the next one.
MAIL_GROUP_SECONDS = whole("MAIL_GROUP_SECONDS", 60)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
    },
}
