"""The rooms of the charter."""

from charter.navigation import Room, register_rooms

register_rooms(
    "charter",
    "Charte",
    (
        Room("Note de cadrage", "charter"),
        Room("Préparation", "framing", ("preparation",), ("perimetre", "contraintes", "services")),
        Room("Objectifs", "list:objectifs", ("objectifs", "objectif-strategique"), ("objectifs",)),
        Room("Équipe", "team", ("equipe",), ("intervenants",)),
        Room("Budget", "list:budget", ("budget",), ("budget",)),
        Room("Risques", "list:risques", ("risques", "craintes"), ("risques", "craintes")),
        Room(
            "Changement",
            "change_plan",
            ("changement",),
            ("communications", "benefices", "formations", "accompagnement"),
        ),
        Room("Indicateurs", "indicators", ("indicateurs",), ("indicateurs",)),
        Room("Écoute", "questionnaires", ("ecoute",), ("etiquettes",)),
        Room("Charte d’usage", "usage_charter", ("usage",), ("articles-charte-usage", "comite-charte-usage")),
    ),
)
