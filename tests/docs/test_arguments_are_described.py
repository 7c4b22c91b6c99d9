"""A public function of three or more parameters says in its docstring what each of them is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import typer

import convscope
from convscope.cli.main import app

PACKAGE = Path(convscope.__file__).parent
FEWEST = 3
"""Parameters from which a summary line is too short to tell them all."""


def commands(group: typer.Typer) -> set[tuple[str, str]]:
    """Returns module and name of every function that is a command: its help describes them."""
    called = [command.callback for command in group.registered_commands]
    if group.registered_callback is not None:
        called.append(group.registered_callback.callback)
    own = {(function.__module__, function.__name__) for function in called if function is not None}
    inner = (found.typer_instance for found in group.registered_groups)
    return own.union(*(commands(found) for found in inner if found is not None))


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Returns the names of a function's parameters beside self and cls."""
    given = function.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


def public_functions(
    body: ast.Module | ast.ClassDef,
) -> Iterator[tuple[str, str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yields name, docstring and definition of functions and of methods of public classes.

    What `__init__` takes may be told by the docstring of its class.
    """
    for node in body.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for name, docstring, function in public_functions(node):
                yield f"{node.name}.{name}", docstring, function
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node) or ""
            if node.name == "__init__":
                docstring += f"\n\n{ast.get_docstring(body) or ''}"
            if node.name == "__init__" or not node.name.startswith("_"):
                yield node.name, docstring, node


def undescribed(source: str) -> list[tuple[int, str, list[str]]]:
    """Returns line, name and parameters of each function without `Args:`."""
    return [
        (function.lineno, name, parameters(function))
        for name, docstring, function in public_functions(ast.parse(source))
        if len(parameters(function)) >= FEWEST and "Args:" not in docstring.split()
    ]


def test_every_function_of_many_parameters_describes_them():
    by_help = commands(app)
    missing = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE)
        module = ".".join(("convscope", *place.with_suffix("").parts))
        missing += [
            f"{place}:{line} {name}({', '.join(names)})"
            for line, name, names in undescribed(path.read_text("utf-8"))
            if (module, name) not in by_help
        ]
    listed = "\n".join(missing)
    assert not missing, f'{len(missing)} functions without "Args:" in the docstring:\n{listed}'


def test_only_public_functions_of_many_parameters_are_asked():
    source = '''
def few(a, b): ...
def _private(a, b, c): ...
def bare(a, *, b, c): ...
def told(a, b, c):
    """Adds.

    Args:
        a: One.
    """
class Public:
    """Holds.

    Args:
        a: One.
    """
    def __init__(self, a, b, c): ...
    def few(self, a, b): ...
    def bare(self, a, b, c): ...
class _Private:
    def bare(self, a, b, c): ...
'''
    assert undescribed(source) == [(4, "bare", ["a", "b", "c"]), (19, "Public.bare", [*"abc"])]
