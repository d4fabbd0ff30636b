"""How the permissions test visits the pages where sections are decided on and signed."""

from charter.models import Membership, Project, Role
from crmproject.toolkit.fingerprints import fingerprint
from requirements.models import Approval, Revision, Section, Submission, Validator
from requirements.models.validation import Verdict
from tests.addresses_agreement import one_with
from tests.visits import Provider, Visit


def asked(method: str) -> Provider:
    """A section which the sponsor and the head of a department were asked to validate."""

    def visit(project: Project) -> Visit:
        section = Section.objects.get(specification__project=project, key="context")
        for member in Membership.objects.live().filter(project=project, roles__overlap=["sponsor", "head"]):
            Validator.objects.create(section=section, member=member)
        return Visit({"pk": section.pk}, method, {"reason": "À préciser."}, frozenset({"sponsor", "head"}))

    return visit


def approved(*, only: set[str] | None = None) -> Provider:
    """A section that the head of a department approved."""

    def visit(project: Project) -> Visit:
        section = Section.objects.get(specification__project=project, key="context")
        content = section.content()
        made = Revision.objects.create(section=section, fingerprint=fingerprint(content), content=content)
        submission = Submission.objects.create(
            section=section, revision=made, submitted_by=project.manager, due="2027-01-31"
        )
        head = one_with(project, Role.HEAD)
        Validator.objects.create(section=section, member=head)
        approval = Approval.objects.create(
            submission=submission,
            member=head,
            verdict=Verdict.APPROVED,
            name=str(head.user),
            title=head.title,
            fingerprint=made.fingerprint,
        )
        kwargs = {"pk": section.pk, "approval": approval.pk}
        return Visit(kwargs, only=frozenset(only) if only else None)

    return visit
