"""French words from which plausible texts are composed."""

DEPARTMENTS = {
    "COM": "Commercial",
    "MKT": "Marketing",
    "SAV": "Service client",
    "DIR": "Direction générale",
    "SI": "Systèmes d’information",
    "LOG": "Logistique",
}

ACTORS = {
    "COM": [
        "le commercial itinérant",
        "l’assistante commerciale",
        "le chef des ventes",
        "le responsable de région",
    ],
    "MKT": ["le chargé de campagnes", "le chef de produit", "la responsable de marque", "le webmestre"],
    "SAV": [
        "le technicien de support",
        "le téléconseiller",
        "le responsable de plateau",
        "le gestionnaire de retours",
    ],
    "DIR": [
        "le directeur général",
        "le contrôleur de gestion",
        "la direction financière",
        "le comité de direction",
    ],
    "SI": [
        "l’administrateur du CRM",
        "le responsable de la sécurité",
        "l’équipe d’exploitation",
        "l’architecte",
    ],
    "LOG": [
        "le planificateur de tournées",
        "le chef de quai",
        "l’approvisionneur",
        "le responsable de dépôt",
    ],
}

# Verbs with their objects: « Le CRM doit permettre au … de … ».
ACTIONS = [
    "consulter l’historique complet des échanges avec un client",
    "planifier une visite depuis la fiche du contact",
    "rapprocher deux fiches en double et en garder la plus complète",
    "suivre l’avancement des devis envoyés et leurs relances",
    "affecter une demande entrante à la bonne personne",
    "comparer le réalisé avec l’objectif du trimestre",
    "exporter une sélection de contacts vers un tableur",
    "mesurer le délai de première réponse par canal",
    "recueillir et prouver le consentement d’un contact",
    "segmenter les clients selon leurs achats des douze derniers mois",
    "déclencher une enquête de satisfaction après une intervention",
    "retrouver une pièce jointe par son contenu",
    "partager un compte rendu avec une autre agence",
    "préparer une tournée à partir des clients non visités",
    "suivre les réclamations jusqu’à leur clôture",
    "alerter le responsable quand une affaire reste sans action",
    "calculer la marge prévisionnelle d’une opportunité",
    "reprendre une conversation commencée sur un autre canal",
    "saisir une commande hors connexion puis la synchroniser",
    "consulter les stocks disponibles pendant un rendez-vous",
    "prévoir les ventes par famille de produits",
    "tracer chaque modification d’une donnée personnelle",
    "limiter l’accès d’un profil aux clients de son secteur",
    "programmer l’envoi d’un rapport hebdomadaire",
    "rattacher un appel téléphonique à la fiche du client",
    "qualifier un prospect selon une grille partagée",
    "suivre le parc installé et les échéances de contrat",
    "archiver un client sans perdre ses documents",
    "reprendre les données de l’outil précédent par lots contrôlés",
    "visualiser les clients sur une carte et par distance",
]

CONDITIONS = [
    "dès la création de la fiche",
    "sans quitter l’écran en cours",
    "depuis un téléphone comme depuis un poste fixe",
    "pour les clients de son secteur",
    "à chaque changement d’étape",
    "au plus tard le lendemain matin",
    "dans la limite de ses droits",
    "y compris pendant la période de recouvrement des deux outils",
    "avec l’accord du responsable de service",
    "pour toutes les agences du groupe",
    "selon le calendrier commercial",
    "sur les douze derniers mois glissants",
]

DETAILS = [
    "La règle appliquée est visible et peut être modifiée par l’administrateur, sans développement.",
    "Les données affichées proviennent d’une seule source, l’ERP, et portent leur date de mise à jour.",
    "Une action faite par erreur peut être annulée pendant trente jours.",
    "Les champs obligatoires sont limités à cinq, et chacun porte une aide courte.",
    "Le résultat est filtrable par agence, par période et par responsable.",
    "L’historique conserve l’auteur, la date et la valeur précédente.",
    "Le traitement se poursuit en arrière-plan et prévient la personne à la fin.",
    "Les libellés suivent le vocabulaire de l’entreprise, fixé dans le glossaire.",
    "Un échec est signalé avec sa cause et la façon d’y remédier.",
    "L’accès aux coordonnées personnelles respecte le registre des traitements.",
]

MEASURES = [
    "Affichage en moins de {n} secondes sur un réseau mobile",
    "{n} cas sur {n} traités selon la règle lors de la recette",
    "Écart nul sur {n} fiches contrôlées",
    "Tâche accomplie en moins de {n} minutes par trois utilisateurs non formés",
    "Alerte reçue dans les {n} minutes, vérifiée sur un jeu d’essai",
    "Historique complet sur une fiche modifiée {n} fois",
    "{n} % des enregistrements repris sans correction manuelle",
]

SOURCES = ["Atelier de cadrage", "Entretien individuel", "Observation en agence", "Questionnaire aux équipes"]

