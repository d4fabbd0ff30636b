"""A generated project, as the data of a project file."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from requirements.scale import words

FIRST_DAY = date(2027, 1, 11)
CATEGORIES = ["functional"] * 6 + ["technical", "technical", "data", "organisational"]
PRIORITIES = ["must"] * 5 + ["should"] * 3 + ["could", "could", "wont"]
STAGES = ["awareness", "consideration", "decision", "loyalty"]


def generated_project(slug: str, requirements: int) -> dict[str, Any]:
    """A plausible project with this many requirements; the same arguments give the same data."""
    chance = Random(f"{slug}:{requirements}")  # noqa: S311  # data, not secrets
    domain = f"{slug}.exemple.fr"
    heads = {code: f"responsable.{code.lower()}@{domain}" for code in words.DEPARTMENTS}
    objectives = _objectives(chance)
    return {
        "format": 1,
        "project": _project(slug, requirements),
        "departments": [{"code": code, "name": name} for code, name in words.DEPARTMENTS.items()],
        "members": _members(domain, heads),
        "objectives": {"strategic": _strategic(), "operational": objectives},
        "scope": {
            "in": ["Prospection et ventes", "Campagnes", "Service client", "Tournées", "Pilotage commercial"],
            "out": ["Comptabilité", "Paie", "Fabrication"],
        },
        "existing": _existing(chance),
        "requirements": [_requirement(chance, index, objectives) for index in range(requirements)],
        "processes": [_process(chance, index, code) for index, code in enumerate([*words.DEPARTMENTS] * 2)],
        "automations": [_automation(chance, index) for index in range(8)],
        "interactions": [_interaction(chance, index) for index in range(10)],
        "use_cases": [_use_case(chance, index, code) for index, code in enumerate(words.DEPARTMENTS)],
        "deliverables": [
            {"phase": phase, "title": f"{title} : livrable approuvé"}
            for phase, titles in words.TASKS.items()
            for title in titles[::4]
        ],
        "budget": [_budget(line) for line in words.BUDGET],
        "risks": [_risk(chance, title, list(heads.values())) for title in words.RISKS],
        "criteria": [{"title": title, "weight": weight} for title, weight in words.CRITERIA],
        **_planning_and_raci(chance, domain, heads),
    }


def _project(slug: str, requirements: int) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": f"Projet CRM de {requirements} exigences",
        "organisation": f"Groupe {slug.capitalize()} (données générées)",
        "setup": "replacement",
        "outgoing_tool": "Ancien CRM",
        "overlap_months": 3,
        "procurement": "tender",
        "start": FIRST_DAY,
        "target_end": FIRST_DAY + timedelta(days=700),
        "activity": "Distribution spécialisée : agences régionales, site marchand et service après-vente.",
    }


def _members(domain: str, heads: dict[str, str]) -> list[dict[str, Any]]:
    def member(name: str, title: str, code: str, *roles: str) -> dict[str, Any]:
        return {"email": f"{name}@{domain}", "title": title, "roles": list(roles), "department": code}

    people = [
        member("manager", "Chef de projet CRM", "SI", "manager"),
        member("sponsor", "Présidence", "DIR", "sponsor", "steering"),
        member("comite", "Administratrice déléguée", "DIR", "steering"),
        member("lecteur", "Auditeur interne", "DIR", "reader"),
    ]
    for code, email in heads.items():
        people.append(member(email.split("@")[0], f"Direction {words.DEPARTMENTS[code]}", code, "head"))
        people.append(
            member(f"referent.{code.lower()}", f"Référent {words.DEPARTMENTS[code]}", code, "contributor")
        )
    return people


def _strategic() -> dict[str, str]:
    return {
        "key": "partager une seule connaissance du client",
        "teams": "toutes les équipes au contact des clients",
        "benefits": "centraliser les échanges et automatiser les relances",
        "results": "des prévisions fiables et une satisfaction en hausse",
        "reinforces": "la coopération entre agences et services centraux",
        "ambition": "accompagner l’ouverture de nouvelles agences",
    }


def _objectives(chance: Random) -> list[dict[str, Any]]:
    codes = list(words.DEPARTMENTS)
    return [
        {
            "ref": f"OP-{index + 1}",
            "department": codes[index % len(codes)],
            "horizon": ["short", "medium", "long"][index % 3],
            "title": title,
            "crm_action": _sentence(chance.choice(words.ACTIONS)),
            "expected": f"Progrès mesuré chaque trimestre sur l’indicateur « {measure} »",
            "measure": measure,
            "baseline": (low := chance.randrange(10, 50)),
            "target": low + chance.randrange(5, 40),
            "unit": unit,
            "how": "Paramétrage standard et accompagnement des équipes",
            "relevance": "Connaissance du client",
            "due": date(2028, 1 + index % 12, 28),
        }
        for index, (title, measure, unit) in enumerate(words.OBJECTIVES)
    ]


def _existing(chance: Random) -> dict[str, Any]:
    names = [name for name, _, _ in words.TOOLS]
    kinds = ["none", "manual", "file", "connector"]
    return {
        "tools": [
            {"name": name, "department": code, "role": role, "limits": "Données non partagées entre services"}
            for name, code, role in words.TOOLS
        ],
        "links": [
            {"from": source, "to": target, "kind": kinds[index % 4]}
            for index, (source, target) in enumerate(pairwise(names))
        ],
        "data": [
            {
                "name": f"Données de l’outil {name}",
                "volume": chance.randrange(1, 60) * 10_000,
                "growth": chance.randrange(0, 30),
                "structure": "Par agence et secteur d’activité",
                "source": name,
                "keep": ["essential", "accessory"][index % 2],
            }
            for index, name in enumerate(names)
        ],
        "flows": [
            {
                "name": f"Traitement actuel n° {index + 1}",
                "steps": _some_steps(chance, 5),
                "pain": "Ressaisies et relances oubliées",
                "delay": f"{chance.randrange(2, 72)} heures",
                "loss": f"{chance.randrange(2, 20)} % des demandes",
                "tools": names[index : index + 2],
            }
            for index in range(4)
        ],
    }


def _requirement(chance: Random, index: int, objectives: list[dict[str, Any]]) -> dict[str, Any]:
    code = list(words.DEPARTMENTS)[index % len(words.DEPARTMENTS)]
    actor, action = chance.choice(words.ACTORS[code]), chance.choice(words.ACTIONS)
    details = chance.sample(words.DETAILS, chance.randrange(0, 3))
    need = f"Le CRM doit permettre {_to(actor)} {_of(action)} {chance.choice(words.CONDITIONS)}."
    measure = chance.choice(words.MEASURES).format(n=chance.randrange(2, 60))
    return {
        "department": code,
        "category": chance.choice(CATEGORIES),
        "priority": chance.choice(PRIORITIES),
        "title": f"{_sentence(action)[:150]} ({index + 1})",
        "objective": chance.choice(objectives)["ref"],
        "text": " ".join([need, *details]),
        "acceptance": measure,
        "source": f"{chance.choice(words.SOURCES)} n° {chance.randrange(1, 30)}",
    }


def _to(actor: str) -> str:
    """« au commercial », « à la direction », « à l’équipe »."""
    return f"au {actor.removeprefix('le ')}" if actor.startswith("le ") else f"à {actor}"


def _of(action: str) -> str:
    return f"d’{action}" if action[0] in "aeéiouyh" else f"de {action}"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _some_steps(chance: Random, count: int) -> list[str]:
    chosen = sorted(chance.sample(range(len(words.STEPS)), count))
    return [words.STEPS[index] for index in chosen]


def _process(chance: Random, index: int, code: str) -> dict[str, Any]:
    return {
        "department": code,
        "title": f"Processus {index + 1} : {chance.choice(words.ACTIONS)}"[:200],
        "objective": f"{_sentence(chance.choice(words.ACTIONS))}, sans double saisie",
        "current": _some_steps(chance, 4),
        "expected": _some_steps(chance, 6),
    }


def _automation(chance: Random, index: int) -> dict[str, Any]:
    return {
        "title": f"Automatisation {index + 1} : {chance.choice(words.ACTIONS)}"[:200],
        "trigger": f"Aucune action depuis {chance.randrange(2, 15)} jours",
        "actions": _some_steps(chance, 3),
        "performance": f"Traitement en moins de {chance.randrange(5, 60)} minutes",
        "actors": chance.sample(list(words.DEPARTMENTS), 2),
    }


def _interaction(chance: Random, index: int) -> dict[str, Any]:
    return {
        "touchpoint": f"Point de contact {index + 1} : {chance.choice(words.STEPS).lower()}",
        "stage": STAGES[index % len(STAGES)],
        "priority": chance.choice(PRIORITIES),
        "problem": "Réponse tardive et sans historique",
        "needs": _some_steps(chance, 3),
    }


def _use_case(chance: Random, index: int, code: str) -> dict[str, Any]:
    return {
        "department": code,
        "title": f"Scénario {index + 1} : {chance.choice(words.ACTIONS)}"[:200],
        "steps": _some_steps(chance, 6),
    }


def _budget(line: tuple[str, str, int, bool]) -> dict[str, Any]:
    category, label, amount, recurring = line
    entry: dict[str, Any] = {"category": category, "label": label, "amount": amount}
    return {**entry, "recurring": True} if recurring else entry


def _risk(chance: Random, title: str, owners: list[str]) -> dict[str, Any]:
    return {
        "title": title,
        "kind": chance.choice(["internal", "external", "fear"]),
        "probability": chance.randrange(1, 6),
        "impact": chance.randrange(1, 6),
        "response": f"{_sentence(chance.choice(words.ACTIONS))} ; point mensuel au comité de pilotage.",
        "owner": chance.choice(owners),
    }


def _planning_and_raci(chance: Random, domain: str, heads: dict[str, str]) -> dict[str, Any]:
    """40 tasks in a chain with branches, a gate per phase, and one line of the matrix per task."""
    tasks: list[dict[str, Any]] = []
    gates: list[dict[str, Any]] = []
    for phase, titles in words.TASKS.items():
        for title in titles:
            owner = chance.choice([f"manager@{domain}", *heads.values()])
            tasks.append(_task(chance, len(tasks), phase, title, owner))
        title = f"Fin de phase : {words.PHASES[phase]}"
        gates.append({"key": f"G{len(gates) + 1}", "title": title, "after": [tasks[-1]["key"]]})
    phases = [{"key": key, "title": title} for key, title in words.PHASES.items()]
    return {
        "planning": {"phases": phases, "tasks": tasks, "gates": gates},
        "raci": [_line(chance, task, index, domain, heads) for index, task in enumerate(tasks)],
    }


def _task(chance: Random, number: int, phase: str, title: str, owner: str) -> dict[str, Any]:
    task = {
        "key": f"T{number:02d}",
        "phase": phase,
        "title": title,
        "owner": owner,
        "days": chance.randrange(2, 12),
    }
    if number == 0:
        return {**task, "start": FIRST_DAY}
    reach = min(number, 3)
    back = chance.sample(range(1, reach + 1), 1 + (reach > 1 and number % 4 == 0))
    return {**task, "after": sorted(f"T{number - step:02d}" for step in back)}


def _line(
    chance: Random, task: dict[str, Any], index: int, domain: str, heads: dict[str, str]
) -> dict[str, Any]:
    others = [email for email in heads.values() if email != task["owner"]]
    return {
        "activity": task["key"],
        "R": [task["owner"]],
        "A": f"{'sponsor' if index % 5 == 0 else 'manager'}@{domain}",
        "C": chance.sample(others, 2),
        "I": [f"comite@{domain}"],
    }
