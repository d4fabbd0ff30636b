"""The site’s settings on the tests’ own servers.

pytest-django reads this module before any conftest, so it is what starts the servers.
"""

from tests import services

services.start()

from crmproject.settings import *  # noqa: E402, F403

# Hundreds of accounts are made: a fast hash, which no real account ever gets.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Files are served as they lie, without the manifest that collectstatic writes.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# The live server’s threads end with their connections, so that the test database can be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
