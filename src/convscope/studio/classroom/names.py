"""Names for pupils who need to give none: a quality and an animal, in both languages."""

from collections.abc import Collection, Iterator
from random import SystemRandom

Name = dict[str, str]
"""A name by the code of its language."""

QUALITIES = (
    ("Quiet", "静かな"),
    ("Brave", "勇かんな"),
    ("Clever", "かしこい"),
    ("Merry", "陽気な"),
    ("Gentle", "やさしい"),
    ("Swift", "すばやい"),
    ("Curious", "知りたがりの"),
    ("Patient", "気長な"),
    ("Sunny", "明るい"),
    ("Calm", "おだやかな"),
    ("Lively", "元気な"),
    ("Bright", "かがやく"),
    ("Proud", "ほこり高い"),
    ("Kind", "親切な"),
    ("Silver", "銀色の"),
    ("Golden", "金色の"),
    ("Blue", "青い"),
    ("Green", "緑の"),
    ("Little", "小さな"),
    ("Nimble", "身軽な"),
)

ANIMALS = (
    ("Otter", "カワウソ"),
    ("Fox", "キツネ"),
    ("Owl", "フクロウ"),
    ("Hedgehog", "ハリネズミ"),
    ("Dolphin", "イルカ"),
    ("Penguin", "ペンギン"),
    ("Squirrel", "リス"),
    ("Rabbit", "ウサギ"),
    ("Tiger", "トラ"),
    ("Panda", "パンダ"),
    ("Turtle", "カメ"),
    ("Heron", "サギ"),
    ("Badger", "アナグマ"),
    ("Whale", "クジラ"),
    ("Falcon", "ハヤブサ"),
    ("Koala", "コアラ"),
    ("Lynx", "オオヤマネコ"),
    ("Robin", "コマドリ"),
    ("Seal", "アザラシ"),
    ("Deer", "シカ"),
)


def free_name(taken: Collection[str]) -> Name:
    """Returns a name that nobody has.

    Args:
        taken: English names of those who are there.
    """
    free = [name for name in _all_names() if name["en"] not in taken]
    if free:
        return SystemRandom().choice(free)
    number = len(taken) + 1
    return {"en": f"Pupil {number}", "ja": f"生徒{number}"}


def _all_names() -> Iterator[Name]:
    for quality, quality_ja in QUALITIES:
        for animal, animal_ja in ANIMALS:
            yield {"en": f"{quality} {animal}", "ja": f"{quality_ja}{animal_ja}"}
