"""The zip archive that a `.keras` file is: three members, read within bounds."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from convscope.architecture.bounds import MAX_PARAMETERS
from convscope.errors import ConvscopeError, clear_errors, in_short
from convscope.texts import parse_json, to_json_text

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"

MAX_MEMBERS = 10_000
MAX_CONFIG_BYTES = 2**25
MAX_WEIGHTS_BYTES = 4 * MAX_PARAMETERS + 2**28
MAX_RATIO = 100
"""Bytes unpacked per byte packed, beyond `FREE_BYTES`; Keras itself packs nothing."""

FREE_BYTES = 2**20

MAX_LABELS_BYTES = 2**20
HDF5_ENDING = ".h5"

_CLUTTER = "__MACOSX"
_IS_ENCRYPTED = 1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_EXPECTED = f"Expected a .keras file with {CONFIG}, {METADATA} and {WEIGHTS}."
_FIX = "Copy the file again, or save the model again with Keras."


@dataclass(frozen=True)
class Archive:
    """The three members of a `.keras` file.

    Attributes:
        config: The net as Keras describes it.
        metadata: Facts about the file.
        weights: An HDF5 file.
    """

    config: dict[str, Any]
    metadata: dict[str, Any]
    weights: bytes


@dataclass(frozen=True)
class Packed:
    """An HDF5 file that somebody put into an archive, as Teachable Machine does.

    Attributes:
        image: The file.
        labels: The text of the `labels.txt` beside it; empty where there is none.
    """

    image: bytes
    labels: str


def read_archive(content: bytes) -> Archive:
    """Returns the members of a `.keras` file; others, such as assets, are left alone.

    Raises:
        ConvscopeError: Not a whole archive of Keras, or one that would unpack to too much.
    """
    with clear_errors("the archive", _EXPECTED, _FIX), zipfile.ZipFile(io.BytesIO(content)) as file:
        members = file.infolist()
        if len(members) > MAX_MEMBERS:
            raise _refused(f"the archive has {len(members):,} members")
        named = {member.filename: member for member in members}
        if len(named) < len(members):
            raise _refused("the archive has two members of the same name")
        if CONFIG not in named or WEIGHTS not in named:
            raise _lacking(sorted(named))
        config = _object(CONFIG, read_member(file, named[CONFIG], MAX_CONFIG_BYTES))
        metadata = {}
        if METADATA in named:
            metadata = _object(METADATA, read_member(file, named[METADATA], MAX_CONFIG_BYTES))
        return Archive(config, metadata, read_member(file, named[WEIGHTS], MAX_WEIGHTS_BYTES))


def read_packed(content: bytes) -> Packed | None:
    """Returns the HDF5 file in an archive that is not Keras' own; None where there is not one.

    Raises:
        ConvscopeError: A damaged archive, or one that would unpack to too much.
    """
    with clear_errors("the archive", _EXPECTED, _FIX), zipfile.ZipFile(io.BytesIO(content)) as file:
        members = {member.filename: member for member in file.infolist()}
        found = [name for name in members if name.endswith(HDF5_ENDING) and _CLUTTER not in name]
        is_other = CONFIG in members or found == [WEIGHTS] or len(members) > MAX_MEMBERS
        if is_other or len(found) != 1:
            return None
        labels = members.get(found[0].rpartition("/")[0] + "/labels.txt", members.get("labels.txt"))
        text = read_member(file, labels, MAX_LABELS_BYTES) if labels else b""
        image = read_member(file, members[found[0]], MAX_WEIGHTS_BYTES)
        return Packed(image, text.decode("utf-8", "replace"))


def archive_bytes(archive: Archive) -> bytes:
    """Returns a `.keras` file; like Keras it packs nothing."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as file:
        for name, content in (
            (METADATA, to_json_text(archive.metadata).encode()),
            (CONFIG, to_json_text(archive.config).encode()),
            (WEIGHTS, archive.weights),
        ):
            file.writestr(zipfile.ZipInfo(name), content)  # without a date: equal nets, equal files
    return memory.getvalue()


def read_member(file: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Returns what a member of an archive holds, within bounds.

    Args:
        file: The archive.
        member: One of its members.
        most: Bytes that it may have, unpacked.

    Raises:
        ConvscopeError: Encrypted, packed in a rare way or too tightly, too large, or cut short.
    """
    name, size = member.filename, member.file_size
    if member.flag_bits & _IS_ENCRYPTED:
        raise _refused(f"{name} is encrypted")
    if member.compress_type not in _METHODS:
        raise _refused(f"{name} is packed by method {member.compress_type}")
    if size > most or size > FREE_BYTES + MAX_RATIO * member.compress_size:
        raise ConvscopeError(
            f"{name} would unpack {member.compress_size:,} bytes to {size:,}.",
            f"Expected at most {most:,} bytes, and {MAX_RATIO} times its packed size.",
            "Do not trust this file; if it is your own, save the model again with Keras.",
        )
    with file.open(member) as stream:
        content = stream.read(size + 1)
    if len(content) != size:
        raise _refused(f"{name} has {len(content):,} bytes instead of {size:,}")
    return content


def _object(name: str, content: bytes) -> dict[str, Any]:
    data = parse_json(content, name, "Expected JSON text as Keras writes it.", _FIX)
    if not isinstance(data, dict):
        raise _refused(f"{name} holds {in_short(data)}")
    return data


def _lacking(names: list[str]) -> ConvscopeError:
    if "model.weights.npz" in names or any(name.startswith("model.weights.json") for name in names):
        return ConvscopeError(
            f"the weights are not in {WEIGHTS}, but in parts or in another format.",
            _EXPECTED,
            'Open it in Keras and save it once more: model.save("net.keras").',
        )
    shown = in_short(", ".join(names)) or "nothing"
    return _refused(f"the zip archive holds {shown}")


def _refused(received: str) -> ConvscopeError:
    return ConvscopeError(f"{received}.", _EXPECTED, _FIX)
