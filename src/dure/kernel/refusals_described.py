"""What the OpenAPI document promises of refusals: which statuses an operation may answer, and their shape."""

from collections.abc import Iterator, Mapping
from typing import Any

from dure.kernel.access import EVERYONE, rule_for
from dure.kernel.errors import BadInput, NotAllowed, NotFound, NotSignedIn, Outage, Problem, Refusal, TooMany
from dure.kernel.idempotency import HEADER, KEY_LENGTH_MAX, KEY_LENGTH_MIN
from dure.kernel.refusals import PROBLEM_JSON, NotReadable, TooLarge, document

SHAPE: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "A refusal or an outage (RFC 9457). Facts about the reason may stand beside these members.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "description": "Where this reason is explained."},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for a person, in the language asked for."},
        "code": {"type": "string", "description": "The reason; it never changes."},
        "fields": {
            "type": "object",
            "description": "Which fields are wrong, and why.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
ALWAYS: tuple[type[Problem], ...] = (NotReadable, TooMany, Outage)
KEY: dict[str, Any] = {
    "description": "Names this request: sent again with the same key and contents it gets the same answer, and "
    "nothing is done twice.",
    "schema": {"type": "string", "pattern": f"^[!-~]{{{KEY_LENGTH_MIN},{KEY_LENGTH_MAX}}}$"},
}
SAFE = frozenset({"get", "head", "options"})


def promise_refusals(described: dict[str, Any]) -> None:
    """Add to each operation of an OpenAPI document the refusals it may answer with."""
    described.setdefault("components", {}).setdefault("schemas", {})["Problem"] = SHAPE
    for methods in described["paths"].values():
        for method, operation in methods.items():
            for kind in sorted(set(_refusals(method, operation)), key=lambda kind: kind.status):
                operation["responses"].setdefault(str(kind.status), response_of(kind))


def promise_keys(described: dict[str, Any], keyed: Mapping[str, bool]) -> None:
    """Add the header of safe repeats to the operations that take it: {operation id: whether it must be there}."""
    for methods in described["paths"].values():
        for operation in methods.values():
            if operation["operationId"] in keyed:
                header = {"in": "header", "name": HEADER, "required": keyed[operation["operationId"]]}
                operation["parameters"] = [*operation.get("parameters", []), {**header, **KEY}]


def _refusals(method: str, operation: dict[str, Any]) -> Iterator[type[Problem]]:
    """Yield the kinds of refusals an operation may answer, by who may call it and what it takes."""
    yield from ALWAYS
    places = {each["in"] for each in operation.get("parameters", [])}
    if rule_for(f"api:{operation['operationId']}", method.upper()) != EVERYONE:
        yield from (NotSignedIn, NotAllowed)
    if method not in SAFE:
        yield from (NotAllowed, Refusal, TooLarge)
    if places or "requestBody" in operation:
        yield from (NotFound, BadInput)  # what a question or a body names may not be there, as in a path


def response_of(kind: type[Problem]) -> dict[str, Any]:
    """Return how a refusal looks in an OpenAPI document, with its most general form as the example."""
    shown = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": document(kind())}
    return {"description": str(kind.sentence), "content": {PROBLEM_JSON: shown}}
