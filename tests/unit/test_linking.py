"""Many modules in one text: the same exports, the same order, and clear words when it cannot be."""

import json
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from convscope.errors import ConvscopeError
from convscope.interchange.linking import link_modules, link_parts

WEB = Path(__file__).parents[2] / "src" / "convscope" / "web"

MODULES = {
    "core/log.js": """
        export const log = [];
        export function note(text) { log.push(text); }
    """,
    "core/shapes.js": """
        import { note } from "./log.js";
        note("shapes");
        export class Square { area() { return 4; } }
        export const side = 2;
        export async function later() { return "later"; }
        export function* count() { yield 1; }
        const hidden = "of shapes";
        export function tell() { return hidden; }
    """,
    "draw/colours.js": """
        import {
          note as write,
        } from "../core/log.js";
        write("colours");
        const hidden = "of colours";
        /** import { nothing } from "./comment.js"; */
        export function colour() { return hidden; }
    """,
    "index.js": """
        export { later, tell as tellShape } from "./core/shapes.js";
        export { Square } from "./core/shapes.js";
        import { colour } from "./draw/colours.js";
        import { log } from "./core/log.js";
        import { count, side } from "./core/shapes.js";
        export const summary = [colour(), side, ...count(), ...log];
        export const where = typeof import.meta.url;
        export default { name: "linked" };
    """,
}

PROBE = """
const linked = await import(Deno.args[0]);
console.log(JSON.stringify([
  Object.keys(linked).sort(), linked.summary, linked.tellShape(), await linked.later(),
  new linked.Square().area(), linked.where, linked.default,
]));
"""


def write_modules(folder: Path, modules: dict[str, str]) -> Path:
    for name, text in modules.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n")
    return folder / list(modules)[-1]


def run_deno(folder: Path, script: str, *arguments: str) -> str:
    scripts = sysconfig.get_path("scripts")
    deno = shutil.which("deno", path=scripts) or shutil.which("deno")
    assert deno, "Deno is missing. Install it: pip install deno."
    (folder / "probe.mjs").write_text(script)
    result = subprocess.run(
        [deno, "run", "--no-config", "--allow-read", "probe.mjs", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_linked_text_behaves_like_the_modules(tmp_path: Path) -> None:
    entry = write_modules(tmp_path, MODULES)
    (tmp_path / "linked.mjs").write_text(link_modules(entry))
    apart = run_deno(tmp_path, PROBE, "./index.js")
    together = run_deno(tmp_path, PROBE, "./linked.mjs")
    assert json.loads(together) == json.loads(apart)
    assert json.loads(together)[1] == ["of colours", 2, 1, "shapes", "colours"]


def test_the_page_s_net_is_linked_into_a_text_that_computes_the_same(tmp_path: Path) -> None:
    script = """
    const { readArchitecture } = await import(Deno.args[0]);
    const layers = [{ kind: "Flatten", name: "a" }];
    console.log(JSON.stringify(readArchitecture({ input: { shape: [5, 7, 3] }, layers })));
    """
    entry = WEB / "net" / "architecture.js"
    (tmp_path / "linked.mjs").write_text(link_modules(entry))
    apart = run_deno(tmp_path, script, entry.as_uri())
    assert run_deno(tmp_path, script, "./linked.mjs") == apart


def test_a_text_without_exports_is_also_a_classic_script(tmp_path: Path) -> None:
    entry = write_modules(
        tmp_path, {**MODULES, "worker.js": 'import { log } from "./core/log.js";'}
    )
    text = link_modules(entry)
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    assert text.startswith('"use strict";')


def test_every_module_keeps_its_own_address(tmp_path: Path) -> None:
    modules = {
        "net/client.js": 'export const worker = new URL("./worker.js", import.meta.url).href;',
        "page.js": """
            import { worker } from "./net/client.js";
            console.log(worker, import.meta.url);
        """,
    }
    entry = write_modules(tmp_path, modules)
    linked = link_modules(entry)
    apart = run_deno(tmp_path, "await import(Deno.args[0]);", "./page.js")
    entry.write_text(linked)
    assert run_deno(tmp_path, "await import(Deno.args[0]);", "./page.js") == apart
    assert apart.endswith("page.js\n")
    assert "/net/worker.js " in apart


PARTS = {
    "log.js": "export const log = [];",
    "shared.js": """
        import { log } from "./log.js";
        log.push("shared");
        export const side = 3;
    """,
    "receive.js": """
        import { log } from "./log.js";
        export function receive(module) { log.push(module); globalThis.log = log; }
    """,
    "second.js": """
        import { side } from "./shared.js";
        export const area = side * side;
    """,
    "third.js": """
        import { area } from "./second.js";
        import { side } from "./shared.js";
        export const volume = area * side;
        export const name = "cube";
    """,
    "first.js": """
        import { log } from "./log.js";
        import { receive } from "./receive.js";
        log.push(typeof receive);
    """,
}

RUN_PARTS = """
import { runInThisContext } from "node:vm";
for (const text of JSON.parse(Deno.readTextFileSync("parts.json"))) runInThisContext(text);
console.log(JSON.stringify(globalThis.log));
"""


def test_parts_run_one_after_the_other_and_nothing_runs_twice(tmp_path: Path) -> None:
    first = write_modules(tmp_path, PARTS)
    later = [tmp_path / "second.js", tmp_path / "third.js"]
    parts = link_parts(first, later, (tmp_path / "receive.js", "receive"))
    assert len(parts) == 3
    assert "shared" not in parts[0]
    assert "const side" not in parts[2]
    (tmp_path / "parts.json").write_text(json.dumps(parts))
    expected = ["function", "shared", {"area": 9}, {"volume": 27, "name": "cube"}]
    assert json.loads(run_deno(tmp_path, RUN_PARTS)) == expected


def test_the_same_files_give_the_same_text_wherever_they_lie(tmp_path: Path) -> None:
    texts = {
        link_modules(write_modules(tmp_path / folder, MODULES)) for folder in ("here", "a/b/there")
    }
    assert len(texts) == 1


REFUSED = {
    "a circle": (
        {"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'},
        "in a circle: b.js → a.js → b.js",
    ),
    "a missing file": ({"a.js": 'import { b } from "./b.js";'}, r"b\.js, which a\.js imports: No"),
    "a package": ({"a.js": 'import { b } from "react";'}, 'a.js imports "react".*relative path'),
    "everything": ({"a.js": 'import * as b from "./b.js";'}, r"a\.js: import \* as b"),
    "a default import": ({"a.js": 'import b from "./b.js";'}, r"a\.js: import b from"),
    "a bare import": ({"a.js": 'import "./b.js";'}, r'a\.js: import "\./b\.js"'),
    "a name that changes": ({"a.js": "export let a = 1;"}, r"a\.js: export let a"),
    "a list of exports": ({"a.js": "const a = 1;\nexport { a };"}, r"a\.js: export \{ a \}"),
    "a default besides the entry": (
        {"b.js": "export default 5;", "a.js": 'import { b } from "./b.js";'},
        r"b\.js: export default 5",
    ),
    "a name that is not there": (
        {"b.js": "export const c = 1, d = 2;", "a.js": 'import { d } from "./b.js";'},
        r"a\.js imports d from b\.js. b\.js exports c\.",
    ),
    "odd names": ({"b.js": "", "a.js": 'import { b: c } from "./b.js";'}, "name as other"),
}


@pytest.mark.parametrize(("modules", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_linked_is_refused(
    modules: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ConvscopeError, match=message):
        link_modules(write_modules(tmp_path, modules))
