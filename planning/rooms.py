"""The rooms of the planning."""

from charter.navigation import Room, register_rooms

register_rooms(
    "planning",
    "Planning",
    (
        Room("Diagramme", "planning"),
        Room("Tâches", "list:taches", ("jalons",), ("taches", "phases", "jalons", "fermetures")),
        Room("Charge", "workload", ("charge",)),
        Room("Références", "baselines", ("references",)),
        Room("Calendrier", "planning_calendar", ("calendrier",)),
        Room("Mes échéances", "my_deadlines", ("mes-echeances",)),
        Room(
            "Exécution",
            "execution",
            ("execution",),
            ("parcours-arrivants", "nouveaux-arrivants", "instances-gouvernance", "reunions-gouvernance"),
        ),
        Room("Bilan", "review", ("bilan",), ("enseignements", "optimisation")),
        Room("Échanges", "planning_exchange", ("echanges",)),
    ),
)
