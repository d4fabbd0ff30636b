"""Departments."""

from charter.access import Permission
from charter.forms.registers import (
    DepartmentForm,
)
from charter.models import Department
from charter.register import Column, Register, register

NBSP = "\u00a0"


register(
    Register(
        slug="services",
        model=Department,
        form=DepartmentForm,
        title="Services",
        lead="Les services concernés\u00a0; chacun a un responsable et ses exigences.",
        add_label="Ajouter un service",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        columns=(Column("Code", "code"), Column("Nom", "name")),
        empty_text="Ajoutez les services concernés\u00a0: commercial, marketing et service client au moins.",
    )
)
