"""What is true of a layer kind stands in its class: no module keeps a list of kinds of its own.

A table from kinds to what is done for each is welcome (its keys are compared with `LAYER_KINDS` by
tests of its own). A set of names, a comparison with one, or a question for a class is a fact that
nobody finds who adds a kind: ask the layer, or add a fact to `architecture.Layer`.
"""

import ast
import re
from pathlib import Path

import pytest

from convscope.architecture import LAYER_KINDS

SOURCE = Path(__file__).parents[2] / "src" / "convscope"

ALLOWED = {
    "accelerate/twin.py": "asks torch modules of the engine which of them draw random numbers",
    "architecture/architecture.py": "the one table of kinds",
    "backbones/families/efficientnet_lite.py": "writes one net, layer by layer",
    "backbones/opening.py": "a borrowed net ends before its last dense layer",
    "engine/network/layers.py": "the table of torch modules",
    "engine/network/network.py": "asks torch modules of its own room for what only they have",
    "engine/network/rewriting.py": "joins two torch modules of its own room into a third",
    "engine/network/silent_units.py": "switches a torch module of its own room",
    "engine/training/precision.py": "in convolutions of many channels half the bits pay",
    "engine/training/weight_average.py": "counts anew what a torch module of the engine counted",
    "insight/measures/attributions.py": "asks for torch's own ReLU",
    "insight/measures/torch_classifier.py": "asks for torch's own ReLU",
    "onnx_files/nodes.py": "names operations of ONNX, of which some are called like kinds",
    "onnx_files/reading.py": "names operations of ONNX, of which some are called like kinds",
    "runs/search_space.py": "changes Dropout's own option",
    "web/core/texts_training_en.js": "a word that people read",
    "web/lessons/texts/judging_en.js": "a word that people read",
    "web/net/layer_json.js": "writes layers of a kind",
}
"""Files in which kinds may be named otherwise, and why."""

COMMENT_OR_STRING = re.compile(
    r"""/\*[\s\S]*?\*/ | //[^\n]* |
    "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | `(?:\\.|[^`\\])*`""",
    re.VERBOSE,
)
FLAG_OF_A_KIND = re.compile(rf"\b({'|'.join(LAYER_KINDS)}): (?:true|false|\d)")


def listed_in_python(text):
    """Returns the lines of Python that name kinds otherwise than as keys of a table."""
    tree = ast.parse(text)
    exempt = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert) or _assigns_all(node)
        for part in ast.walk(node)
    }
    return sorted(
        {node.lineno for node in ast.walk(tree) if id(node) not in exempt and _lists_kinds(node)}
    )


def listed_in_javascript(text):
    """Returns the lines of JavaScript with a kind's name as a text, or with a flag for a kind."""
    found = []
    for match in COMMENT_OR_STRING.finditer(text):
        if match[0][0] in "\"'`" and match[0][1:-1] in LAYER_KINDS:
            found.append(text.count("\n", 0, match.start()) + 1)
    code = COMMENT_OR_STRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    found += [code.count("\n", 0, m.start()) + 1 for m in FLAG_OF_A_KIND.finditer(code)]
    return sorted(set(found))


def _assigns_all(node):
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
    )


def _lists_kinds(node):
    if isinstance(node, ast.Compare):
        return any(_names_a_kind(part) for part in (node.left, *node.comparators))
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return any(_is_name(part) for part in node.elts) or (
            sum(_is_class(part) for part in node.elts) > 1
        )
    if isinstance(node, ast.Dict):
        are_flags = all(isinstance(value, ast.Constant) for value in node.values)
        are_kinds = all(key is not None and _names_a_kind(key) for key in node.keys)
        return bool(node.keys) and are_kinds and are_flags and not _are_texts(node.values)
    if isinstance(node, ast.MatchValue):
        return _names_a_kind(node.value)
    if isinstance(node, ast.MatchClass):
        return _is_class(node.cls)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        asks = node.func.id in ("isinstance", "issubclass") and len(node.args) == 2
        return asks and any(_is_class(part) for part in ast.walk(node.args[1]))
    return False


