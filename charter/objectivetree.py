"""The tree of objectives: from the strategic one through departments or horizons to each operational objective."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from charter import smart
from charter.coverage import Coverage
from charter.models import Department, OperationalObjective
from charter.models.objectives import Horizon
from charter.smart import Goal

BY_DEPARTMENT, BY_HORIZON = "service", "horizon"


@dataclass(frozen=True)
class Filter:
    """What of the tree is asked for; an unknown department or horizon asks for all."""

    by: str = BY_DEPARTMENT
    department: str = ""
    horizon: str = ""
    uncovered: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.department or self.horizon or self.uncovered)


@dataclass(frozen=True)
class Leaf:
    """An operational objective, what covers it and what its SMART grid lacks."""

    objective: OperationalObjective
    coverage: Coverage
    lacking: str
    is_signalled: bool


@dataclass
class Branch:
    """The objectives of one department or of one horizon."""

    title: str
    leaves: list[Leaf] = field(default_factory=list)

    @property
    def uncovered(self) -> int:
        return sum(not leaf.coverage.is_covered for leaf in self.leaves)


@dataclass(frozen=True)
class Tree:
    """The branches asked for; `total` and `uncovered` count the objectives of the whole project."""

    branches: list[Branch]
    total: int
    uncovered: int
    shown: int


def grow(
    objectives: Sequence[OperationalObjective],
    departments: Sequence[Department],
    coverage: Mapping[str, Coverage],
    start: date,
    asked: Filter,
) -> Tree:
    """The tree that this filter leaves; a department without any objective stands in the whole one."""
    codes = {one.code for one in departments}
    wanted = asked.department if asked.department in codes else ""
    horizon = asked.horizon if asked.horizon in Horizon.values else ""
    leaves = [_leaf(one, coverage.get(one.ref, Coverage()), start) for one in objectives]
    kept = [
        leaf
        for leaf in leaves
        if (not wanted or leaf.objective.department.code == wanted)
        and (not horizon or leaf.objective.horizon == horizon)
        and not (asked.uncovered and leaf.coverage.is_covered)
    ]
    branches = _by_horizon(kept) if asked.by == BY_HORIZON else _by_department(kept, departments)
    if wanted or horizon or asked.uncovered:
        branches = [branch for branch in branches if branch.leaves]
    bare = sum(not leaf.coverage.is_covered for leaf in leaves)
    return Tree(branches, len(leaves), bare, len(kept))


def _leaf(objective: OperationalObjective, coverage: Coverage, start: date) -> Leaf:
    goal = Goal.of(objective, start)
    return Leaf(objective, coverage, smart.lacking(goal), smart.is_signalled(goal))


def _by_department(leaves: list[Leaf], departments: Sequence[Department]) -> list[Branch]:
    """Departments in their order, each one’s objectives from the nearest horizon to the farthest."""
    branches = {one.pk: Branch(one.name) for one in departments}
    rank = {horizon: place for place, horizon in enumerate(Horizon.values)}
    for leaf in sorted(leaves, key=lambda one: rank[one.objective.horizon]):
        department = leaf.objective.department
        branches.setdefault(department.pk, Branch(department.name)).leaves.append(leaf)
    return list(branches.values())


def _by_horizon(leaves: list[Leaf]) -> list[Branch]:
    branches = {horizon.value: Branch(horizon.label) for horizon in Horizon}
    for leaf in leaves:
        branches[leaf.objective.horizon].leaves.append(leaf)
    return list(branches.values())
