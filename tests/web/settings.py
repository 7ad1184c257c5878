"""The real settings, with a key of no worth, quick passwords and no manifest to collect."""

import os
import tempfile

os.environ.setdefault("SPINEWISE_SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("SPINEWISE_DATA", tempfile.mkdtemp(prefix="spinewise-tests-"))

from spinewise_web.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
