from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = "Planning"

    def ready(self) -> None:
        # The review and the life of the tool keep in their own rooms what they bring to the registries.
        from planning.execution import (  # noqa: F401
            agendas,
            diagnostics,
            home,
            openpoints,
            related,
            reminders,
        )
        from planning.execution import documents as execution_documents  # noqa: F401
        from planning.execution import projectfile as execution_projectfile  # noqa: F401
        from planning.execution import registers as execution_registers  # noqa: F401
        from planning.review import awaiting, documents, projectfile, registers  # noqa: F401
