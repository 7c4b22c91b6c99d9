"""Writes what the page knows of layer kinds, `src/convscope/web/net/kind_facts.js`.

Run: python tests/data/make_kind_facts.py

The facts, and the largest numbers that options take, are those of `convscope.architecture`; what
each fact means, and so what the page is told of it, is what the docstring of `Layer` says.
"""

import inspect
import json
import re
import textwrap
from pathlib import Path

from convscope.architecture import LAYER_KINDS, Layer
from convscope.architecture.options import LARGEST
from convscope.architecture.resizing import LARGEST_SIDE

KIND_FACTS_JS = Path(__file__).parents[2] / "src/convscope/web/net/kind_facts.js"


def kind_facts_js() -> str:
    """The table of facts as the module that the page imports."""
    rows = ",\n".join(
        f"  {kind}: {{\n"
        + "".join(f"    {name}: {json.dumps(fact)},\n" for name, fact in layer.facts().items())
        + "  }"
        for kind, layer in LAYER_KINDS.items()
    )
    fixed = "".join(
        f"  {kind}: {json.dumps(layer.non_trainable)},\n"
        for kind, layer in LAYER_KINDS.items()
        if layer.non_trainable
    )
    properties = "\n".join(
        textwrap.fill(
            f"@property {{boolean}} {name} {meaning}",
            99,
            initial_indent=" * ",
            subsequent_indent=" *   ",
        )
        for name, meaning in meanings().items()
    )
    return f"""\
/** What is true of layer kinds, written from Python's classes by tests/data/make_kind_facts.py. */
// deno-fmt-ignore-file

/**
 * @typedef {{object}} KindFacts
{properties}
 */

/** @type {{Readonly<Record<string, Readonly<KindFacts>>>}} */
export const KIND_FACTS = {{
{rows},
}};

/**
 * Tensors that training does not adjust by gradients, by short name.
 *
 * @type {{Readonly<Record<string, readonly string[] | undefined>>}}
 */
export const NON_TRAINABLE = {{
{fixed}}};

/** Largest whole number that an option takes: filters, units, pixels of a window or margin. */
export const LARGEST = {LARGEST};

/** Rows or columns of a picture that leaves a layer which resizes. */
export const LARGEST_SIDE = {LARGEST_SIDE};
"""


def meanings() -> dict[str, str]:
    """What each fact means, by name, out of the docstring of `Layer`.

    Raises:
        KeyError: A fact that the docstring does not explain.
    """
    attributes = inspect.cleandoc(Layer.__doc__ or "").split("Attributes:\n")[1]
    described = {
        name: " ".join(text.split())
        for name, text in re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", attributes, re.MULTILINE)
    }
    return {name: described[name] for name in Layer.facts()}


def main() -> None:
    KIND_FACTS_JS.write_text(kind_facts_js(), encoding="utf-8")


if __name__ == "__main__":
    main()
