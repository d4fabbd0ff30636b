"""Good open questions, ready to be asked: not only « what do you need », but who does what, with whom, and for what.

Written for this product, by theme, after the advice on questioning people [domaine §2, Aide à la rédaction].
"""

from dataclasses import dataclass

from charter.models.listening import QuestionKind, Theme


@dataclass(frozen=True)
class LibraryQuestion:
    """A question to pick; `options` are its choices, or the words at both ends of its scale."""

    key: str
    theme: Theme
    text: str
    help: str = ""
    kind: QuestionKind = QuestionKind.TEXT
    options: tuple[str, ...] = ()


LIBRARY: tuple[LibraryQuestion, ...] = (
    LibraryQuestion(
        "journee",
        Theme.WORK,
        "Racontez une journée ordinaire\u00a0: que faites-vous, avec qui, et pour quel résultat\u00a0?",
        "Partez de votre dernière journée de travail, dans l’ordre.",
    ),
    LibraryQuestion(
        "client",
        Theme.WORK,
        "À quels moments êtes-vous en contact avec un client, et par quel moyen\u00a0?",
        "Téléphone, visite, e-mail, comptoir, salon…",
    ),
    LibraryQuestion(
        "recoit",
        Theme.WORK,
        "De qui recevez-vous le travail que vous traitez, et sous quelle forme vous arrive-t-il\u00a0?",
    ),
    LibraryQuestion(
        "transmet",
        Theme.WORK,
        "À qui transmettez-vous ce que vous avez fait, et qu’en fait cette personne ensuite\u00a0?",
    ),
    LibraryQuestion(
        "refait",
        Theme.WORK,
        "Que saisissez-vous, recopiez-vous ou recherchez-vous plusieurs fois\u00a0?",
        "Un exemple récent suffit\u00a0: quoi, d’où, vers où.",
    ),
    LibraryQuestion(
        "produire",
        Theme.NEEDS,
        "Qu’attend-on de vous, et de quoi avez-vous vraiment besoin pour le produire\u00a0?",
        "Une information, un accord, un document, du temps…",
    ),
    LibraryQuestion(
        "manque",
        Theme.NEEDS,
        "Quelle information vous manque le plus souvent au moment où vous parlez à un client\u00a0?",
    ),
    LibraryQuestion(
        "attente",
        Theme.NEEDS,
        "Qu’est-ce qui vous fait attendre, et combien de temps\u00a0?",
    ),
    LibraryQuestion(
        "trouver",
        Theme.NEEDS,
        "Trouvez-vous facilement ce qu’il faut savoir d’un client avant de lui répondre\u00a0?",
        kind=QuestionKind.SCALE,
        options=("jamais", "toujours"),
    ),
    LibraryQuestion(
        "decider",
        Theme.NEEDS,
        "Sur quels chiffres vous appuyez-vous pour décider, et d’où viennent-ils\u00a0?",
    ),
    LibraryQuestion(
        "part",
        Theme.PART,
        "En quoi votre travail sert-il les autres\u00a0? Que se passerait-il s’il n’était pas fait\u00a0?",
    ),
    LibraryQuestion(
        "dependre",
        Theme.PART,
        "De quels autres services dépendez-vous, et lesquels dépendent de vous\u00a0?",
    ),
    LibraryQuestion(
        "relais",
        Theme.PART,
        "Où un dossier client se perd-il entre deux services\u00a0?",
        "Racontez un cas dont vous vous souvenez, sans nommer personne.",
    ),
    LibraryQuestion(
        "partager",
        Theme.PART,
        "Qu’est-ce que vous savez des clients que les autres gagneraient à savoir\u00a0?",
    ),
    LibraryQuestion(
        "aimer",
        Theme.WISHES,
        "Qu’aimez-vous dans votre métier, que l’outil ne doit pas vous enlever\u00a0?",
    ),
    LibraryQuestion(
        "temps",
        Theme.WISHES,
        "Si vous gagniez une heure par jour, qu’en feriez-vous\u00a0?",
    ),
    LibraryQuestion(
        "apprendre",
        Theme.WISHES,
        "Que voudriez-vous savoir mieux faire d’ici un an\u00a0?",
    ),
    LibraryQuestion(
        "ideal",
        Theme.WISHES,
        "Décrivez la fiche client de vos rêves\u00a0: qu’y lisez-vous en premier\u00a0?",
    ),
    LibraryQuestion(
        "exception",
        Theme.EXCEPTIONS,
        "Quels clients, produits ou situations ne se traitent pas comme les autres\u00a0?",
        "Les rares cas comptent\u00a0: ce sont eux qui bloquent quand personne n’y a pensé.",
    ),
    LibraryQuestion(
        "astuce",
        Theme.EXCEPTIONS,
        "Quelle astuce, liste ou feuille gardez-vous pour vous parce que l’outil ne la prévoit pas\u00a0?",
    ),
    LibraryQuestion(
        "periode",
        Theme.EXCEPTIONS,
        "Y a-t-il des périodes de l’année où tout change pour vous\u00a0? Qu’est-ce qui change\u00a0?",
    ),
    LibraryQuestion(
        "critique",
        Theme.EXCEPTIONS,
        "Quel détail, s’il était oublié dans le nouvel outil, vous empêcherait de travailler\u00a0?",
    ),
    LibraryQuestion(
        "outils",
        Theme.TOOLS,
        "Quels outils ouvrez-vous dans une journée, fichiers personnels compris, et pour quoi faire\u00a0?",
    ),
    LibraryQuestion(
        "lieu",
        Theme.TOOLS,
        "Où travaillez-vous le plus souvent avec les informations des clients\u00a0?",
        kind=QuestionKind.CHOICE,
        options=("Au bureau", "En déplacement", "Au comptoir ou en magasin", "À domicile"),
    ),
    LibraryQuestion(
        "confiance",
        Theme.TOOLS,
        "Quelle confiance accordez-vous aux données clients d’aujourd’hui\u00a0?",
        kind=QuestionKind.SCALE,
        options=("aucune", "entière"),
    ),
    LibraryQuestion(
        "garder",
        Theme.TOOLS,
        "Parmi ce que vous notez aujourd’hui, que faut-il absolument reprendre, et que peut-on laisser\u00a0?",
    ),
    LibraryQuestion(
        "inquiet",
        Theme.CHANGE,
        "Qu’est-ce qui vous inquiète dans l’arrivée d’un CRM\u00a0?",
        "Habitudes, contacts, charge, suivi de l’activité\u00a0: toute crainte mérite une réponse.",
    ),
    LibraryQuestion(
        "gain",
        Theme.CHANGE,
        "À quoi verriez-vous, dans six mois, que le projet vous a été utile\u00a0?",
    ),
    LibraryQuestion(
        "former",
        Theme.CHANGE,
        "Comment apprenez-vous le mieux un nouvel outil\u00a0?",
        kind=QuestionKind.CHOICE,
        options=(
            "Avec un collègue",
            "En session avec un formateur",
            "Par des vidéos courtes",
            "En essayant seul",
        ),
    ),
)

BY_KEY = {one.key: one for one in LIBRARY}


def by_theme() -> list[tuple[Theme, list[LibraryQuestion]]]:
    """The library in the order of its themes."""
    found: dict[Theme, list[LibraryQuestion]] = {}
    for one in LIBRARY:
        found.setdefault(one.theme, []).append(one)
    return list(found.items())
