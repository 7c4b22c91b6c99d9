import stat
import zipfile

import pytest

from convscope.data.sources import zip_archive as archive_module
from convscope.errors import ConvscopeError

from .conftest import encoded, list_images, picture, two_classes, write_zip

PNG = encoded(picture(0))


@pytest.mark.parametrize("name", ["../evil.png", "a/../../evil.png", "/etc/evil.png", "C:/e.png"])
def test_paths_that_lead_outside_are_refused(tmp_path, name):
    path = write_zip(tmp_path / "a.zip", two_classes() | {name: PNG})
    with pytest.raises(ConvscopeError, match=r"entry that leads outside it: .*Do not trust"):
        list_images(path)


def test_symbolic_links_are_refused(tmp_path):
    path = write_zip(tmp_path / "a.zip", two_classes())
    link = zipfile.ZipInfo("cat/link.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ConvscopeError, match=r'symbolic link: "cat/link\.png"'):
        list_images(path)


def test_bombs_are_refused(tmp_path, monkeypatch):
    path = write_zip(tmp_path / "a.zip", two_classes() | {"cat/big.png": bytes(10**6)})
    list_images(path)
    monkeypatch.setattr(archive_module, "MIN_BOMB_BYTES", 10**5)
    with pytest.raises(ConvscopeError, match=r"would unpack [\d,]+ bytes to 1,00\d,\d+"):
        list_images(path)


def test_too_many_entries_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive_module, "MAX_ENTRIES", 5)
    with pytest.raises(ConvscopeError, match=r"holds 6 entries\. Expected at most 5"):
        list_images(write_zip(tmp_path / "a.zip", two_classes()))


@pytest.mark.parametrize(
    ("field_offset", "value", "message"),
    [(8, 1, "is encrypted: .* needs a password"), (10, 99, "uses compression method 99")],
)
def test_encrypted_and_exotic_archives(tmp_path, field_offset, value, message):
    path = write_zip(tmp_path / "a.zip", two_classes())
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + field_offset] = value  # in the central directory
    path.write_bytes(content)
    with pytest.raises(ConvscopeError, match=message):
        list_images(path)


def test_no_zip_archive(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"not a zip")
    with pytest.raises(ConvscopeError, match=r"a\.zip cannot be read as a zip archive"):
        list_images(tmp_path / "a.zip")


def test_a_damaged_entry_is_an_error_of_that_file(tmp_path):
    path = write_zip(tmp_path / "a.zip", two_classes())
    content = bytearray(path.read_bytes())
    content[60] ^= 255
    path.write_bytes(content)
    listing = list_images(path)
    with pytest.raises(OSError, match="damaged in the zip archive"):
        listing.read_bytes(listing.files[0])
    assert listing.read_bytes(listing.files[1])


def test_what_a_library_says_of_a_damaged_entry_is_told_in_short(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/0.png", b"x")
        archive.writestr("a/1.png", bytes(9_000))
    content = bytearray(path.read_bytes())
    content[27] = 20  # the first entry's own header says that its name has 5,000 letters
    path.write_bytes(content)
    with pytest.raises(OSError, match="damaged in the zip archive") as caught:
        archive_module.ZipArchive(path).read("a/0.png")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("start", [b"", b"a program that unpacks itself"])
@pytest.mark.parametrize("compression", [0, 8, 12, 14])  # stored, deflate, bzip2, lzma
def test_entries_come_out_as_they_went_in(tmp_path, compression, start, monkeypatch):
    monkeypatch.setattr(archive_module, "_MAX_QUICK_BYTES", 4000)
    files = two_classes() | {"cat/large.png": bytes(5000), "cat/empty.png": b""}
    path = tmp_path / "a.zip"
    path.write_bytes(start)
    with zipfile.ZipFile(path, "a", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    archive = archive_module.ZipArchive(path)
    assert {name: archive.read(name) for name in files} == files


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_no_damaged_byte_comes_out(tmp_path, compression):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("cat/0.png", PNG)
    content = path.read_bytes()
    for place in range(30 + len("cat/0.png"), content.index(b"PK\x01\x02")):
        damaged = bytearray(content)
        damaged[place] ^= 1
        path.write_bytes(damaged)
        try:
            found = archive_module.ZipArchive(path).read("cat/0.png")
        except OSError:
            continue
        assert found == PNG  # deflate's last byte has bits that mean nothing
