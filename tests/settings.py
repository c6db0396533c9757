"""Settings for tests: the house's own, in a folder of their own, with what only costs time switched off."""

import atexit
import os
import shutil
import tempfile

if "KEEPWARM_TESTS_HOME" not in os.environ:  # the first process makes it; xdist's workers inherit it
    os.environ["KEEPWARM_TESTS_HOME"] = tempfile.mkdtemp(prefix="keepwarm-tests-")
    atexit.register(shutil.rmtree, os.environ["KEEPWARM_TESTS_HOME"], ignore_errors=True)
os.environ["KEEPWARM_HOME"] = os.environ["KEEPWARM_TESTS_HOME"]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the test's thread; the tests themselves are not async

from keepwarm.site.settings import *  # noqa: F403
from keepwarm.site.settings import DATABASE_ROUTERS, DATABASES, HOME

# Sessions go where the rest goes, so that tests need not name a second database.
DATABASES.pop("sessions", None)
DATABASE_ROUTERS.clear()
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous = OFF"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
HUEY = {"name": "tests", "huey_class": "huey.MemoryHuey", "immediate": True}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
