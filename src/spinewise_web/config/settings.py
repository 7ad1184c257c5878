"""Django's settings, safe by default; what differs between installations comes from `environment`."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse_lazy

from spinewise_web.config.environment import database, mail_settings, read_environment

ENVIRONMENT = read_environment()
PUBLIC = ENVIRONMENT.is_public
DEMO = ENVIRONMENT.demo  # never together with PUBLIC
PACKAGE = Path(__file__).resolve().parents[1]

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.address] if PUBLIC else []
WSGI_APPLICATION = "spinewise_web.config.wsgi.application"
ROOT_URLCONF = "spinewise_web.config.urls"

INSTALLED_APPS = [
    "spinewise_web.design",
    "spinewise_web.portal.public",
    "spinewise_web.portal.patient",
    "spinewise_web.clinic",
    "spinewise_web.office",
    "spinewise_web.accounts",
    "spinewise_web.audit",
    "spinewise_web.records",
    "spinewise_web.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "django_cotton",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "spinewise_web.config.middleware.asked_of_the_browser",
    "spinewise_web.design.middleware.designed_refusals",
    "spinewise_web.config.middleware.bounded_bodies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "spinewise_web.config.middleware.readable_words",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "spinewise_web.config.typed.typed_survives",
    "spinewise_web.config.typed.KeptOrTold",
    "spinewise_web.config.once.sent_once",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "spinewise_web.accounts.middleware.staff_need_a_second_factor",
    "spinewise_web.config.middleware.private_pages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(ENVIRONMENT.database_url, data=ENVIRONMENT.data)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "spinewise_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # rates and sent forms: dropped early, they would not count
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# -- who is there

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "spinewise_web.accounts.passwords.NotYourName"},
    {"NAME": "spinewise_web.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "spinewise_web.accounts.passwords.NotCommon"},
]
LOGIN_URL = reverse_lazy("demo:sign_in" if DEMO else "account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL if DEMO else "/"
ACCOUNT_ADAPTER = "spinewise_web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PUBLIC else "http"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"sign_in_link": "5/h/key,20/h/ip", "write": "120/m/user", "public": "60/m/ip"}
ACCOUNT_FORMS = {
    "login": "spinewise_web.accounts.forms.Login",
    "add_email": "spinewise_web.accounts.forms.AddEmail",
    "change_password": "spinewise_web.accounts.forms.ChangePassword",
    "set_password": "spinewise_web.accounts.forms.SetPassword",
    "reset_password": "spinewise_web.accounts.forms.ResetPassword",
    "reset_password_from_key": "spinewise_web.accounts.forms.ResetPasswordFromKey",
    "reauthenticate": "spinewise_web.accounts.forms.Reauthenticate",
}
MFA_FORMS = {
    "authenticate": "spinewise_web.accounts.forms.Code",
    "reauthenticate": "spinewise_web.accounts.forms.CodeAgain",
    "activate_totp": "spinewise_web.accounts.forms.ActivateCodes",
    "add_webauthn": "spinewise_web.accounts.forms.AddPasskey",
    "edit_webauthn": "spinewise_web.accounts.forms.RenamePasskey",
    "authenticate_webauthn": "spinewise_web.accounts.forms.Passkey",
    "login_webauthn": "spinewise_web.accounts.forms.PasskeyAlone",
    "reauthenticate_webauthn": "spinewise_web.accounts.forms.PasskeyAgain",
}
MFA_ADAPTER = "spinewise_web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Spinewise"
MFA_TOTP_TOLERANCE = 1  # a code may be one step of 30 seconds old: people type, clocks drift
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC  # without an address only this machine is served
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# -- what a browser may do

SECURE_SSL_REDIRECT = PUBLIC
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PUBLIC
SECURE_HSTS_PRELOAD = PUBLIC
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(ENVIRONMENT.behind_proxy)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "spinewise_web.accounts.sessions"
SESSION_COOKIE_SECURE = PUBLIC
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # a link in a mail has to find the session that it begins
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_SECURE = PUBLIC
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "spinewise_web.config.typed.form_grown_old"
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; "
    "img-src 'self' data:; "
    "media-src 'self' blob:; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'"
)

# -- how much may be sent

MOST_BODY_BYTES = 5_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 2
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# -- whom to call and how to come, where no clinic is known

EMERGENCY_NUMBER = ENVIRONMENT.emergency_number
DIRECT_ACCESS = ENVIRONMENT.direct_access

# -- words, times, files, mails

LANGUAGE_CODE = "en-gb"
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "locale"]  # beside the core's own, in `spinewise/locale`
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = ""  # nothing that is uploaded is ever served as a file
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
SERVER_EMAIL = ENVIRONMENT.mail_from
EMAIL_TIMEOUT = 20
globals().update(mail_settings(ENVIRONMENT.mail, data=ENVIRONMENT.data))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
