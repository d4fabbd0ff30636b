from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = "Planning"

    def ready(self) -> None:
        # The review keeps in its own room what it brings to the registries.
        from planning.review import awaiting, documents, projectfile, registers  # noqa: F401
