"""The site as an application, so that its system checks are found."""

from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "crmproject"
    verbose_name = "Site"

    def ready(self) -> None:
        import_module("crmproject.checks")
