"""Listening to users: questions to ask, links to answer by, and what becomes of the answers."""
