"""The page's reader of model files and nets, asked in one Deno process that lives on."""

import atexit
import json
import select
import subprocess
from functools import cache
from pathlib import Path
from struct import pack

from convscope.errors import ConvscopeError
from fuzz.mutation import Mutation
from fuzz.reader import Case, Finding, Reader
from fuzz.readers.models import make_model

SCRIPT = Path(__file__).with_name("page_reader.js")
PATIENCE_S = 30.0


class _Page:
    """A Deno process that reads model files."""

    def __init__(self) -> None:
        from deno import find_deno_bin

        root = Path(__file__).parents[3]
        self.process = subprocess.Popen(
            [find_deno_bin(), "run", "--no-check", f"--allow-read={root}", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        atexit.register(self.process.kill)

    def ask(self, content: bytes) -> dict[str, str]:
        """Returns the answer to a file.

        Raises:
            Finding: There is none.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(pack("<I", len(content)) + content)
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], PATIENCE_S)[0]:
            raise self._gone("the page is silent")
        if not (line := self.process.stdout.readline()):
            raise self._gone("the page's process died")
        return json.loads(line)

    def _gone(self, kind: str) -> Finding:
        self.process.kill()
        self.process.wait()
        _page.cache_clear()
        return Finding(kind, f"exit status {self.process.returncode}")


@cache
def _page() -> _Page:
    return _Page()


def _read(folder: Path) -> None:
    answer = _page().ask((folder / "a.safetensors").read_bytes())
    if "kind" in answer:
        raise Finding(answer["kind"], answer["detail"])
    if "error" in answer:
        cause = Finding(answer["boundary"], "") if "boundary" in answer else None
        raise ConvscopeError(answer["error"], answer["expected"], answer["fix"]) from cause


def _make(mutation: Mutation) -> Case:
    return {"a.safetensors": make_model(mutation)}


READERS = (Reader("page", _make, _read),)