def _are_texts(nodes):
    return all(isinstance(node, ast.Constant) and isinstance(node.value, str) for node in nodes)


def _names_a_kind(node):
    """Tells whether it is a kind's name or class, or `Kind.__name__`."""
    if isinstance(node, ast.Attribute) and node.attr == "__name__":
        return _is_class(node.value)
    return _is_name(node) or _is_class(node)


def _is_name(node):
    return isinstance(node, ast.Constant) and node.value in LAYER_KINDS


def _is_class(node):
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
    return name in LAYER_KINDS


LISTED = {".py": listed_in_python, ".js": listed_in_javascript}


def files():
    return [
        path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in LISTED
    ]


@pytest.mark.parametrize("suffix", LISTED)
def test_no_module_keeps_a_list_of_kinds(suffix):
    found = {
        name: lines
        for name in files()
        if name.endswith(suffix) and name not in ALLOWED
        if (lines := LISTED[suffix]((SOURCE / name).read_text(encoding="utf-8")))
    }
    assert not found, "ask the layer (`Layer.facts`, `KIND_FACTS`) instead of naming kinds"


def test_every_exception_is_still_needed():
    needed = {
        name for name in files() if LISTED[Path(name).suffix]((SOURCE / name).read_text("utf-8"))
    }
    assert set(ALLOWED) <= needed


@pytest.mark.parametrize(
    "text",
    [
        'POINTWISE = ("BatchNormalization", "Activation")',
        'KINDS = {"Dense"}',
        'SUMS = {"Dense": True, "Flatten": False}',
        'KINDS = frozenset(["Dense", "other"])',
        'if layer.kind == "Dense": pass',
        'if layer.kind in ("Dense", "Linear"): pass',
        'if "Dense" != kind: pass',
        "if kind == Flatten.__name__: pass",
        "if type(layer) is arch.Dense: pass",
        "if isinstance(layer, Dense): pass",
        "if isinstance(layer, arch.Dense | arch.Flatten): pass",
        "if issubclass(kind, (Dense, Flatten)): pass",
        "KINDS = (Dropout, Flatten)",
        'match kind:\n    case "MaxPooling2D" | "AveragePooling2D": pass',
        "match layer:\n    case Dense(): pass",
    ],
)
def test_a_list_in_python_is_found(text):
    assert listed_in_python(text)


@pytest.mark.parametrize(
    "text",
    [
        '__all__ = ["Dense", "Flatten"]',
        'TABLE = {"Dense": dense, "Flatten": flatten}',
        'WORDS = {"Dense": "It adds up.", "Flatten": "It writes a row."}',
        "layers = [Dense(3), Flatten()]",
        "assert isinstance(layer, arch.Dense)",
        'raise ValueError("Put it before Flatten and Dense.")',
        'example = {"kind": "Flatten"}',
        "def dense(layer: arch.Dense) -> None: ...",
    ],
)
def test_a_table_or_a_net_in_python_is_no_list(text):
    assert listed_in_python(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'const SUMS = new Set(["Conv2D", "Dense"]);',
        'if (kind === "Dense") return;',
        "if (kind !== 'Flatten') return;",
        "const isDense = kind === `Dense`;",
        "const SUMS = { Dense: true };",
    ],
)
def test_a_list_in_javascript_is_found(text):
    assert listed_in_javascript(text) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "export const OPERATIONS = { Conv2D: convolution, Dense: dense };",
        '/** such as "Dense" */ // or "Flatten"',
        """const expected = 'Expected {"kind": "Flatten"}.';""",
        '"Put it before Flatten, GlobalAveragePooling2D and Dense."',
    ],
)
def test_a_table_or_a_sentence_in_javascript_is_no_list(text):
    assert listed_in_javascript(text) == []
