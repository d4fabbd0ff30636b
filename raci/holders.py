"""Who stands in a column of the matrix: a person of the project, or a function that people hold."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from charter.models import Membership
from raci.models import Assignment, Column, Function

MEMBER, FUNCTION = "member", "function"
KEY = re.compile(r"^([mf])([0-9]{1,18})$")


@dataclass(frozen=True)
class Holder:
    """A column: `label` heads it, `detail` says more (the person behind the title, or those who hold the function).

    `people` are the person, or the live holders of the function; nobody yet for a function to be filled.
    """

    kind: Literal["member", "function"]
    pk: int
    label: str
    detail: str = ""
    is_deleted: bool = False
    people: tuple[Membership, ...] = ()

    @property
    def key(self) -> str:
        """« m12 » for a member, « f3 » for a function: stable, and short enough for thirty thousand cells."""
        return f"{self.kind[0]}{self.pk}"

    @property
    def is_function(self) -> bool:
        return self.kind == FUNCTION

    @property
    def display_name(self) -> str:
        """« Nom (fonction) » for a person, the name of a function."""
        return self.label if self.is_function else self.people[0].display_name

    @property
    def address(self) -> str:
        """How files name this column: the person’s e-mail, or the name of the function."""
        return self.label if self.is_function else self.people[0].user.email

    def __str__(self) -> str:
        return self.label


def of_member(member: Membership) -> Holder:
    """The column of this person."""
    return Holder(
        kind="member",
        pk=member.pk,
        label=str(member),
        detail=str(member.user) if member.shown_title else "",
        is_deleted=member.is_deleted,
        people=(member,),
    )


def of_function(function: Function, people: Iterable[Membership]) -> Holder:
    """The column of this function, held by those of these people who are still in the project."""
    live = tuple(one for one in people if not one.is_deleted)
    return Holder(
        kind="function",
        pk=function.pk,
        label=function.name,
        detail=", ".join(str(one) for one in live),
        is_deleted=function.is_deleted,
        people=live,
    )


def load_holders(project_id: int) -> list[Holder]:
    """Every column that the project has or had, those who left included, in order: four queries."""
    members = list(Membership.objects.filter(project_id=project_id).select_related("user"))
    functions = list(Function.objects.filter(project_id=project_id))
    by_pk = {member.pk: member for member in members}
    held: dict[int, list[Membership]] = defaultdict(list)
    links = Function.holders.through.objects.filter(function__project_id=project_id).order_by("pk")
    for function_id, member_id in links.values_list("function_id", "membership_id"):
        if member_id in by_pk:
            held[function_id].append(by_pk[member_id])
    holders = [*map(of_member, members), *(of_function(one, held[one.pk]) for one in functions)]
    placed = {one.key: place for place, one in enumerate(Column.objects.filter(project_id=project_id))}
    return sorted(holders, key=lambda holder: placed.get(holder.key, len(placed)))


def find_holder(project_id: int, key: str) -> Holder | None:
    """The column of this key in this project, gone ones included; None for a key that says nothing here."""
    found = KEY.match(key)
    if not found:
        return None
    kind, pk = found[1], int(found[2])
    if kind == "m":
        member = Membership.objects.filter(project_id=project_id, pk=pk).select_related("user").first()
        return of_member(member) if member else None
    function = Function.objects.filter(project_id=project_id, pk=pk).first()
    return of_function(function, function.holders.select_related("user")) if function else None


def holder_of(assignment: Assignment) -> Holder:
    """The column in which this letter stands."""
    if assignment.member:
        return of_member(assignment.member)
    if assignment.function is None:
        raise ValueError("a letter is a person’s or a function’s")
    return of_function(assignment.function, assignment.function.holders.select_related("user"))
