"""The articles that a charter may start with, to be rewritten together."""

PREAMBLE = (
    "<p>Le CRM est l’outil commun de ceux qui servent nos clients. Cette charte dit ce que chacun en attend et ce que "
    "chacun y apporte. Elle a été écrite avec les équipes\u00a0; elle engage l’entreprise autant que les personnes."
    "</p>"
)


def _text(*paragraphs: str, items: tuple[str, ...] = ()) -> str:
    listed = "".join(f"<li><p>{one}</p></li>" for one in items)
    return "".join(f"<p>{one}</p>" for one in paragraphs) + (f"<ul>{listed}</ul>" if listed else "")


# (title, rich text)
ARTICLES: tuple[tuple[str, str], ...] = (
    (
        "À qui appartiennent les données et les contacts",
        _text(
            "Les fiches, les échanges et l’historique enregistrés dans le CRM appartiennent à l’entreprise. Personne "
            "n’en est propriétaire à titre personnel, pas même qui les a saisis.",
            "Le mérite reste à son auteur\u00a0: l’origine d’un contact et le suivi d’une relation demeurent visibles "
            "sur la fiche. Un contact ne change de titulaire qu’après en avoir parlé avec la personne qui le suit.",
        ),
    ),
    (
        "Tenir ses données à jour",
        _text(
            "Une donnée utile est une donnée du jour. Chacun s’engage\u00a0:",
            items=(
                "à saisir un échange important dans les deux jours ouvrés\u00a0;",
                "à corriger une erreur dès qu’il la voit, ou à la signaler au titulaire de la fiche\u00a0;",
                "à relire ses affaires en cours au moins une fois par mois.",
            ),
        ),
    ),
    (
        "La qualité de la saisie",
        _text(
            "Avant de créer une fiche, on cherche si elle existe. Les champs obligatoires sont remplis avec une valeur "
            "vraie, jamais avec un point ou un zéro.",
            "On écrit des faits et des engagements, dans des termes que la personne concernée pourrait lire sans être "
            "blessée. Les commentaires sur l’origine, la santé, les opinions ou la vie privée sont interdits.",
        ),
    ),
    (
        "Confidentialité",
        _text(
            "Les données du CRM servent au travail et n’en sortent pas\u00a0: ni copie personnelle, ni envoi à un "
            "tiers qui n’y a pas droit, ni partage d’un compte ou d’un mot de passe.",
            "Un export n’est fait que pour un besoin précis\u00a0; il est effacé quand ce besoin est rempli. La perte "
            "d’un téléphone ou d’un ordinateur qui ouvre le CRM se signale le jour même.",
        ),
    ),
    (
        "Ce que l’on ne fait pas des données",
        _text(
            "L’entreprise s’engage à ne pas se servir du CRM pour surveiller les personnes. En particulier\u00a0:",
            items=(
                "les heures de connexion et de saisie ne mesurent ni la présence ni l’activité de personne\u00a0;",
                "aucun classement nominatif n’est diffusé sans l’accord de ceux qui y figurent\u00a0;",
                "aucune sanction ne repose sur les seules données du CRM\u00a0;",
                "les données des clients ne sont ni vendues ni prêtées.",
            ),
        ),
    ),
    (
        "Les indicateurs, et qui les voit",
        _text(
            "Les indicateurs mesurent l’usage de l’outil et le service rendu aux clients, par équipe. Leur liste est "
            "publique dans l’entreprise. Les chiffres d’une personne ne sont vus que d’elle et de son responsable "
            "direct, pour l’aider.",
        ),
    ),
    (
        "Les droits des personnes",
        _text(
            "Clients, prospects et collaborateurs ont sur leurs données les droits que leur donne le règlement général "
            "sur la protection des données (RGPD)\u00a0: accès, rectification, effacement, limitation, opposition, "
            "portabilité.",
            "Toute demande reçue est transmise sans attendre au délégué à la protection des données ou, à défaut, à la "
            "direction, qui répond dans le mois. Un refus de prospection est enregistré aussitôt.",
        ),
    ),
    (
        "Un usage loyal",
        _text(
            "Le CRM est l’outil de référence\u00a0: les fichiers tenus à part ne font pas foi et disparaissent peu à "
            "peu. On ne retient pas une information utile à un collègue, et l’on n’utilise pas la sienne pour lui "
            "prendre une affaire.",
        ),
    ),
    (
        "Quand un collègue s’en va",
        _text(
            "Le départ se prépare\u00a0: les fiches et les affaires en cours sont confiées à un successeur nommé, si "
            "possible présentées aux clients ensemble.",
            "L’accès est fermé le dernier jour. Personne n’emporte de données, sous aucune forme.",
        ),
    ),
    (
        "Se former et demander de l’aide",
        _text(
            "Chacun reçoit la formation dont il a besoin avant d’être tenu par cette charte. Chaque service a un "
            "référent, à qui l’on s’adresse d’abord. Ne pas savoir n’est pas une faute.",
        ),
    ),
    (
        "Le comité de la charte",
        _text(
            "Un comité réunit un représentant par direction. Il reçoit les demandes, les réclamations et les refus de "
            "signer, y répond par écrit, et voit les indicateurs d’usage.",
            "Qui s’adresse au comité le fait en confiance\u00a0: son message n’est lu que du comité et du chef de "
            "projet.",
        ),
    ),
    (
        "Réviser la charte",
        _text(
            "Le comité relit la charte au moins une fois par an. Chacun peut proposer une modification. Une version "
            "nouvelle dit ce qu’elle change\u00a0; elle est soumise de nouveau à la signature de tous.",
        ),
    ),
)
