from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    name = "crmproject.toolkit"
    label = "toolkit"
    verbose_name = "Boîte à outils"
