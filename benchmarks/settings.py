"""The site’s settings as deployed, but for static files served as they lie: no `collectstatic` before a measure."""

from crmproject.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
