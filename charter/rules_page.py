"""The page docs/controles.md, written from the rules themselves."""

from crmproject.toolkit.diagnostics import Severity, rules

INTRODUCTION = """\
# Contrôle de cohérence

Cette page est écrite par `manage.py rules_page > docs/controles.md`\u00a0; un test la compare au code.

Le contrôle relit le projet entier à chaque fois\u00a0: note de cadrage, cahier des charges, planning, matrice RACI,
critères de choix. Il se lit à `/projets/<slug>/coherence/`, dans le dossier du comité, et par la commande\u00a0:

```
manage.py diagnose SLUG [--format text|json|sarif] [--fail-on error|warning]
```

Elle finit avec l’état 0\u00a0; 1 quand le projet est inconnu, ou qu’un constat atteint la gravité de `--fail-on`\u00a0;
2 quand elle est mal écrite.

- **Bloquant**\u00a0: un point de validation qui exige les contrôles ne peut pas être franchi ainsi.
- **Alerte**\u00a0: rien n’empêche de continuer, mais le projet s’y expose.
- **Conseil**\u00a0: pour aller plus loin.

Un contrôle se tait quand il ne peut pas savoir\u00a0: sans budget, rien n’est dit de ses postes. Certains lisent les
intitulés («\u00a0bilan\u00a0», «\u00a0direction marketing\u00a0»), sans égard à la casse ni aux accents.

Pour écrire un contrôle\u00a0: une fonction décorée par `@rule(…)` dans le `diagnostics.py` d’une app, qui lit par
`gathering.once(…)` ce que les blocs lisent déjà, et un cas dans `tests/charter/test_diagnostics.py`.
"""


def page() -> str:
    """The whole page."""
    lines = [INTRODUCTION]
    for severity in Severity:
        lines += [
            f"## {severity.label}",
            "",
            "| identifiant | contrôle | pourquoi | source |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| `{one.id}` | {one.title} | {one.why} | {one.source} |"
            for one in rules()
            if one.severity == severity
        ]
        lines.append("")
    return "\n".join(lines)
