"""Pictures: single files, folders of them, zip and tar archives."""

import io
import tarfile
import zipfile
from functools import cache
from pathlib import Path
from struct import pack, unpack
from zlib import crc32

from convscope.data import load_data, read_images
from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")


@cache
def _picture(kind: str, mode: str) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    picture = Image.new("RGB", (9, 7), (250, 240, 230))
    picture.putpixel((3, 4), (10, 20, 30))
    picture.convert(mode).save(file, kind)
    return file.getvalue()


def make_picture(mutation: Mutation) -> tuple[str, bytes]:
    """Returns an ending and a picture that may be damaged."""
    kind = mutation.random.choice(FORMATS)
    content = _picture(kind, mutation.random.choice(("RGB", "L")))
    if kind == "PNG" and mutation.happens(3):
        content = _other_png_field(content, mutation)
    return kind.lower(), mutation.content(content, 0.6)


def _other_png_field(content: bytes, mutation: Mutation) -> bytes:
    """Returns a PNG file with another header whose checksum is right."""
    fields = list(unpack(">IIBBBBB", content[16:29]))
    place = mutation.random.randrange(7)
    fields[place] = mutation.number(fields[place], 32 if place < 2 else 8, 1.0)
    header = b"IHDR" + pack(">IIBBBBB", *fields)
    return content[:12] + header + pack(">I", crc32(header)) + content[33:]


def _make_file(mutation: Mutation) -> Case:
    ending, content = make_picture(mutation)
    return {f"a.{mutation.choice(ending, ('png', 'jpg', 'tiff', 'txt'), 0.1)}": content}


def _read_file(folder: Path) -> None:
    paths = sorted(folder.iterdir())
    read_images(paths, (8, 8, 1))


def _make_folder(mutation: Mutation) -> Case:
    case = {}
    for number in range(6):
        ending, content = make_picture(mutation)
        name = mutation.name(f"{number}.{ending}", 0.02).lstrip("/").replace("..", "__")
        case[f"{mutation.name('ab'[number % 2], 0.01).replace('..', '__').lstrip('/')}/{name}"] = (
            content
        )
    return case


def _read_folder(folder: Path) -> None:
    load_data(folder, size=(8, 8), progress=False)


def _make_zip(mutation: Mutation) -> Case:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(6):
            _, content = make_picture(Mutation(mutation.random, 0.1))
            entry = zipfile.ZipInfo("a.png")
            name = mutation.name(f"{'ab'[number % 2]}/{number}.png", 0.08)
            entry.filename = name.encode("utf-8", "replace").decode()
            entry.compress_type = mutation.choice(0, (8, 12, 14), 0.2)
            entry.external_attr = mutation.choice(0, (0o120777 << 16, 0x10, 0o040755 << 16), 0.03)
            archive.writestr(entry, content)
    return {"a.zip": _other_zip_fields(file.getvalue(), mutation)}


def _other_zip_fields(content: bytes, mutation: Mutation) -> bytes:
    """Returns an archive with other sizes, offsets, flags or methods in its list of entries."""
    start = 0
    while (start := content.find(b"PK\1\2", start)) >= 0:
        if mutation.happens(0.1):
            # Version, flags, method, checksum, sizes, lengths of texts, offset.
            place, size = mutation.random.choice(
                ((6, 2), (8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (42, 4))
            )
            value = mutation.number(0, 8 * size, 1.0).to_bytes(size, "little")
            content = content[: start + place] + value + content[start + place + size :]
        start += 4
    return mutation.content(content, 0.2)


def _make_tar(mutation: Mutation) -> Case:
    file = io.BytesIO()
    kind = mutation.choice("w:gz", ("w", "w:bz2", "w:xz"), 0.5)
    with tarfile.open(fileobj=file, mode=kind) as archive:
        for number in range(6):
            _, content = make_picture(Mutation(mutation.random, 0.1))
            entry = tarfile.TarInfo(mutation.name(f"{'ab'[number % 2]}/{number}.png", 0.05))
            entry.size = len(content)
            entry.type = mutation.choice(
                tarfile.REGTYPE, (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, b"7"), 0.03
            )
            entry.linkname = "../../outside.txt" if mutation.happens(0.05) else ""
            archive.addfile(entry, io.BytesIO(content))
    return {"a.tar.gz" if kind != "w" else "a.tar": mutation.content(file.getvalue(), 0.3)}


def _read_only_file(folder: Path) -> None:
    load_data(next(folder.iterdir()), size=(8, 8), progress=False)


READERS = (
    Reader("picture", _make_file, _read_file),
    Reader("folder", _make_folder, _read_folder),
    Reader("zip", _make_zip, _read_only_file),
    Reader("tar", _make_tar, _read_only_file),
)
