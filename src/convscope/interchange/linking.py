"""Many ES modules of ours in one: for the notebook widget and pages that are a single file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os.path import commonpath, relpath
from pathlib import Path

from convscope.errors import ConvscopeError

_IMPORT = re.compile(r'^import\s*\{([^}]*)\}\s*from\s*"([^"]+)";\n?', re.MULTILINE)
_EXPORT_FROM = re.compile(r'^export\s*\{([^}]*)\}\s*from\s*"([^"]+)";\n?', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\*? (\w+)|class (\w+)|const (\w+))", re.M)
_EXPORT_DEFAULT = re.compile(r"^export default (?!function|class|async)", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b(?!\.).*", re.MULTILINE)
_NAME = re.compile(r"^([\w$]+)(?:\s+as\s+([\w$]+))?$")


@dataclass(frozen=True)
class _Names:
    """The names between the braces of one import or export, and the module they come from."""

    at: int
    """Where in the file it stands."""
    source: Path
    pairs: tuple[tuple[str, str], ...]
    """(name there, name here)"""


@dataclass(frozen=True)
class _Module:
    """One file, taken apart.

    Attributes:
        path: The file.
        body: The text without `import` and `export`.
        imports: What it takes from others.
        exported_from: What it passes on from others.
        exported: (name outside, name inside) of what it exports itself.
    """

    path: Path
    body: str
    imports: tuple[_Names, ...]
    exported_from: tuple[_Names, ...]
    exported: tuple[tuple[str, str], ...]

    @property
    def sources(self) -> list[Path]:
        """The modules that must run before this one, as they are written in the file."""
        in_file = sorted((*self.imports, *self.exported_from), key=lambda names: names.at)
        return [names.source for names in in_file]


def link_modules(entry: Path) -> str:
    """Returns the text of one ES module that does what `entry` and all its imports do.

    Every module becomes a function that runs once and returns its exports, in the order in which
    a browser would run them. A text whose entry exports nothing also runs as a classic script,
    unless a module asks for its own address (`import.meta.url`): that is still the address of the
    module's file, where the text stands in for that of the entry. The same files give the same
    text, wherever they lie.

    Our modules keep to simple rules, each at the beginning of a line: `import {a, b as c} from
    "./x.js"`, `export function`, `export class`, `export const`, `export {a} from "./x.js"`, and
    in the entry `export default` of an expression.

    Args:
        entry: The module that a page would load.

    Raises:
        ConvscopeError: A file is missing, breaks these rules, or imports go round in a circle.
    """
    ordered: dict[Path, _Module] = {}
    modules = _in_order(entry.resolve(), ordered)
    names = _checked_names(ordered)
    text = _wrapped(modules, names, _root(ordered), entry.resolve().parent)
    exported = _outside(modules[-1])
    return text + (_export(names[modules[-1].path], exported) + "\n" if exported else "")


def link_parts(first: Path, later: Sequence[Path], handed_to: tuple[Path, str]) -> list[str]:
    """Returns classic scripts that, run one after the other, do what these modules do.

    Each has what those before it lack. A browser can begin with the first while others arrive. No
    module of them may use `import.meta`, which classic scripts lack.

    Args:
        first: The module that a page would load.
        later: Modules that come after it, in this order.
        handed_to: A module of the first script and the name of a function of it: each later script
            ends with calling it with what its own module exports.
    """
    ordered: dict[Path, _Module] = {}
    parts = [_in_order(entry.resolve(), ordered) for entry in (first, *later)]
    names = _checked_names(ordered)
    receiver = f"{names[handed_to[0].resolve()]}.{handed_to[1]}"
    root = _root(ordered)
    texts = [_wrapped(modules, names, root, first.resolve().parent) for modules in parts]
    return [
        texts[0],
        *(
            f"{text}{receiver}({names[entry.resolve()]});\n"
            for text, entry in zip(texts[1:], later, strict=True)
        ),
    ]


def _wrapped(modules: Iterable[_Module], names: Mapping[Path, str], root: Path, here: Path) -> str:
    wrapped = (_wrap(module, names, root, here) for module in modules)
    return "\n".join(['"use strict";', *wrapped]) + "\n"


def _checked_names(ordered: Mapping[Path, _Module]) -> dict[Path, str]:
    """Returns what each module is called in the text, after a look at what they take."""
    _check_names(list(ordered.values()))
    return {path: f"${i}_{_identifier(path)}" for i, path in enumerate(ordered)}


def _root(ordered: Iterable[Path]) -> Path:
    return Path(commonpath([path.parent for path in ordered]))


def _in_order(entry: Path, ordered: dict[Path, _Module]) -> list[_Module]:
    """Returns `entry` and all that it imports, each once and behind its own imports.

    Args:
        entry: The module that a page would load.
        ordered: What is there already, and is left out; what is returned is added.
    """
    before = len(ordered)

    def visit(path: Path, importers: tuple[Path, ...]) -> None:
        if path in importers:
            circle = " → ".join(p.name for p in (*importers[importers.index(path) :], path))
            raise ConvscopeError(
                f"The modules import each other in a circle: {circle}.",
                "Expected imports that point one way.",
                "Move what both need into a module of its own.",
            )
        if path not in ordered:
            module = _take_apart(path, importers)
            for source in module.sources:
                visit(source, (*importers, path))
            ordered[path] = module

    visit(entry, ())
    return list(ordered.values())[before:]


def _take_apart(path: Path, importers: tuple[Path, ...]) -> _Module:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        importer = f", which {importers[-1].name} imports" if importers else ""
        raise ConvscopeError(
            f"{path}{importer}: {error.strerror}.",
            "Expected a readable JavaScript module.",
            "Correct the path in the import, or install convscope again.",
        ) from error
    found = {
        pattern: tuple(
            _Names(match.start(), _resolve(path, match[2]), _pairs(path, match[1]))
            for match in pattern.finditer(text)
        )
        for pattern in (_IMPORT, _EXPORT_FROM)
    }
    exported = [(name := m[1] or m[2] or m[3], name) for m in _EXPORT.finditer(text)]
    body = _EXPORT.sub("", _EXPORT_FROM.sub("", _IMPORT.sub("", text)))
    if not importers and _EXPORT_DEFAULT.search(body):
        body = _EXPORT_DEFAULT.sub("const $default = ", body)
        exported.append(("default", "$default"))
    if left_over := _LEFT_OVER.search(body):
        raise ConvscopeError(
            f"{path.name}: {left_over[0].strip()}",
            'Expected import {…} from "./x.js"; or export function, class, const, {…} from.',
            "Write it in one of these forms.",
        )
    return _Module(path, body.strip(), found[_IMPORT], found[_EXPORT_FROM], tuple(exported))


def _resolve(path: Path, specifier: str) -> Path:
    if not specifier.startswith(("./", "../")):
        raise ConvscopeError(
            f'{path.name} imports "{specifier}".',
            'Expected a file of ours: "./x.js" or "../x.js".',
            "Import by a relative path; convscope's page takes nothing from elsewhere.",
        )
    return (path.parent / specifier).resolve()


def _pairs(path: Path, names: str) -> tuple[tuple[str, str], ...]:
    matches = [_NAME.match(name.strip()) for name in names.split(",") if name.strip()]
    if not all(matches):
        raise ConvscopeError(
            f"{path.name}: {{{names}}}.",
            "Expected names, or name as other.",
            "Write for example {a, b as c}.",
        )
    return tuple((match[1], match[2] or match[1]) for match in matches if match)


def _wrap(module: _Module, names: Mapping[Path, str], root: Path, here: Path) -> str:
    """Returns a module as a function that is called at once.

    Args:
        module: The module.
        names: What every module's exports are called.
        root: The folder that all modules lie in.
        here: The folder that the linked text stands in.
    """
    lines = [f"// {module.path.relative_to(root).as_posix()}"]
    lines.append(f"const {names[module.path]} = (() => {{")
    for taken in module.imports:
        inside = ", ".join(
            there if there == here else f"{there}: {here}" for there, here in taken.pairs
        )
        lines.append(f"const {{ {inside} }} = {names[taken.source]};")
    own_address = f'new URL("{Path(relpath(module.path, here)).as_posix()}", import.meta.url).href'
    lines.append(module.body.replace("import.meta.url", own_address))
    returned = [f"{outside}: {inside}" for outside, inside in module.exported]
    returned += [
        f"{here}: {names[passed.source]}.{there}"
        for passed in module.exported_from
        for there, here in passed.pairs
    ]
    lines.append(f"return {{ {', '.join(returned)} }};")
    lines.append("})();")
    return "\n".join(lines)


def _check_names(modules: list[_Module]) -> None:
    """Checks that every imported name is exported: a browser would refuse it, a link would not."""
    exported = {module.path: set(_outside(module)) for module in modules}
    for module in modules:
        for taken in (*module.imports, *module.exported_from):
            if missing := [
                there for there, _ in taken.pairs if there not in exported[taken.source]
            ]:
                raise ConvscopeError(
                    f"{module.path.name} imports {missing[0]} from {taken.source.name}.",
                    f"{taken.source.name} exports {', '.join(sorted(exported[taken.source]))}.",
                    "Correct the name, or export it there: one declaration for each export.",
                )


def _outside(module: _Module) -> list[str]:
    """Returns the names under which a module exports."""
    passed_on = [here for names in module.exported_from for _, here in names.pairs]
    return [outside for outside, _ in module.exported] + passed_on


def _export(name: str, exported: list[str]) -> str:
    named = [f"export const {{ {', '.join(n for n in exported if n != 'default')} }} = {name};"]
    default = [f"export default {name}.default;"] if "default" in exported else []
    return "\n".join([*(named if exported != ["default"] else []), *default])


def _identifier(path: Path) -> str:
    return re.sub(r"\W", "_", path.stem)
