"""The real settings, with a key of no worth, quick passwords and no manifest to collect."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SPINEWISE_SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
if "SPINEWISE_DATA" not in os.environ:  # the processes that this one starts find it there, and leave it to this one
    os.environ["SPINEWISE_DATA"] = tempfile.mkdtemp(prefix="spinewise-tests-")
    atexit.register(shutil.rmtree, os.environ["SPINEWISE_DATA"], ignore_errors=True)

from spinewise_web.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
