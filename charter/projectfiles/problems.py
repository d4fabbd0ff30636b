"""What pydantic found wrong, said in French with its path in the file."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from charter.filepart import suggestion

LONGEST_QUOTE = 60
QUOTE_HINT = " ; mettez la valeur entre guillemets"

REASONS: dict[str, str] = {
    "missing": "valeur manquante",
    "string_type": "texte attendu",
    "int_type": "nombre entier attendu",
    "bool_type": "true ou false attendu",
    "date_type": "date attendue, sous la forme 2027-03-31",
    "list_type": "liste attendue",
    "dict_type": "groupe de clés attendu",
    "model_type": "groupe de clés attendu",
    "is_instance_of": "nombre attendu",
    "decimal_type": "nombre attendu",
    "finite_number": "nombre fini attendu",
    "string_too_short": "texte vide",
    "string_too_long": "{max_length} caractères au plus",
    "string_pattern_mismatch": "forme refusée",
    "greater_than_equal": "{ge} au moins",
    "less_than_equal": "{le} au plus",
    "decimal_max_digits": "{max_digits} chiffres au plus",
    "decimal_max_places": "{decimal_places} décimales au plus",
    "decimal_whole_digits": "{whole_digits} chiffres au plus avant la virgule",
    "int_parsing_size": "nombre trop grand",
    "recursion_loop": "valeur trop imbriquée",
}


def problems_of(error: ValidationError, key: str, schema: Any) -> list[tuple[str, str]]:
    """The (path, reason) of each problem that validating this part found."""
    return [
        (path_of((key, *found["loc"])), _reason(found, schema)) for found in error.errors(include_url=False)
    ]


def path_of(location: tuple[int | str, ...]) -> str:
    """« requirements[3].priority » for ("requirements", 3, "priority")."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _reason(found: Mapping[str, Any], schema: Any) -> str:
    kind, context, value = found["type"], found.get("ctx", {}), found["input"]
    if kind == "choice":
        return str(found["msg"])
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        return "clé inconnue" + suggestion(str(found["loc"][-1]), _fields_at(schema, found["loc"][:-1]))
    template = REASONS.get(kind, "valeur refusée")
    if kind == "missing" or kind == "string_too_short":
        return template.format(**context)
    hint = QUOTE_HINT if kind == "string_type" and not isinstance(value, list | dict | None) else ""
    return f"{template.format(**context)}, au lieu {_of(value)}{hint}"


def _of(value: object) -> str:
    if isinstance(value, dict):
        return "d’un groupe de clés"
    if isinstance(value, list):
        return "d’une liste"
    if value is None:
        return "de rien"
    if isinstance(value, bool):
        return f"de « {str(value).lower()} »"
    text = str(value)
    return f"de « {text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + '…'} »"


def _fields_at(schema: Any, location: tuple[int | str, ...]) -> list[str]:
    """The keys that the model at this place knows."""
    model = _model_in(schema)
    for step in location:
        if isinstance(step, str) and model is not None:
            by_key = {info.alias or name: info for name, info in model.model_fields.items()}
            model = _model_in(by_key[step].annotation) if step in by_key else None
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner))), None)
