"""The page docs/controles.md, written from the rules themselves."""

from crmproject.toolkit.diagnostics import Severity, rules

INTRODUCTION = """\
# Contrôle de cohérence

Cette page est écrite par `manage.py rules_page > docs/controles.md` ; un test la compare au code.

Le contrôle relit le projet entier à chaque fois : note de cadrage, cahier des charges, planning, matrice RACI, critères de
choix. Il se lit à `/projets/<slug>/coherence/`, dans le dossier du comité de pilotage, et par la commande :

```
manage.py diagnose SLUG [--format text|json|sarif] [--fail-on error|warning]
```

Elle finit avec l’état 0 ; 1 quand le projet est inconnu, ou qu’un constat atteint la gravité de `--fail-on` ; 2 quand elle est
mal écrite.

- **Bloquant** : un point de validation qui exige les contrôles ne peut pas être franchi ainsi.
- **Alerte** : rien n’empêche de continuer, mais le projet s’y expose.
- **Conseil** : pour aller plus loin.

Un contrôle se tait quand il ne peut pas savoir : sans budget, rien n’est dit de ses postes. Certains lisent les intitulés
(« bilan », « pilote », « direction marketing ») ; la casse et les accents n’y comptent pas.

Pour écrire un contrôle : une fonction décorée par `@rule(…)` dans le `diagnostics.py` d’une app, qui lit par
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
