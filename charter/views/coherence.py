"""The coherence check of a project, on one page."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from crmproject.toolkit.diagnostics import Diagnosis, Severity, diagnose, rules

WHAT = {
    Severity.ERROR: "À corriger avant de franchir un point de validation.",
    Severity.WARNING: "Rien n’empêche de continuer, mais le projet s’y expose.",
    Severity.ADVICE: "Pour aller plus loin.",
}
TITLES = {Severity.ERROR: "Erreurs bloquantes", Severity.WARNING: "Alertes", Severity.ADVICE: "Conseils"}


@dataclass(frozen=True)
class Group:
    """The findings of one severity."""

    severity: Severity
    found: list[Diagnosis]

    @property
    def title(self) -> str:
        return TITLES[self.severity]

    @property
    def what(self) -> str:
        return WHAT[self.severity]


@project_view(Permission.VIEW)
@require_safe
def coherence(request: ProjectRequest) -> HttpResponse:
    """What the rules find, the gravest first, narrowed to one severity by `?gravite=`."""
    found = diagnose(request.access.gathering)
    groups = [Group(one, [each for each in found if each.rule.severity == one]) for one in Severity]
    asked = request.GET.get("gravite", "")
    asked = asked if asked in set(Severity) else ""
    context = {
        "groups": groups,
        "shown": [one for one in groups if one.found and asked in {"", one.severity.value}],
        "asked": asked,
        "total": len(found),
        "rules": len(rules()),
    }
    return project_page(request, "charter/coherence.html", context, tab="project_home")
