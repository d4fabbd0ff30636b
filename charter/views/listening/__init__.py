"""Screens of questionnaires: running one, answering one, sorting the answers."""
