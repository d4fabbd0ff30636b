"""Why a move is refused: told to the person, with what to do."""


class RefusedError(Exception):
    """A move that can’t be made now; its text says why, and what to do."""


class ContentChangedError(RefusedError):
    """The content is no longer the one that the person read."""