OBJECTIVES = [
    ("Réduire le délai de réponse aux prospects", "délai de première réponse", "heures"),
    ("Augmenter le taux de conversion des devis", "devis transformés", "%"),
    ("Améliorer la satisfaction après intervention", "note moyenne", "points sur 100"),
    ("Fiabiliser les prévisions de vente", "écart entre prévu et réalisé", "%"),
    ("Diminuer la double saisie", "saisies redondantes par semaine", "saisies"),
    ("Livrer à la date promise", "livraisons à l’heure", "%"),
    ("Fidéliser les clients actifs", "clients conservés d’une année sur l’autre", "%"),
    ("Compléter les fiches contacts", "fiches avec courriel valide", "%"),
    ("Raccourcir le cycle de vente", "durée moyenne d’une affaire", "jours"),
    ("Rendre les données accessibles en mobilité", "visites préparées sur téléphone", "%"),
    ("Réduire les réclamations répétées", "réclamations rouvertes", "%"),
    ("Mesurer le retour des campagnes", "campagnes avec coût et recette", "%"),
]

TOOLS = [
    ("ERP", "DIR", "Commandes, facturation, stocks"),
    ("Messagerie", "SI", "Courriels et agendas"),
    ("Tableur partagé", "COM", "Suivi des devis"),
    ("Outil d’envoi de campagnes", "MKT", "Lettres d’information"),
    ("Logiciel de tickets", "SAV", "Demandes de support"),
    ("Ancien CRM", "COM", "Fiches clients et prospects"),
    ("Gestion des tournées", "LOG", "Planification des livraisons"),
    ("Site marchand", "MKT", "Commandes en ligne"),
]

RISKS = [
    "Résistance au changement",
    "Reprise de données de mauvaise qualité",
    "Manque de disponibilité des référents",
    "Retard de l’éditeur",
    "Collaboration insuffisante entre services",
    "Charge de saisie jugée trop lourde",
    "Perte de la propriété de ses contacts",
    "Crainte d’une surveillance de l’activité",
    "Connecteur ERP plus complexe que prévu",
    "Saisonnalité des ventes pendant le déploiement",
    "Départ d’un membre clé de l’équipe",
    "Périmètre qui grandit en cours de projet",
]

STEPS = [
    "Recevoir la demande",
    "Vérifier l’identité du client",
    "Rechercher la fiche existante",
    "Compléter les informations manquantes",
    "Choisir le responsable",
    "Proposer une date",
    "Préparer le document",
    "Faire valider par le responsable",
    "Envoyer au client",
    "Programmer la relance",
    "Enregistrer le résultat",
    "Clore et archiver",
]

TASKS = {
    "preparation": [
        "Analyse de la situation",
        "Ordre de mission",
        "Constitution du groupe de travail",
        "Parcours des clients",
        "Entretiens avec les équipes",
        "Recensement des outils",
        "Inventaire des données",
        "Rédaction des besoins",
        "Relectures croisées",
        "Validation du cahier des charges",
    ],
    "implementation": [
        "Analyse du marché",
        "Présélection",
        "Appel d’offres",
        "Réception des propositions",
        "Démonstrations",
        "Reformulation des besoins",
        "Choix de la solution",
        "Contrat et planning",
        "Paramétrage",
        "Connecteur ERP",
        "Nettoyage des données",
        "Reprise à blanc",
        "Reprise définitive",
        "Groupe pilote",
        "Corrections du pilote",
        "Information de la structure",
        "Formation des référents",
        "Formation des utilisateurs",
        "Mise en place",
    ],
    "execution": [
        "Suivi de l’usage",
        "Bilan à un mois",
        "Optimisation",
        "Formation de perfectionnement",
        "Enquête d’usage",
        "Seconde optimisation",
        "Bilan à six mois",
    ],
    "exit": [
        "Recouvrement des deux outils",
        "Contrôle des archives",
        "Arrêt de l’ancien outil",
        "Clôture du projet",
    ],
}

PHASES = {
    "preparation": "Préparation",
    "implementation": "Implémentation",
    "execution": "Exécution",
    "exit": "Sortie de l’ancien outil",
}

BUDGET = [
    ("licences", "Abonnements annuels", 48_000, True),
    ("integration", "Paramétrage et recette", 36_000, False),
    ("migration", "Nettoyage et reprise des données", 14_000, False),
    ("connectors", "Connecteurs ERP et site marchand", 18_500, False),
    ("training", "Formation initiale et perfectionnement", 12_000, False),
    ("change", "Communication et groupe pilote", 6_000, False),
    ("post_launch", "Ajustements après le bilan", 9_000, False),
    ("contingency", "Aléas", 7_500, False),
]

CRITERIA = [
    ("Couverture des exigences Must", 30),
    ("Facilité d’utilisation", 20),
    ("Intégration au système d’information", 20),
    ("Coût total sur six ans", 15),
    ("Support et références", 10),
    ("Réversibilité des données", 5),
]
