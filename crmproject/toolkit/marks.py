"""The mark of a view that belongs to no project."""

from collections.abc import Callable


def open_view[**P, R](reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view that belongs to no project, saying why it needs no project permission."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        view.open_because = reason  # type: ignore[attr-defined]
        return view

    return decorate
