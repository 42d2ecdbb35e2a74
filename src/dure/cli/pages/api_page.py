"""docs/api.md: every operation of the JSON API, from its OpenAPI description."""

from collections.abc import Iterator
from typing import Any

from dure.cli.pages.tables import cell, table
from dure.kernel.api import openapi

METHODS = ("get", "head", "post", "put", "patch", "delete")


def _type_of(schema: dict[str, Any]) -> str:
    """A JSON schema in a word: its own name, its type, or what it may be."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(_type_of(each) for each in schema[several])
    if schema.get("type") == "array":
        return f"list of {_type_of(schema.get('items', {}))}"
    if "enum" in schema:
        return " / ".join(f"`{value}`" for value in schema["enum"])
    return str(schema.get("format") or schema.get("type", "any"))


def _parameters(operation: dict[str, Any]) -> str:
    """What goes into the address and the query."""
    rows = [
        (f"`{each['name']}`", each["in"], _type_of(each["schema"]), "yes" if each.get("required") else "no")
        for each in operation.get("parameters", [])
    ]
    return table(("parameter", "in", "type", "required"), rows) + "\n" if rows else ""


def _body(holder: dict[str, Any]) -> str:
    """The type of a request's or a response's content; nothing where there is none."""
    kinds = [_content(kind, content.get("schema", {})) for kind, content in holder.get("content", {}).items()]
    return " or ".join(kinds)


def _content(kind: str, schema: dict[str, Any]) -> str:
    """A content in a word: its shape, the fields of a form, or what kind of file it is."""
    if schema.get("format") == "binary":
        return f"a file ({kind})"
    if "form" in kind:
        return f"a form ({kind}) with " + ", ".join(f"`{field}`" for field in schema.get("properties", {}))
    return _type_of(schema)


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    """One operation: its address, promise, input and answers."""
    promise = operation.get("description") or operation.get("summary", "")
    body = _body(operation.get("requestBody", {}))
    answers = [(status, _body(answer) or "–") for status, answer in operation.get("responses", {}).items()]
    return (
        f"### {operation['operationId']}\n\n`{method.upper()} {path}`\n\n{cell(promise)}\n\n"
        + _parameters(operation)
        + (f"Body: {body}\n\n" if body else "")
        + table(("status", "answer"), answers)
    )


def _schemas(described: dict[str, Any]) -> Iterator[str]:
    """Every named shape with its fields."""
    for name, schema in sorted(described.get("components", {}).get("schemas", {}).items()):
        required = set(schema.get("required", []))
        rows = [
            (f"`{field}`", _type_of(each), "yes" if field in required else "no", each.get("description", ""))
            for field, each in schema.get("properties", {}).items()
        ]
        yield f"### {name}\n\n{cell(schema.get('description', ''))}\n\n" + table(
            ("field", "type", "required", "meaning"), rows
        )


def page() -> str:
    """Return the page of API operations."""
    described = openapi()
    operations = [
        _operation(path, method, item[method])
        for path, item in sorted(described.get("paths", {}).items())
        for method in METHODS
        if method in item
    ]
    head = (
        "# The JSON API\n\nThe same verbs as the pages. An operation's name is the name of its verb. A refusal is\n"
        "answered as problem+json (RFC 9457) with a stable `code`. Who may call what: [access](access.md).\n"
        "The machine-readable description is served at `/api/openapi.json`.\n"
        "How a program begins: [use the API](how-to/use-the-api.md).\n"
    )
    return "\n".join([head, "## Operations\n", *(operations or ["–\n"]), "## Shapes\n", *_schemas(described)])
