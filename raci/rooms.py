"""The rooms of the matrix."""

from charter.navigation import Room, register_rooms

register_rooms(
    "raci_matrix",
    "RACI",
    (
        Room("Matrice", "raci_matrix", ("colonnes",), ("activites",)),
        Room("Mes responsabilités", "my_responsibilities"),
        Room("Fonctions", "list:fonctions-raci", lists=("fonctions-raci",)),
        Room("Échanges", "raci_exchange", ("echanges",)),
    ),
)
