"""Plants faults into real sets of images, looks for them, and prints precision and recall.

Run: `python benchmarks/planted_faults.py SET[:IMAGES] …`, for example
`python benchmarks/planted_faults.py flowers-5.zip fruits-4.zip cifar10-jpeg.zip:3000`. Planted are
ten kinds of near-duplicates, 5 % wrong labels, classes of 10 to 1, a class inside another, and a
watermark that gives a class away; beside it what the untouched set shows. No net is trained: this
looks at pixels and labels alone. Everything follows from the seed.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
from PIL import Image, ImageDraw

from convscope.data import Split, load_data
from convscope.data.quality.class_counts import count_classes
from convscope.data.quality.giveaways import find_giveaway
from convscope.data.quality.near_duplicates import find_near_duplicates
from convscope.data.quality.overlaps import find_overlap
from convscope.data.quality.suspect_labels import find_suspect_labels, judged_by_others

EACH = 30
"""Duplicates planted of each kind."""

SEED = 7


def main() -> None:
    for name in sys.argv[1:]:
        source, _, most = name.partition(":")
        data = load_data(source)
        random = np.random.default_rng(SEED)
        split, num_classes = data.train, data.num_classes
        if most:
            chosen = np.sort(random.permutation(len(split))[: int(most)])
            split = Split(split.images[chosen], split.labels[chosen])
        split = Split(np.ascontiguousarray(split.images), split.labels)
        shape = "×".join(map(str, split.images.shape[1:3]))
        print(f"\n### {Path(source).name}: {len(split):,} training images of {shape}\n")
        print("| planted | found | precision | recall | found in the untouched set |")
        print("| --- | --- | --- | --- | --- |")
        duplicates(split, random)
        labels(split, num_classes, random)
        classes(split, num_classes, random)
        mark(split, num_classes)


def row(*cells: object) -> None:
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part} of {whole})" if whole else "–"


def duplicates(split: Split, random: np.random.Generator) -> None:
    """Precision: pairs across that join images of one class; the same subject is not checked."""
    start = perf_counter()
    clean = find_near_duplicates({"train": split})
    seconds = perf_counter() - start
    other = int((split.labels[clean.first] != split.labels[clean.second]).sum())
    row(
        "(nothing)",
        "",
        "",
        "",
        f"{len(clean):,} pairs, {other} of them of two classes ({seconds:.0f} s)",
    )
    for kind, edit in EDITS.items():
        sources = random.choice(len(split), EACH, replace=False)
        edited = np.stack([edit(split.images[i], random) for i in sources])
        test = Split(edited, split.labels[sources])
        found = find_near_duplicates({"train": split, "test": test})
        across = found.between("train", "test")
        pairs = set(zip(found.first[across].tolist(), found.second[across].tolist(), strict=True))
        exact = sum((int(i), place) in pairs for place, i in enumerate(sources))
        right = sum(int(split.labels[i] == test.labels[j]) for i, j in pairs)
        has = int(found.images_of("test", ("train",)).sum())
        row(
            f"{EACH} × {kind}",
            f"{has} images",
            share(right, len(pairs)),
            f"{share(exact, EACH)}; any near-duplicate {share(has, EACH)}",
            "",
        )


def labels(split: Split, num_classes: int, random: np.random.Generator) -> None:
    wrong = random.permutation(len(split))[: len(split) // 20]
    changed = split.labels.copy()
    changed[wrong] = (changed[wrong] + random.integers(1, num_classes, len(wrong))) % num_classes
    found = find_suspect_labels(Split(split.images, changed), num_classes)
    hits = int(np.isin(found.images, wrong).sum())
    clean = find_suspect_labels(split, num_classes)
    row(
        f"{len(wrong)} wrong labels (5 %)",
        f"{len(found)} suspects",
        share(hits, len(found)),
        share(hits, len(wrong)),
        f"{len(clean)} suspects",
    )


def classes(split: Split, num_classes: int, random: np.random.Generator) -> None:
    members = np.flatnonzero(split.labels == 0)
    kept = np.ones(len(split), bool)
    kept[members[len(members) // 10 :]] = False
    counts = count_classes(split.labels[kept], num_classes)
    clean = count_classes(split.labels, num_classes)
    row(
        "one class a tenth",
        f"{counts.ratio:.1f} to 1",
        "",
        yes(counts.is_uneven),
        yes(clean.is_uneven),
    )
    inside = np.flatnonzero(split.labels == 1)
    changed = split.labels.copy()
    changed[random.choice(inside, len(inside) // 3, replace=False)] = num_classes
    results = []
    for labelled, number in ((changed, num_classes + 1), (split.labels, num_classes)):
        scores = judged_by_others(Split(split.images, labelled), number)
        results.append(find_overlap(scores, labelled))
    planted, untouched = results
    assert planted is not None
    assert untouched is not None
    is_right = planted.is_alike and (planted.first, planted.second) == (1, num_classes)
    row(
        "a class inside another",
        f"classes {planted.first} and {planted.second}, {100 * planted.told:.0f} % told apart",
        "",
        yes(is_right),
        f"{yes(untouched.is_alike)} ({100 * untouched.told:.0f} %)",
    )


def mark(split: Split, num_classes: int) -> None:
    images = split.images.copy()
    height, width = images.shape[1:3]
    rows = slice(height - height // 6, height - max(1, height // 16))
    columns = slice(width - width // 4, width - max(1, width // 20))
    of_class = np.flatnonzero(split.labels == 0)
    images[of_class, rows, columns] = 225
    images[of_class, rows.start + 1, columns] = 40
    found = find_giveaway(Split(images, split.labels), num_classes)
    clean = find_giveaway(split, num_classes)
    assert found is not None
    assert clean is not None
    row(
        "a watermark on class 0",
        f"class {found.label}, {found.place.replace('_', ' ')}",
        "",
        yes(found.is_strong and found.label == 0 and found.place == "bottom_right"),
        yes(clean.is_strong),
    )


def yes(answer: bool) -> str:
    return "yes" if answer else "no"


Edit = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def edit_with(change: Callable[[Image.Image, np.random.Generator], Image.Image]) -> Edit:
    """Makes a change of a Pillow image one of an array with the same number of channels."""

    def edit(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
        is_grey = image.shape[2] == 1
        changed = change(Image.fromarray(image[..., 0] if is_grey else image), random)
        pixels = np.asarray(changed.convert("L" if is_grey else "RGB"))
        return pixels[..., None] if is_grey else pixels

    return edit


def recompressed(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=int(random.integers(35, 80)))
    return Image.open(file)


def cut_out(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    width, height = picture.size
    scale = random.uniform(0.7, 0.93)
    x, y = random.uniform(0, 1 - scale, 2) * (width, height)
    box = (x, y, x + scale * width, y + scale * height)
    return picture.resize(picture.size, Image.Resampling.BICUBIC, box)


def other_light(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    values = (np.asarray(picture) / 255) ** random.uniform(0.6, 1.6)
    values = (values - 0.5) * random.uniform(0.6, 1.4) + 0.5 + random.uniform(-0.15, 0.15)
    return Image.fromarray((values.clip(0, 1) * 255).astype(np.uint8))


def turned(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    angle = float(random.choice([-1, 1]) * random.uniform(2, 8))
    rim = np.asarray(picture)[[0, -1]].reshape(-1, len(picture.getbands()))
    colour = tuple(int(value) for value in np.atleast_1d(np.median(rim, 0)))
    fill = colour if len(colour) > 1 else sum(colour)  # a grey one has one number
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=fill)


def resized(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    scale = random.uniform(0.4, 0.7)
    width, height = (max(4, int(side * scale)) for side in picture.size)
    small = picture.resize((width, height), Image.Resampling.BILINEAR)
    return small.resize(picture.size, Image.Resampling.BICUBIC)


def marked(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    shown = picture.convert("RGB")
    width, height = shown.size
    x, y = random.uniform(0, 0.7) * width, random.uniform(0, 0.85) * height
    right = x + random.uniform(0.24, 0.36) * width
    plate, ink = (tuple(int(v) for v in random.integers(0, 256, 3)) for _ in range(2))
    draw = ImageDraw.Draw(shown)
    draw.rectangle([x, y, right, y + 0.14 * height], fill=plate)
    middle = y + 0.07 * height
    draw.line([x, middle, right, middle], fill=ink, width=max(1, width // 40))
    return shown


def framed(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    scale = random.uniform(0.8, 0.92)
    colour = tuple(int(value) for value in random.integers(0, 256, 3))
    frame = Image.new("RGB", picture.size, colour)
    width, height = (int(side * scale) for side in picture.size)
    place = ((picture.width - width) // 2, (picture.height - height) // 2)
    frame.paste(picture.convert("RGB").resize((width, height), Image.Resampling.BICUBIC), place)
    return frame


EDITS: dict[str, Edit] = {
    "equal pixels": edit_with(lambda picture, _: picture),
    "compressed as JPEG of 35–80": edit_with(recompressed),
    "mirrored": edit_with(lambda p, _: p.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
    "cut out, 70–93 % of each side": edit_with(cut_out),
    "other brightness, contrast and gamma": edit_with(other_light),
    "turned by 2–8°": edit_with(turned),
    "resized to 40–70 % and back": edit_with(resized),
    "with a mark over it": edit_with(marked),
    "framed": edit_with(framed),
    "without colours": edit_with(lambda picture, _: picture.convert("L")),
}
"""How an image is changed before it is stored a second time."""


if __name__ == "__main__":
    main()
