"""The questions of the framing, asked in short: the strategic diagnosis, then who, what, where, why and how.

An answer is kept under the `key` of its question (`FramingAnswer`), which project files use too: it never changes.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question; `help` says what is expected, `example` shows an answer of an imaginary company.

    `screen` is the URL name of a page that holds the data behind the answer, with its `register` when that is a list.
    """

    key: str
    label: str
    help: str
    example: str
    screen: str = ""
    register: str = ""
    screen_label: str = ""


@dataclass(frozen=True)
class Part:
    """Questions that are read and answered together. `slug` stands in addresses, `block` names what prints it."""

    slug: str
    title: str
    lead: str
    block: str
    questions: tuple[Question, ...]

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.questions]


DIAGNOSIS = Part(
    slug="diagnostic",
    title="Diagnostic stratégique",
    lead="Huit questions courtes, à se poser avec la direction\u00a0: d’où l’on part, où l’on va, avec qui.",
    block="diagnosis",
    questions=(
        Question(
            "business",
            "Quel est notre métier\u00a0?",
            "Ce que nous vendons, à qui, par quels canaux. Une personne extérieure doit le comprendre.",
            "Nous fabriquons des menuiseries sur mesure, vendues aux artisans par douze commerciaux en région.",
        ),
        Question(
            "growth",
            "Que voulons-nous développer, et où\u00a0?",
            "Une offre, un type de client, une région\u00a0: ce qui doit grandir dans les trois ans.",
            "La rénovation énergétique auprès des syndics, d’abord en Auvergne-Rhône-Alpes.",
        ),
        Question(
            "market",
            "Comment notre secteur évolue-t-il\u00a0?",
            "Concurrents, règles, habitudes d’achat\u00a0: ce qui change avec ou sans nous.",
            "Les artisans comparent en ligne avant d’appeler\u00a0; deux concurrents chiffrent en 24 heures.",
        ),
        Question(
            "difference",
            "Qu’est-ce qui nous différencie\u00a0?",
            "Ce que nos clients citent quand ils expliquent pourquoi ils restent.",
            "Un interlocuteur unique, du devis à la pose, et des pièces disponibles dix ans.",
        ),
        Question(
            "path",
            "Comment comptons-nous y arriver\u00a0?",
            "Les deux ou trois chantiers qui comptent le plus, CRM compris.",
            "Répondre à toute demande sous 24 heures, relancer chaque devis, suivre les syndics comme un compte.",
        ),
        Question(
            "teams",
            "Qu’attendons-nous des équipes\u00a0?",
            "Ce qui changera dans le travail de chacun, dit comme on le dirait aux intéressés.",
            "Que chaque visite laisse une trace utile à celui qui reprendra le dossier.",
        ),
        Question(
            "needs",
            "Quels seront leurs besoins\u00a0?",
            "Temps, formation, outils, soutien\u00a0: ce dont les équipes auront besoin pour y arriver.",
            "Deux heures par semaine pendant le démarrage, et un référent dans chaque agence.",
        ),
        Question(
            "means",
            "De quels moyens disposons-nous déjà\u00a0?",
            "Personnes, outils, données, budget, habitudes sur lesquels s’appuyer.",
            "Une base de 8\u00a0000 artisans tenue à jour, et un contrôleur de gestion qui aime les tableaux de bord.",
        ),
    ),
)

FIVE_WORDS = Part(
    slug="qui-quoi-ou",
    title="Qui, quoi, où, pourquoi, comment",
    lead="Cinq réponses qui tiennent sur une page, à relire avant chaque décision.",
    block="who_what_where",
    questions=(
        Question(
            "who",
            "Qui\u00a0?",
            "Qui porte le projet, qui l’utilisera, qui décide\u00a0: les services et les rôles.",
            "Portée par la direction commerciale, utilisée par la vente et le service client, arbitrée en comité.",
            "members",
            screen_label="Membres et rôles",
        ),
        Question(
            "what",
            "Quoi\u00a0?",
            "Ce que le CRM fera au premier lot, et ce qu’il ne fera pas.",
            "Le suivi des devis et des demandes de service\u00a0; ni la facturation, ni la paie.",
            "register",
            "perimetre",
            "Périmètre",
        ),
        Question(
            "where",
            "Où\u00a0?",
            "Les sites, filiales et pays concernés, et ceux qui attendront.",
            "Le siège et les trois agences du Sud-Est\u00a0; la filiale belge l’année suivante.",
            "register",
            "perimetre",
            "Périmètre",
        ),
        Question(
            "why",
            "Pourquoi\u00a0?",
            "Ce qui ne va pas aujourd’hui, et ce qui irait mieux\u00a0: l’objectif, en une phrase.",
            "Un devis sur trois n’est jamais relancé\u00a0: nous voulons qu’aucun ne le soit plus.",
            "strategic_objective",
            screen_label="Objectif stratégique",
        ),
        Question(
            "how",
            "Comment\u00a0?",
            "Les étapes du déploiement, les moyens et le budget, la façon d’en parler aux équipes.",
            "Un pilote de huit semaines, puis une agence par mois\u00a0; une lettre à tous chaque quinzaine.",
            "register",
            "budget",
            "Budget",
        ),
    ),
)

PARTS = (DIAGNOSIS, FIVE_WORDS)


def part_of(slug: str) -> Part | None:
    """The part that stands under this address."""
    return next((one for one in PARTS if one.slug == slug), None)
