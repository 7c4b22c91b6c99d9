"""How hard lessons are to read: sentences, paragraphs and new words, with limits of good prose."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean

from convscope.lessons import Bet, Figure, Items, Lesson, Paragraph
from convscope.lessons.lesson import Text

PACKAGE = Path(__file__).parents[2] / "src" / "convscope"


@dataclass(frozen=True)
class Limits:
    """What plain prose keeps to; lengths are words in English, full-width letters in Japanese.

    Attributes:
        sentence: The longest sentence.
        mean: The mean length of all sentences of a lesson.
        paragraph: The longest paragraph: five sentences of mean length.
        sentences: The most sentences of a paragraph.
        breaks: The most commas of a sentence, without those of lists of numbers.
        terms: The most words of the field that one paragraph may introduce.
    """

    sentence: float
    mean: float
    paragraph: float
    sentences: int
    breaks: int
    terms: int


LIMITS = {
    # GOV.UK breaks up sentences of more than 25 words, and quotes that readers understand more than
    # 90 % where sentences have 14 on average ("Sentence length: why 25 words is our limit", 2014).
    # The Australian Government Style Manual asks for 15 on average and no more than 25. About four
    # new things at a time is what people keep in mind (Cowan 2001, The magical number 4 in
    # short-term memory, Behavioral and Brain Sciences 24, 87–185).
    "en": Limits(sentence=24, mean=14, paragraph=70, sentences=6, breaks=3, terms=3),
    # A sentence that reaches 50 to 60 letters is to be looked at again, says the guide to Japanese
    # official texts (Council for Cultural Affairs, 2022). A checklist of the University of Tokyo
    # for texts that everybody understands asks for about 40 (ez2understand.ifi.u-tokyo.ac.jp).
    # Letters per sentence, commas per full stop and runs of Kanji are in the readability formula
    # of Tateisi, Ono and Yamada (COLING 1988, C88-2135).
    "ja": Limits(sentence=60, mean=40, paragraph=200, sentences=6, breaks=3, terms=3),
}
KANJI_SHARE = 0.4
"""Of the letters of a Japanese lesson, the largest share of Kanji."""

KANJI_RUN = 6
"""The longest run of Kanji in a Japanese text: 誤差逆伝播法 has six."""

_POLITE = re.compile(
    r"(です|ます|ません|でした|ました|ましょう|でしょうか?|ですか|ますか|ませんか|ください"
    r"|いいえ|おしい)[。？」）]*$"
)


@dataclass(frozen=True)
class Passage:
    """A text that is read in one go.

    Attributes:
        path: The file that holds it.
        text: Without marks of Markdown.
        is_prose: It consists of whole sentences; a choice of a bet may be a word.
        num_terms: How many words it introduces.
    """

    path: Path
    text: str
    is_prose: bool = True
    num_terms: int = 0


def passages_of(lesson: Lesson) -> Iterator[Passage]:
    """Yields what a lesson says, in the order of reading."""
    path = PACKAGE / "lessons" / lesson.language / f"{lesson.number:02}-{lesson.name}.md"
    yield Passage(path, lesson.title, is_prose=False)
    yield Passage(path, lesson.idea)
    for meaning in lesson.terms.values():
        yield Passage(path, meaning, is_prose=False)
    for part in lesson.parts:
        if isinstance(part, Paragraph):
            terms = {piece.text for piece in part.text if piece.style == "strong"}
            yield Passage(path, _said(part.text), num_terms=len(terms & set(lesson.terms)))
        elif isinstance(part, Items):
            yield from (Passage(path, _said(item), is_prose=False) for item in part.items)
        elif isinstance(part, Figure):
            yield Passage(path, _said(part.caption))
        elif isinstance(part, Bet):
            yield Passage(path, _said(part.question))
            for choice in part.choices:
                yield Passage(path, _said(choice.text), is_prose=False)
                yield Passage(path, _said(choice.answer))


_STRING = re.compile(
    r'^ *"(?:figure|puzzle|hint)\.[\w.-]+(?<!abel)":\s*((?:"[^"\n]*"(?!:)[ +,]*\s*)+)', re.MULTILINE
)


def texts_of_page(language: str) -> Iterator[Passage]:
    """Yields what figures, puzzles and hints show; labels of pictures list what lies where."""
    for path in sorted((PACKAGE / "web").rglob(f"*_{language}.js")):
        for value in _STRING.findall(path.read_text(encoding="utf-8")):
            yield Passage(path, "".join(re.findall(r'"([^"\n]*)"', value)), is_prose=False)


def too_hard(passages: Iterable[Passage], language: str) -> list[str]:
    """Returns what goes beyond a limit, as `file:line: what: the sentence`."""
    limits = LIMITS[language]
    found = []
    for passage in passages:
        sentences = sentences_of(passage.text)
        length = length_of(passage.text, language)
        for sentence in sentences:
            so_long = length_of(sentence, language)
            if so_long > limits.sentence:
                found.append(_problem(passage, sentence, f"{so_long:g} > {limits.sentence:g} long"))
            if breaks_of(sentence) > limits.breaks:
                found.append(_problem(passage, sentence, f"{breaks_of(sentence)} commas"))
            if language == "ja":
                found += [_problem(passage, sentence, fault) for fault in _japanese(sentence)]
                if passage.is_prose and not _POLITE.search(sentence.strip()):
                    found.append(_problem(passage, sentence, "does not end in です or ます"))
        first = sentences[0] if sentences else ""
        if length > limits.paragraph:
            found.append(_problem(passage, first, f"a paragraph of {length:g}"))
        if len(sentences) > limits.sentences:
            found.append(_problem(passage, first, f"a paragraph of {len(sentences)} sentences"))
        if passage.num_terms > limits.terms:
            found.append(_problem(passage, first, f"{passage.num_terms} new words at once"))
    return found


def mean_length(passages: Iterable[Passage], language: str) -> float:
    """Returns the mean length of all sentences of prose."""
    prose = (passage.text for passage in passages if passage.is_prose)
    return mean(length_of(sentence, language) for text in prose for sentence in sentences_of(text))


def kanji_share(passages: Iterable[Passage]) -> float:
    """Returns the share of Kanji in all Japanese letters, from 0 to 1."""
    text = "".join(passage.text for passage in passages)
    return len(re.findall("[一-鿿]", text)) / len(re.findall("[ぁ-ヿ一-鿿]", text))


def sentences_of(text: str) -> list[str]:
    """Splits a text behind what ends a sentence: full stops, semicolons, the colon of a label."""
    ends = r"(?<=[.!?;])[\"”]?\s+|(?<=\.\))\s+|(?<=[。？：])(?![」）])"
    return [part for part in re.split(ends, text) if part]


def length_of(text: str, language: str) -> float:
    """Returns the words that hold a letter or digit, or the width in full-width letters."""
    if language == "en":
        return sum(any(letter.isalnum() for letter in word) for word in text.split())
    return sum(0.5 if letter.isascii() else 1 for letter in text if not letter.isspace())


def breaks_of(sentence: str) -> int:
    """Counts commas, without those between the numbers or short names of a list."""
    return len(
        re.findall(r"(?<![\d\s}])(?<!\b\w)[,、](?!\s*[\d−{])", re.sub(r"「[^」]*」", "", sentence))
    )


def _japanese(sentence: str) -> Iterator[str]:
    if half := re.search(r"[ぁ-ヿ一-鿿」）][,.!?:;()]|[,.!?:;()][ぁ-ヿ一-鿿]", sentence):
        yield f"half-width punctuation in {half[0]}"
    if run := re.search(f"[一-鿿]{{{KANJI_RUN + 1},}}", sentence):
        yield f"{len(run[0])} Kanji on end"


def _said(text: Text) -> str:
    return "".join(piece.text for piece in text)


def _problem(passage: Passage, sentence: str, fault: str) -> str:
    line = line_of(passage.path, sentence)
    return f"{passage.path.parent.name}/{passage.path.name}:{line}: {fault}: {sentence.strip()}"


def line_of(path: Path, sentence: str) -> int:
    """Returns the line in which a sentence begins, whatever marks and line ends it has there."""
    letters, lines = _letters_of(path)
    at = letters.find(_bare(sentence))
    return lines[at] if at >= 0 else 1


@cache
def _letters_of(path: Path) -> tuple[str, list[int]]:
    letters, lines = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        bare = _bare(line)
        letters.append(bare)
        lines += [number] * len(bare)
    return "".join(letters), lines


def _bare(text: str) -> str:
    return re.sub(r'[\s*`"+]|,$', "", text)
