"""Who may write which requirement: the manager all, the others their own proposals in their department."""

from dataclasses import dataclass

from charter.access import Access, Permission
from charter.models import Department
from requirements.models import Requirement
from requirements.models.needs import RequirementStatus


@dataclass(frozen=True)
class NeedRights:
    """What one person may do with the requirements of a project."""

    access: Access

    @property
    def writes_all(self) -> bool:
        return self.access.allows(Permission.DRAFT)

    @property
    def own_department(self) -> Department | None:
        """The department of a person who expresses needs; None for the others."""
        member = self.access.membership
        return member.department if member and self.access.allows(Permission.EXPRESS_NEED) else None

    @property
    def may_add(self) -> bool:
        return self.writes_all or self.own_department is not None

    def may_add_to(self, department_id: object) -> bool:
        """Whether this person may express a need for the department of this id, as it was posted."""
        own = self.own_department
        return self.writes_all or (own is not None and str(own.pk) == str(department_id))

    def may_edit(self, requirement: Requirement) -> bool:
        """The manager always; an author while the proposal waits, in the department that is theirs."""
        return self.writes_all or (
            requirement.status == RequirementStatus.PROPOSED
            and requirement.author_id == self.access.user.pk
            and self.may_add_to(requirement.department_id)
        )
