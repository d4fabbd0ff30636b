"""The rooms of the matrix."""

from charter.navigation import Room, register_rooms

register_rooms(
    "raci_matrix",
    "RACI",
    (
        Room("Matrice", "raci_matrix", lists=("activites",)),
        Room("Fonctions", "list:fonctions-raci", lists=("fonctions-raci",)),
    ),
)
