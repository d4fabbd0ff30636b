from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CharterConfig(AppConfig):
    name = "charter"
    verbose_name = "Projet et charte"

    def ready(self) -> None:
        # Each app brings its own blocks, editing screens, printed documents, pieces of the project file and of
        # the project’s home.
        autodiscover_modules(
            "blocks",
            "registers",
            "projectfile",
            "home",
            "diagnostics",
            "reminders",
            "openpoints",
            "coverage",
            "documents",
            "preparations",
            "harvests",
            "treatments",
            "rooms",
            "followers",
            "agendas",
            "handovers",
            "routing",
        )
        # Listening and the usage charter keep what they bring of these in their own rooms.
        from charter.listening import awaiting as listening_awaiting  # noqa: F401
        from charter.listening import documents as listening_documents  # noqa: F401
        from charter.usage import awaiting, documents  # noqa: F401
