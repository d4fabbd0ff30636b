"""What is in and out."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from charter.filepart import Checking, Choice, FileModel, FilePart, Loading, one_of, register, required
from charter.models import Project, ScopeItem
from charter.models.scope import ScopeNature
from charter.projectfiles.rows import create_rows, live_rows


class ScopeItemEntry(FileModel):
    """An item; one that says nothing but its text is written as that text alone."""

    text: Annotated[str, required(300)]
    nature: Annotated[Choice, one_of(ScopeNature)] = ScopeNature.FUNCTION.value
    department: str | None = None

    def shortened(self) -> str | None:
        plain = self.nature == ScopeNature.FUNCTION and self.department is None
        return self.text if plain else None


def _from_text(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


Item = Annotated[ScopeItemEntry, BeforeValidator(_from_text)]


class ScopeEntry(FileModel):
    included: list[Item] = Field(default_factory=list, alias="in")
    excluded: list[Item] = Field(default_factory=list, alias="out")


def _check(checking: Checking, entry: ScopeEntry) -> None:
    for side, items in (("in", entry.included), ("out", entry.excluded)):
        for index, one in enumerate(items):
            checking.department(one.department, f"scope.{side}[{index}].department")


def _load(loading: Loading, entry: ScopeEntry) -> None:
    items = [(True, one) for one in entry.included] + [(False, one) for one in entry.excluded]
    create_rows(
        ScopeItem,
        loading,
        (
            {
                "included": included,
                "text": one.text,
                "nature": one.nature,
                "department": loading.departments[one.department] if one.department else None,
            }
            for included, one in items
        ),
    )


def _entry(item: ScopeItem) -> ScopeItemEntry:
    department = item.department
    code = department.code if department and not department.is_deleted else None
    return ScopeItemEntry(text=item.text, nature=item.nature, department=code)


def _dump(project: Project) -> ScopeEntry:
    items = list(live_rows(ScopeItem, project, "department"))
    return ScopeEntry(
        **{
            "in": [_entry(one) for one in items if one.included],
            "out": [_entry(one) for one in items if not one.included],
        }
    )


register(FilePart("scope", ScopeEntry, _load, _dump, 50, check=_check, default=ScopeEntry))
