"""Indicators to start from, as many projects fix them [domain page, « Indicateurs de succès »]."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """An indicator to pick: what it counts, in which unit, and how one measures it."""

    key: str
    name: str
    unit: str
    how: str


CATALOGUE = (
    Entry(
        "emails", "Fiches clients avec une adresse e-mail", "%",
        "Compter les fiches de clients actifs dont l’adresse est remplie et a une forme correcte.",
    ),
    Entry(
        "returns", "Courriers et e-mails revenus", "%",
        "Diviser les retours par les envois d’une campagne\u00a0: c’est la qualité des adresses.",
    ),
    Entry(
        "duplicates", "Fiches en double", "%",
        "Faire chercher les doublons sur le nom, le code postal et l’adresse e-mail.",
    ),
    Entry(
        "lost", "Affaires perdues", "%",
        "Diviser les affaires perdues par les affaires closes du trimestre, motif de perte renseigné.",
    ),
    Entry(
        "conversion", "Devis transformés en commandes", "%",
        "Diviser les commandes par les devis envoyés trois mois plus tôt.",
    ),
    Entry(
        "answer", "Délai de première réponse à un prospect", "heures",
        "Prendre la médiane, du message reçu à la première réponse d’une personne.",
    ),
    Entry(
        "follow_up", "Devis relancés dans les sept jours", "%",
        "Compter les devis qui ont une relance notée dans la semaine.",
    ),
    Entry(
        "first_contact", "Demandes résolues au premier contact", "%",
        "Compter les demandes closes sans second échange avec le client.",
    ),
    Entry(
        "usage", "Utilisateurs actifs chaque semaine", "%",
        "Compter ceux qui ont écrit dans le CRM, et non ceux qui s’y sont connectés.",
    ),
    Entry(
        "entry_time", "Temps de saisie par jour et par commercial", "minutes",
        "Demander à cinq commerciaux, la même semaine, avant et après.",
    ),
    Entry(
        "reporting", "Temps de préparation du rapport des ventes", "heures par semaine",
        "Noter le temps de chaque personne qui y contribue.",
    ),
    Entry(
        "satisfaction", "Satisfaction des utilisateurs du CRM", "sur 10",
        "Poser la même question aux mêmes personnes, avant la mise en place puis au bilan.",
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in CATALOGUE}
