"""How long each step of a CRM project lasts, by the size of the company, and why in words."""

import math
from dataclasses import dataclass

from crmproject.toolkit.diagnostics import counted
from planning.profile import USUAL_OVERLAP, Profile, Turnover

# Working days in a month, public holidays excluded.
WORKING_MONTH = 21


@dataclass(frozen=True)
class Length:
    """How long a step lasts in working days, why in words, and what part of a full day its owner gives to it."""

    days: int
    why: str
    part: float = 0.4


def _days(least: float, days: float, most: float) -> int:
    return round(max(least, min(days, most)))


def _departments(profile: Profile) -> str:
    return counted(profile.departments, "service", "services")


def _users(profile: Profile) -> str:
    return counted(profile.users, "utilisateur", "utilisateurs")


def analysis(profile: Profile) -> Length:
    days = _days(5, 3 + profile.departments, 15)
    return Length(days, f"{_departments(profile)} à parcourir, avec leurs outils et leurs chiffres", 0.5)


def mission(profile: Profile) -> Length:
    days = 3 if profile.departments <= 8 else 5
    return Length(days, "un écrit court, relu et signé par la direction", 0.05)


def needs(profile: Profile) -> Length:
    each = 3
    days = _days(5, each * profile.departments, 30)
    if days < each * profile.departments:
        return Length(days, f"{_departments(profile)} à écouter, plusieurs le même jour", 0.5)
    verb = "services à écouter" if profile.departments > 1 else "service à écouter"
    return Length(days, f"{profile.departments} {verb}", 0.5)


def writing(profile: Profile) -> Length:
    if not profile.tender:
        days = _days(5, 4 + profile.departments / 2, 10)
        return Length(days, "un cahier des charges allégé, validé par les services", 0.5)
    days = _days(8, 7 + profile.departments, 20)
    return Length(days, f"{_departments(profile)} à faire relire et valider", 0.5)


def market(profile: Profile) -> Length:
    if not profile.tender:
        return Length(5, "achat simplifié\u00a0: 3 ou 4 solutions au plus", 0.4)
    days = 15 if profile.size >= 3 else 10
    return Length(days, "une dizaine de solutions vues, 3 ou 4 retenues", 0.4)


def offers(profile: Profile) -> Length:
    if not profile.tender:
        return Length(5, "des devis sans consultation formelle", 0.2)
    days = 20 if profile.size >= 3 or profile.departments > 8 else 15
    return Length(days, "le temps que les fournisseurs répondent exigence par exigence", 0.2)


def rewording(profile: Profile) -> Length:
    return Length(5 if profile.tender else 3, "les questions des fournisseurs précisent les besoins", 0.4)


def choice(profile: Profile) -> Length:
    if not profile.tender:
        return Length(3, "un choix de la direction, et le calendrier du prestataire", 0.05)
    days = 10 if profile.size >= 3 else 5
    return Length(days, "démonstrations, notation, choix, calendrier du prestataire", 0.05)


def pilot_group(profile: Profile) -> Length:
    return Length(
        3, f"une ou deux personnes dans {'chaque' if profile.departments > 1 else 'le'} service", 0.3
    )


def migration(profile: Profile) -> Length:
    sources = profile.sources + (profile.replacement and not profile.sources)
    days = _days(10, 5 + 5 * sources, 40)
    words = counted(
        sources, "source à nettoyer et reprendre", "sources à nettoyer, dédoublonner et reprendre"
    )
    return Length(days, words, 0.4)


def connectors(profile: Profile) -> Length:
    days = _days(10, 5 + 5 * profile.connectors, 40)
    return Length(
        days,
        counted(profile.connectors, "connecteur à livrer et à essayer", "connecteurs à livrer et à essayer"),
    )


def pilot(profile: Profile) -> Length:
    days = _days(10, 5 + 2 * profile.departments, 20) + (5 if profile.size >= 3 else 0)
    return Length(days, f"deux cycles d’essai et de correction dans {_departments(profile)}", 0.2)


def information(profile: Profile) -> Length:
    return Length(2, "dire à tous ce qui est choisi, pourquoi, et la suite", 0.05)


def completion(profile: Profile) -> Length:
    days = 5 if profile.size == 0 and not profile.tender else 10
    days += 5 * (profile.size >= 3) + 5 * (profile.connectors >= 3)
    return Length(days, "corriger ce que le groupe pilote a trouvé", 0.3)


def presentation(profile: Profile) -> Length:
    days = _days(1, math.ceil(profile.users / 200), 5)
    return Length(days, f"{_users(profile)} à réunir", 0.05)


def training(profile: Profile) -> Length:
    groups = math.ceil(profile.users / 10)
    high = profile.turnover is Turnover.HIGH
    days = _days(3, groups * (1.25 if high else 1), 25)
    words = f"{_users(profile)} en {counted(groups, 'groupe', 'groupes')} de dix"
    if groups > days:
        words += ", plusieurs groupes le même jour"
    return Length(days, words + (", et les arrivants d’un turn-over élevé" if high else ""), 0.5)


def go_live(profile: Profile) -> Length:
    days = (3, 3, 5, 8, 10)[profile.size]
    words = "service par service" if profile.departments > 1 else "avec les référents à portée de voix"
    return Length(days, f"{_users(profile)} à mettre en route, {words}", 0.4)


def review(profile: Profile) -> Length:
    return Length(2 if profile.size < 3 else 4, "mesurer les indicateurs et entendre les utilisateurs", 0.5)


def tuning(profile: Profile) -> Length:
    days = 10 if profile.size < 3 else 15
    return Length(days, "corriger ce que le bilan a montré", 0.3)


def refresher(profile: Profile) -> Length:
    days = _days(1, math.ceil(profile.users / 20), 10)
    return Length(days, f"une demi-journée par groupe, {_users(profile)}", 0.4)


def second_tuning(profile: Profile) -> Length:
    return Length(5, "les demandes nées du perfectionnement", 0.3)


def overlap(profile: Profile) -> Length:
    months = profile.overlap_months or USUAL_OVERLAP
    words = f"{months} mois de recouvrement"
    if not profile.overlap_months:
        words += ", durée usuelle\u00a0: le projet n’en dit rien"
    return Length(months * WORKING_MONTH, words, 0.05)


def stopping(profile: Profile) -> Length:
    return Length(3, f"fermer les accès à {profile.old_tool}, archiver, le dire à tous", 0.4)
