import os

import pytest

from convscope.errors import ConvscopeError

from .conftest import encoded, list_images, picture, two_classes, write, write_zip

PNG = encoded(picture(0))


def test_classes_without_splits(folder):
    listing = list_images(folder)
    assert listing.class_names == ("cat", "dog")
    assert not listing.has_splits
    assert {file.split for file in listing.files} == {"all"}
    assert [file.path for file in listing.files][:3] == ["cat/0.png", "cat/1.png", "cat/2.png"]
    assert listing.files[0].size_bytes == len(listing.read_bytes(listing.files[0]))


@pytest.mark.parametrize(
    ("train", "test", "validation"),
    [("train", "test", "validation"), ("Training", "Testing", "valid"), ("train", "Test", "val")],
)
def test_split_folders(tmp_path, train, test, validation):
    names = {train: "train", test: "test", validation: "validation"}
    root = write(tmp_path, {k: v for n in names for k, v in two_classes(f"{n}/").items()})
    listing = list_images(root)
    assert listing.has_splits
    for file in listing.files:
        assert file.split == names[file.path.split("/")[0]]
        assert file.class_name == file.path.split("/")[1]


def test_train_as_a_class_beside_others(tmp_path):
    files = {f"{name}/{i}.png": PNG for name in ("bus", "train", "car") for i in range(2)}
    listing = list_images(write(tmp_path, files))
    assert listing.class_names == ("bus", "car", "train")
    assert not listing.has_splits


def test_a_lone_train_folder_is_still_to_be_split(tmp_path):
    listing = list_images(write(tmp_path, two_classes("train/")))
    assert not listing.has_splits
    assert {file.split for file in listing.files} == {"all"}
    assert listing.class_names == ("cat", "dog")


def test_a_folder_beside_the_splits_is_left_out_and_named(split_folder):
    write(split_folder, {"papers/figures/1.png": PNG, "train/notes.txt": b"x"})
    listing = list_images(split_folder)
    assert len(listing.files) == 10
    assert listing.notes == (
        'Left out 1 image in "papers": it is no split.',
        "Left out 1 file, no images (txt).",
    )


def test_natural_order_deep_folders_and_clutter(tmp_path):
    files = {f"a/{n}": PNG for n in ("10.png", "9.png", "2.JPG", "deep/er/1.tiff", ".hidden.png")}
    files |= {"b/1.png": PNG, "b/2.png": PNG, "b/Thumbs.db": b"x", "b/desktop.ini": b"x"}
    files |= {"__MACOSX/b/1.png": PNG, ".git/x/1.png": PNG}
    listing = list_images(write(tmp_path, files))
    assert [f.path for f in listing.files if f.class_name == "a"] == [
        "a/2.JPG",
        "a/9.png",
        "a/10.png",
        "a/deep/er/1.tiff",
    ]
    assert listing.class_names == ("a", "b")
    assert listing.notes == ()


def test_folders_in_a_circle_end(folder):
    (folder / "cat" / "again").symlink_to(folder)
    assert len(list_images(folder).files) >= 6


def test_one_spelling_of_a_class_name_in_two_unicode_forms(tmp_path):
    files = {f"train/{n}/{i}.png": PNG for n in ("cafe\u0301", "tee") for i in range(2)}
    files |= {f"test/{n}/{i}.png": PNG for n in ("caf\u00e9", "tee") for i in range(2)}
    assert list_images(write(tmp_path, files)).class_names == ("caf\u00e9", "tee")


@pytest.mark.parametrize("prefix", ["", "pets/", "download/pets/"])
def test_zip_reads_as_the_folder_does(tmp_path, split_folder, prefix):
    files = {
        prefix + path.relative_to(split_folder).as_posix(): path.read_bytes()
        for path in sorted(split_folder.rglob("*.png"))
    }
    from_zip = list_images(write_zip(tmp_path / "pets.zip", files))
    from_folder = list_images(split_folder)
    assert from_zip.has_splits
    assert [f.path for f in from_zip.files] == [prefix + f.path for f in from_folder.files]
    assert from_zip.class_names == from_folder.class_names
    for a, b in zip(from_zip.files, from_folder.files, strict=True):
        assert from_zip.read_bytes(a) == from_folder.read_bytes(b)


def test_zip_names_from_macs_and_japanese_windows(tmp_path):
    names = ["りんご", "ばなな"]
    for encoding in ("utf-8", "cp932"):
        stand_ins = [name.encode(encoding) for name in names]
        path = tmp_path / f"{encoding}.zip"
        placeholders = [f"{'xy'[k] * len(raw)}" for k, raw in enumerate(stand_ins)]
        write_zip(path, {f"{p}/{i}.png": PNG for p in placeholders for i in range(2)})
        content = path.read_bytes()
        for placeholder, raw in zip(placeholders, stand_ins, strict=True):
            content = content.replace(placeholder.encode() + b"/", raw + b"/")
        path.write_bytes(content)
        listing = list_images(path)
        assert listing.class_names == tuple(sorted(names))
        assert listing.read_bytes(listing.files[0]) == PNG


def test_zip_with_backslashes(tmp_path):
    path = write_zip(tmp_path / "a.zip", {f"{c}#{i}.png": PNG for c in "ab" for i in range(2)})
    path.write_bytes(path.read_bytes().replace(b"#", b"\\"))
    listing = list_images(path)
    assert listing.class_names == ("a", "b")
    assert listing.read_bytes(listing.files[0]) == PNG


def test_fingerprint_follows_changes_and_digest_follows_content(folder):
    before = list_images(folder)
    file = folder / "cat" / "0.png"
    os.utime(file, ns=(1, 1))
    touched = list_images(folder)
    assert touched.fingerprint() != before.fingerprint()
    digest = before.content_digest()
    assert touched.content_digest() == digest
    file.write_bytes(PNG[::-1])
    assert list_images(folder).content_digest() != digest


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a/notes.txt": b"x"}, r"holds no image\. Expected one folder per class.*png, jpg, webp"),
        ({"1.png": PNG, "2.png": PNG}, r'2 images outside .* "[12]\.png".*convscope predict'),
        ({"train/1.png": PNG, "train/a/1.png": PNG}, r'Sort the images in "train" into'),
        ({"a/1.png": PNG, "a/2.png": PNG}, r'only one class, "a"\. Expected at least 2 classes'),
        (
            two_classes() | {"tabby/1.png": PNG},
            r'class "tabby" has only 1 readable image\. Each class needs at least 2 images '
            r"\(png, jpg, webp, bmp, gif, tiff\)\. Add images to \"tabby\", or move it elsewhere\.",
        ),
        (two_classes() | {"tabby/x.png": b""}, r'class "tabby" has only 1 readable image'),
        (
            two_classes("train/") | {"test/dgo/1.png": PNG},
            r'class "dgo" is in "test/dgo" but not in the training images\. Expected the classes '
            r"of the training images: cat, dog\.",
        ),
    ],
)
def test_errors_of_layout(tmp_path, files, message):
    with pytest.raises(ConvscopeError, match=message):
        list_images(write(tmp_path / "pets", files))


def test_missing_source_suggests_a_sibling(folder):
    with pytest.raises(ConvscopeError, match=r'pest does not exist\..*Did you mean ".*pets"\?'):
        list_images(folder.parent / "pest")


def test_a_file_is_no_folder(folder):
    with pytest.raises(ConvscopeError, match=r"0\.png is a single image\. Expected many images"):
        list_images(folder / "cat" / "0.png")
