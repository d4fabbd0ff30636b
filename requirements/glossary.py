"""The glossary printed in the annexes: terms of customer relations, and the four priorities."""

TERMS: dict[str, str] = {
    "Affaire (opportunité)": (
        "Vente possible et identifiée, avec un client, un montant estimé et une échéance ; elle "
        "avance d’étape en étape jusqu’à la commande ou à l’abandon."
    ),
    "Campagne": (
        "Envoi ou suite d’envois à un groupe de contacts, dans un but précis, dont le résultat se mesure."
    ),
    "Connecteur": (
        "Liaison automatique entre le CRM et un autre logiciel, qui évite de saisir deux fois la même donnée."
    ),
    "Consentement": (
        "Accord libre et explicite d’une personne pour un usage de ses données. Il est double "
        "lorsque la personne le confirme par un second geste, en cliquant par exemple dans un "
        "courriel."
    ),
    "CRM": (
        "Logiciel de gestion de la relation client : il réunit les contacts, les échanges et les "
        "affaires, et les partage entre services."
    ),
    "Critère d’acceptation": (
        "Constat vérifiable qui permet de dire, le jour de la recette, qu’une exigence est satisfaite."
    ),
    "Dédoublonnage": ("Repérage puis fusion des fiches qui décrivent la même personne ou la même société."),
    "ERP": "Progiciel de gestion de l’entreprise : commandes, facturation, stocks, comptabilité.",
    "Exigence": "Besoin exprimé de façon vérifiable, avec une référence, une priorité et une source.",
    "MoSCoW": "Méthode qui classe les exigences en quatre priorités : Must, Should, Could, Won’t.",
    "Piste (lead)": (
        "Personne ou société qui a manifesté un intérêt, avant qu’un commercial ne l’ait qualifiée."
    ),
    "Pipeline": (
        "Suite des étapes de vente, de la première prise de contact à la signature, avec les "
        "affaires qui s’y trouvent."
    ),
    "Recette": "Vérification, par les futurs utilisateurs, que la solution livrée répond aux exigences.",
    "Reprise des données": (
        "Nettoyage, conversion et chargement dans le nouvel outil des données qui existent aujourd’hui."
    ),
    "Réversibilité": (
        "Possibilité de récupérer toutes ses données, dans un format ouvert, pour changer de fournisseur."
    ),
    "Segment": "Groupe de contacts qui partagent des caractéristiques ou un comportement.",
    "Taux de conversion": (
        "Part des pistes, ou des affaires, qui aboutissent à l’étape suivante ou à une vente."
    ),
    "Ticket": "Demande d’un client enregistrée au service client, suivie jusqu’à sa résolution.",
}

PRIORITIES: dict[str, str] = {
    "must": "Indispensable : sans elle, la solution ne peut pas être mise en service.",
    "should": "Importante : attendue dès le premier lot, mais un contournement provisoire est possible.",
    "could": "Souhaitable : retenue si le budget et le calendrier le permettent.",
    "wont": "Écartée du premier lot : notée pour mémoire, à reprendre dans une phase ultérieure.",
}
