"""Finding, among the members of a project, the person whom a file names."""

import re
from collections import defaultdict
from collections.abc import Iterable

from charter.models import Membership
from crmproject.toolkit.text import normalised
from planning.exchange.draft import OwnerDraft

# « Nom (fonction) »
WITH_TITLE = re.compile(r"(?P<name>.+?)\s*\((?P<title>.+)\)")


class Directory:
    """Live members by e-mail, by name and by title; a name that two people bear finds nobody."""

    def __init__(self, members: Iterable[Membership]) -> None:
        self._by_email: dict[str, Membership] = {}
        self._by_name: dict[str, set[Membership]] = defaultdict(set)
        for member in members:
            self._by_email[member.user.email.casefold()] = member
            for name in (member.display_name, str(member.user), member.title):
                self._by_name[normalised(name)].add(member)

    def find(self, owner: OwnerDraft) -> Membership | None:
        """This person: by e-mail first, then by the name as it is shown, the name alone, the title."""
        email = self._by_email.get(owner.email.strip().casefold())
        if email or not owner.name:
            return email
        return self.named(owner.name)

    def named(self, name: str) -> Membership | None:
        """The one member who has this e-mail, name or title."""
        if found := self._by_email.get(name.strip().casefold()):
            return found
        whole = self._by_name.get(normalised(name), set())
        parts = WITH_TITLE.fullmatch(name.strip())
        if not whole and parts:
            whole = self._by_name.get(normalised(parts["name"]), set())
        return next(iter(whole)) if len(whole) == 1 else None
