"""Entrances are thin: they parse, call one verb and answer; they never write and never catch a refusal."""

import ast
from collections.abc import Iterator

from .house import House, Module
from .rule import room, rule

ENTRANCES = ("views", "api", "reactions", "jobs", "admin")
WRITES = {
    "acreate",
    "adelete",
    "asave",
    "aupdate",
    "create",
    "delete",
    "get_or_create",
    "save",
    "select_for_update",
    "update",
    "update_or_create",
}
"""Django's take keywords only; with a positional argument it is a dictionary's update, or a picture's save."""
WRITES_MANY = {"abulk_create", "bulk_create", "bulk_update"}
TRANSACTIONS = {"atomic", "connection", "connections"}


def writes(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Calls inside `node` that write or lock rows, with their lines."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            name = call.func.attr
            if name in WRITES_MANY or (name in WRITES and not call.args):
                yield call.lineno, f".{name}("


def _transactions(module: Module) -> Iterator[tuple[int, str]]:
    """Names that open transactions or speak SQL, with their lines."""
    for node in ast.walk(module.tree):
        name = getattr(node, "attr", getattr(node, "id", ""))
        if isinstance(node, ast.Attribute | ast.Name) and name in TRANSACTIONS:
            yield node.lineno, name


@rule(
    room(views='"""Pages."""\ndef join(request):\n    """Join."""\n    request.person.save()\n'),
    room(api='"""API."""\nfrom django.db import transaction\n@transaction.atomic\ndef join():\n    """Join."""\n'),
    room(
        jobs='"""Jobs."""\nfrom x import Person\ndef forget():\n    """Forget."""\n    Person.objects.all().delete()\n'
    ),
)
def entrances_do_not_write(house: House) -> Iterator[str]:
    """Views, API, reactions, jobs and admin call one verb; they do not save, create, update, delete or lock rows."""
    for module in house.room_modules(*ENTRANCES):
        for line, what in [*writes(module.tree), *_transactions(module)]:
            yield f"{module.path}:{line} `{what}`: entrances call a verb of services.py"


@rule(room(queries='"""Reads."""\ndef people(*, rows):\n    """Return them."""\n    rows.update(seen=True)\n'))
def queries_do_not_write(house: House) -> Iterator[str]:
    """queries.py only reads."""
    for module in house.room_modules("queries"):
        for line, what in writes(module.tree):
            yield f"{module.path}:{line} `{what}`: a query changes nothing"


@rule(
    room(
        views='"""Pages."""\ndef join(request):\n    """Join."""\n    try:\n        go()\n    except Full:\n        pass\n'
    )
)
def entrances_do_not_catch_refusals(house: House) -> Iterator[str]:
    """Pages and API operations have no try: one handler answers every refusal."""
    for module in house.room_modules("views", "api"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Try):
                yield f"{module.path}:{node.lineno} catches; let the refusal handler answer"


@rule(
    room(
        api='"""API."""\n@router.post("/people", operation_id="join_house")\ndef join(request):\n    """Join."""\n'
        "    return services.join()\n"
    )
)
def an_operation_is_named_like_its_function(house: House) -> Iterator[str]:
    """An API operation's operation_id is the name of its function, which is the name of the verb it calls."""
    for module in house.room_modules("api"):
        for function in module.public_functions():
            for decorator in function.decorator_list:
                for keyword in getattr(decorator, "keywords", []):
                    named = getattr(keyword.value, "value", None)
                    if keyword.arg == "operation_id" and named != function.name:
                        yield f"{module.path}:{function.lineno} operation_id {named!r} is not {function.name!r}"
