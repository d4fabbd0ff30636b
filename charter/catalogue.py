"""A starting catalogue of risks and fears, to pick from and to make one’s own [domain page, « Risques et freins »]."""

from dataclasses import dataclass

from charter.models.risks import MIDDLE, RiskKind, Strategy


@dataclass(frozen=True)
class Entry:
    """A risk, or a fear, as many projects meet it, with a usual score and a first response."""

    key: str
    title: str
    response: str
    kind: RiskKind = RiskKind.INTERNAL
    probability: int = MIDDLE
    impact: int = MIDDLE
    strategy: Strategy | None = Strategy.REDUCE

    @property
    def is_fear(self) -> bool:
        return self.kind == RiskKind.FEAR


def _fear(key: str, title: str, response: str) -> Entry:
    return Entry(key, title, response, kind=RiskKind.FEAR, strategy=None)


INTERNAL, EXTERNAL = RiskKind.INTERNAL, RiskKind.EXTERNAL

RISKS = (
    Entry(
        "resistance",
        "Résistance au changement",
        "Associer les utilisateurs dès l’expression des besoins, montrer à chaque profil ce qu’il gagne, s’appuyer sur "
        "des référents de terrain.",
        INTERNAL, 4, 4,
    ),
    Entry(
        "collaboration",
        "Services qui ne travaillent pas ensemble",
        "Ateliers communs aux ventes, au marketing et au service client\u00a0; règles de partage écrites et arbitrées.",
        INTERNAL, 3, 4,
    ),
    Entry(
        "reprise",
        "Reprise de données incomplète ou fausse",
        "Trier et dédoublonner avant la bascule, faire deux reprises à blanc, nommer qui valide chaque fichier.",
        INTERNAL, 4, 4,
    ),
    Entry(
        "integration",
        "Raccordement difficile au système d’information",
        "Décrire les flux avant la consultation, exiger une preuve de fonctionnement, prévoir un lot de connecteurs.",
        INTERNAL, 3, 4,
    ),
    Entry(
        "direction",
        "Soutien de la direction peu visible",
        "Un sponsor qui ouvre la réunion de lancement, préside le comité et se sert lui-même du CRM.",
        INTERNAL, 3, 5, Strategy.AVOID,
    ),
    Entry(
        "departs",
        "Départs de personnes clés et rotation des équipes",
        "Binômes sur chaque rôle, décisions écrites, parcours de formation prêt pour les arrivants.",
        INTERNAL, 3, 3,
    ),
    Entry(
        "saison",
        "Pic d’activité pendant le déploiement",
        "Caler ateliers, formations et bascule hors des périodes de forte activité.",
        INTERNAL, 3, 3, Strategy.AVOID,
    ),
    Entry(
        "silos",
        "Fichiers parallèles et données en silos qui survivent au CRM",
        "Recenser les tableurs, reprendre ce qui sert, fermer le reste à une date annoncée.",
        INTERNAL, 4, 3,
    ),
    Entry(
        "usine",
        "Outil trop lourd\u00a0: l’«\u00a0usine à gaz\u00a0»",
        "Un premier lot minimal, peu de champs obligatoires, chaque ajout demandé par un utilisateur.",
        INTERNAL, 3, 4, Strategy.AVOID,
    ),
    Entry(
        "disponibilite",
        "Équipe projet trop peu disponible",
        "Temps réservé et dit aux responsables hiérarchiques, charge suivie chaque mois.",
        INTERNAL, 4, 3,
    ),
    Entry(
        "perimetre",
        "Périmètre qui grossit en route",
        "Périmètre signé, demandes nouvelles instruites et remises au lot suivant.",
        INTERNAL, 3, 3,
    ),
    Entry(
        "cle-en-main",
        "Aucune solution standard ne convient",
        "Hiérarchiser les exigences, adapter les usages avant l’outil, garder le spécifique pour ce qui distingue.",
        EXTERNAL, 2, 4,
    ),
    Entry(
        "prestataire",
        "Prestataire défaillant ou équipe qui change",
        "Références vérifiées, interlocuteurs nommés au contrat, jalons payés à la recette, réversibilité prévue.",
        EXTERNAL, 2, 4, Strategy.TRANSFER,
    ),
    Entry(
        "prix",
        "Hausse des abonnements ou coûts cachés",
        "Prix fermes sur trois ans, paliers d’utilisateurs et options chiffrés dès l’offre.",
        EXTERNAL, 3, 3, Strategy.TRANSFER,
    ),
    Entry(
        "rgpd",
        "Données personnelles traitées hors des règles",
        "Associer le délégué à la protection des données, écrire finalités et durées, recueillir les consentements.",
        EXTERNAL, 2, 5, Strategy.AVOID,
    ),
)  # fmt: skip

# What people fear, in the first person: each is answered, none is made light of.
FEARS = (
    _fear(
        "habitudes",
        "Mes habitudes vont être bouleversées",
        "Partir du travail réel, garder ce qui marche, laisser le temps d’apprendre avec un référent à côté.",
    ),
    _fear(
        "particularites",
        "Les particularités de mon métier vont être noyées",
        "Les recueillir une à une, même les rares\u00a0; dire lesquelles sont reprises, et pourquoi pas les autres.",
    ),
    _fear(
        "moule",
        "On va me faire entrer dans un moule",
        "Un socle commun limité à ce qui se partage, des vues et des étapes que chaque équipe adapte.",
    ),
    _fear(
        "contacts",
        "Mes contacts ne seront plus à moi",
        "Écrire dans la charte d’usage qui suit chaque client, et que son commercial reste son interlocuteur.",
    ),
    _fear(
        "tiers",
        "D’autres vont modifier mes données",
        "Droits par équipe, journal des modifications consultable, retour en arrière possible.",
    ),
    _fear(
        "exploitation",
        "Mes informations seront utilisées sans mon accord",
        "Usages permis et interdits écrits ensemble dans la charte, comité saisi de toute demande.",
    ),
    _fear(
        "surveillance",
        "Le CRM servira à surveiller mon activité",
        "Dire quels indicateurs existent et qui les voit\u00a0; pas de mesure individuelle sans règle écrite.",
    ),
)

BY_KEY = {one.key: one for one in (*RISKS, *FEARS)}


@dataclass(frozen=True)
class Mark:
    """A figure of a study, to compare one’s own project with."""

    label: str
    share: int


MARKS_SOURCE = "Étude citée par le référentiel métier\u00a0: difficultés rencontrées dans les projets CRM"
MARKS = (
    Mark("Reprise de l’antérieur", 18),
    Mark("Freins au changement", 15),
    Mark("Manque de collaboration", 15),
    Mark("Trouver une solution clé en main", 12),
    Mark("Intégration au back-office", 8),
)
ONE_IN_TWO = "Un projet sur deux n’atteint pas ses objectifs, d’abord faute d’adhésion."
