"""Answers of staff that become change requests."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, cast

from django import forms

from accounts.models import User
from charter.access import Permission
from charter.harvest import Destination, HarvestForm, Raw, Target, destination
from charter.models import Department, Project
from crmproject.toolkit.text import shortened
from planning.actions.changes import submit_change
from planning.models import ChangeRequest
from planning.models.changes import LONGEST_TEXT

LONGEST_TITLE, LONGEST_SOURCE = 200, 200


class ChangeHarvestForm(HarvestForm):
    """A request as it is filed; its instruction says the rest."""

    shared: ClassVar[tuple[str, ...]] = ("department",)

    title = forms.CharField(label="Intitulé", max_length=LONGEST_TITLE)
    department = forms.ModelChoiceField(
        queryset=Department.objects.none(), label="Service", required=False, empty_label="Plusieurs services"
    )
    need = forms.CharField(label="Besoin", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        field = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        field.queryset = Department.objects.live().filter(project=project)

    @classmethod
    def first_values(cls, raw: Raw) -> dict[str, Any]:
        return {"title": raw.title, "need": raw.text[:LONGEST_TEXT], "department": raw.department}


def create_change(project: Project, by: User, values: Mapping[str, Any], raw: Raw) -> int:
    """A request filed by who takes the answer up, the answer for its source."""
    request = ChangeRequest(
        project=project,
        source=shortened(raw.source, LONGEST_SOURCE),
        **{name: values[name] for name in ("title", "need", "department")},
    )
    return int(submit_change(request=request, requirements=[], by=by).pk)


def change_targets(project_id: int, ids: Collection[int]) -> dict[int, Target]:
    """These requests."""
    rows = ChangeRequest.objects.filter(project=project_id, pk__in=ids).select_related("project")
    return {
        row.pk: Target(
            f"{row.ref} – {shortened(row.title, 80)}", row.get_absolute_url(), row.ref, row.is_deleted
        )
        for row in rows
    }


def changes_by_ref(project_id: int) -> dict[str, int]:
    """Live requests by their reference."""
    return {one.ref: one.pk for one in ChangeRequest.objects.live().filter(project=project_id)}


destination(
    Destination(
        name="change_request",
        one="une demande d’évolution",
        several="demandes d’évolution",
        became="devenue la demande d’évolution",
        icon="chat-left-text",
        permission=Permission.REQUEST_CHANGE,
        form=ChangeHarvestForm,
        create=create_change,
        targets=change_targets,
        named=changes_by_ref,
        order=40,
    )
)
