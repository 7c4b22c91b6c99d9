"""What a colleague would say on looking over the images of a data set."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from convscope.data.checking.looks import Place, Seen
from convscope.texts import counted

IMBALANCE = 5
"""Times as many images of the largest as of the smallest class from which it is worth a word."""

FEW_IMAGES = 20
"""Images of a class below which a net hardly learns anything but these images."""

NEARLY_ALL = 0.9
"""Share of the values of an image that makes it nearly black or white."""

MOST = 0.5
"""Share of a set from which a statement is about the set and not about some images."""

TINY_SIDE = 8
"""Pixels below which there is hardly a shape to see."""

CLASS_DIFFERENCE = 0.9
"""Share of one class' images, and lack of all others', from which a property gives it away."""


@dataclass
class Facts:
    """What is counted while the images pass by; two sets of counters, by class and in all."""

    num_images: Counter[str] = field(default_factory=Counter)
    num_colored: Counter[str] = field(default_factory=Counter)
    num_stored_in_color: int = 0
    num_black: int = 0
    num_white: int = 0
    flat: list[str] = field(default_factory=list)
    tiny: list[str] = field(default_factory=list)
    sizes: defaultdict[str, Counter[tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def add(self, place: Place, seen: Seen) -> None:
        """Counts one image."""
        self.num_images[place.class_name] += 1
        self.num_colored[place.class_name] += seen.is_colored
        self.num_stored_in_color += seen.mode not in ("1", "L", "LA", "I", "F", "I;16")
        self.num_black += seen.dark >= NEARLY_ALL
        self.num_white += seen.bright >= NEARLY_ALL
        if seen.is_flat and seen.size != (1, 1):
            self.flat.append(place.path)
        if min(seen.size) < TINY_SIDE:
            self.tiny.append(place.path)
        self.sizes[place.class_name][seen.size] += 1

    @property
    def total(self) -> int:
        """Readable images."""
        return self.num_images.total()


def sentences(
    facts: Facts, counts: dict[str, dict[str, int]], sizes: Counter[tuple[int, int]]
) -> Iterator[str]:
    """Yields what is worth saying, a sentence or two each.

    Args:
        facts: What was counted.
        counts: Images of each split and class.
        sizes: How many images have each (height, width).
    """
    if not facts.total:
        return
    yield from _balance(counts)
    yield from _color(facts)
    yield from _tone(facts)
    yield from _sizes(facts, sizes)


def _balance(counts: dict[str, dict[str, int]]) -> Iterator[str]:
    fitted = counts.get("train") or counts.get("all")
    if not fitted:
        return
    present = {name: number for name, number in fitted.items() if number}
    if len(present) < 2:
        return
    small = min(present, key=lambda name: present[name])
    large = max(present, key=lambda name: present[name])
    if present[large] >= IMBALANCE * present[small]:
        chance = present[large] / sum(present.values())
        yield (
            f'"{small}" has {counted(present[small], "image")}, "{large}" {present[large]:,}: a '
            f'net that always answers "{large}" is right for {100 * chance:.0f} % of them and '
            f'knows nothing. Collect more of "{small}", and judge by the recall of each class.'
        )
    few = [name for name, number in present.items() if number < FEW_IMAGES]
    if few and present[large] < IMBALANCE * present[small]:
        yield (
            f"{_some(few)}: fewer than {FEW_IMAGES} images each to learn from. Expect a net that "
            "knows these images and little else; more images help more than anything else."
        )
    elif few:
        yield (
            f"Fewer than {FEW_IMAGES} images to learn from: {_some(few)}. What is said of these "
            "classes will be little more than chance."
        )


def _color(facts: Facts) -> Iterator[str]:
    num_colored = facts.num_colored.total()
    if not num_colored:
        if facts.num_stored_in_color >= MOST * facts.total:
            yield (
                "The images are stored in colour, but none has any: all are grey. They are trained "
                "on as grey ones, which is as good and faster; if you expected colour, it was lost "
                "before."
            )
        return
    if num_colored < facts.total:
        shares = {n: facts.num_colored[n] / number for n, number in facts.num_images.items()}
        colored = [name for name, share in shares.items() if share >= CLASS_DIFFERENCE]
        grey = [name for name, share in shares.items() if share <= 1 - CLASS_DIFFERENCE]
        if colored and grey:
            yield (
                f"{_some(colored)}: nearly all in colour, {_some(grey)}: nearly all grey. A net "
                "can tell them by that alone, without looking at what is shown."
            )
        elif num_colored < MOST * facts.total:
            yield (
                f"Only {num_colored:,} of {facts.total:,} images have any colour; the others are "
                "grey."
            )


def _tone(facts: Facts) -> Iterator[str]:
    for number, tone, what in (
        (facts.num_white, "white", "little to see in them but paper"),
        (facts.num_black, "black", "little to see in them but darkness"),
    ):
        if number >= MOST * facts.total:
            yield (
                f"{number:,} of {facts.total:,} images are nearly all {tone} (at least "
                f"{100 * NEARLY_ALL:.0f} % of each): {what}. If what matters is small, cut the "
                "images closer to it."
            )
    if facts.flat:
        yield (
            f"{counted(len(facts.flat), 'image')} of one single tone, such as {facts.flat[0]}: "
            "there is nothing in them to learn."
        )


def _sizes(facts: Facts, sizes: Counter[tuple[int, int]]) -> Iterator[str]:
    if facts.tiny:
        yield (
            f"{counted(len(facts.tiny), 'image')} narrower or lower than {TINY_SIDE} pixels, such "
            f"as {facts.tiny[0]}: hardly enough for a shape."
        )
    if len(sizes) < 2:
        return
    common = {name: found.most_common(1)[0] for name, found in facts.sizes.items()}
    gives_away = [
        name
        for name, (size, number) in common.items()
        if number >= CLASS_DIFFERENCE * facts.num_images[name]
        and sum(found[size] for other, found in facts.sizes.items() if other != name)
        <= (1 - CLASS_DIFFERENCE) * number
    ]
    if gives_away and len(common) > 1 and min(facts.num_images.values()) >= 3:
        height, width = common[gives_away[0]][0]
        yield (
            f'Nearly all images of "{gives_away[0]}" are {width}×{height} pixels, and hardly any '
            "of the other classes: they come from elsewhere, and a net may learn that instead of "
            "what is shown."
        )
        return
    shapes = np.array([w / h for h, w in sizes.elements()])
    if shapes.max() >= 2 * shapes.min():
        yield (
            "The images have very different proportions: --fit pad keeps all of each with a black "
            "border, crop fills the frame and cuts, stretch distorts. Look at some of them."
        )


def _some(names: list[str], most: int = 4) -> str:
    shown = ", ".join(f'"{name}"' for name in names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")
