"""Which split a name speaks of: "train_images", "Test Set", "seg_pred", "検証用データ"."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache

_WORDS = {
    "train": """train training trainings trainset trn tr learn learning fit
        訓練 学習 學習 训练 訓練用 훈련 학습
        entrenamiento treino treinamento entrainement apprentissage lernen addestramento
        обучение обучающая тренировка egitim trening trenovani""",
    "validation": """validation validate validating valid val vali dev devel development
        検証 验证 驗證 검증
        validacion validacao validazione validierung валидация dogrulama walidacja""",
    "test": """test tests testing tst te ts evaluation holdout unseen
        テスト 試験 評価 测试 測試 评估 테스트 시험 평가
        prueba pruebas teste testes prova тест проверка testy""",
    "either": "eval",
    "unlabelled": """pred predict prediction predictions inference unlabelled unlabeled unknown
        submission 予測 未分類 ラベルなし""",
}
"""Words for each split, in people's languages. `either` is the test where there is no other, else
the validation; what is `unlabelled` has no classes to learn from."""

_FILLERS = """set sets data dataset datasets datas image images img imgs picture pictures pics
    photo photos folder folders dir directory split splits part parts subset sample samples the of
    for and all raw jpg jpeg png new my full final public private
    データ データセット セット 画像 写真 用 用の の フォルダ フォルダー
    数据 数据集 集 图片 图像 資料 資料集 圖片 데이터 데이터셋 이미지 셋 세트
    daten satz bilder datos imagenes fotos dados imagens donnees dati immagini
    данные выборка изображения"""
"""Words that say nothing about the split."""


def _normal(text: str) -> str:
    """Returns text without case, accents and differences of width."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_SPLITS = {_normal(word): split for split, text in _WORDS.items() for word in text.split()}
_EMPTY = frozenset(_normal(word) for word in _FILLERS.split())
_SEPARATORS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_SHORTEST_GLUED = 3
"""Letters of a Latin word that may be glued to another ("trainset"); shorter ones are chance."""


@cache
def words_of(name: str) -> tuple[str, ...]:
    """Returns the words of a name, normalised; numbers are left out.

    Example:
        >>> words_of("seg_Train-2017"), words_of("TestImages"), words_of("t10k-images")
        (('seg', 'train'), ('test', 'images'), ('test', 'images'))
    """
    text = unicodedata.normalize("NFKC", name).replace("t10k", "test").replace("T10K", "test")
    return tuple(_normal(w) for w in _SEPARATORS.split(text) if w and not w.isdecimal())


def split_of(name: str, beside: Collection[str] = ()) -> str | None:
    """Returns the split that a name speaks of and of nothing else; None if it does not.

    Args:
        name: Name of a folder, file, array or column's value.
        beside: Normalised words that say nothing here, such as those that all names share.

    Returns:
        `train`, `validation`, `test`, `either` or `unlabelled`, see the table.

    Example:
        >>> split_of("training_set"), split_of("Test Images"), split_of("検証用データ")
        ('train', 'test', 'validation')
        >>> split_of("steam train"), split_of("seg_test", {"seg"})
        (None, 'test')
    """
    telling = [w for w in words_of(name) if w not in _EMPTY and w not in beside]
    found = {_split_of_word(word, frozenset(beside)) for word in telling}
    return found.pop() if len(found) == 1 else None


def says_nothing(name: str) -> bool:
    """Whether a name is made of words such as "images" or "data" alone."""
    words = words_of(name)
    return bool(words) and all(word in _EMPTY for word in words)


def shared_words(names: Iterable[str]) -> frozenset[str]:
    """Returns the words that all of at least two names have that speak of different splits.

    Example:
        >>> sorted(shared_words(["seg_train", "seg_test", "readme"]))
        ['seg']
    """
    speaking = [set(words_of(name)) for name in names]
    speaking = [words for words in speaking if any(_split_of_word(w) for w in words)]
    if len(speaking) < 2:
        return frozenset()
    common = set.intersection(*speaking)
    return frozenset(word for word in common if _split_of_word(word) is None)


def resolved(splits: dict[str, str]) -> dict[str, str]:
    """Returns the splits of names with `either` settled: the test, unless there is another.

    Example:
        >>> resolved({"train": "train", "eval": "either"})["eval"]
        'test'
    """
    other = "validation" if "test" in splits.values() else "test"
    return {name: other if split == "either" else split for name, split in splits.items()}


@cache
def _split_of_word(word: str, beside: frozenset[str] = frozenset()) -> str | None:
    if word in _SPLITS:
        return _SPLITS[word]
    for glued in _EMPTY | beside:
        is_chance = glued not in beside and glued.isascii() and len(glued) < _SHORTEST_GLUED
        if len(glued) >= len(word) or is_chance:
            continue
        rest = [word.removesuffix(glued), word.removeprefix(glued)]
        for part in rest:
            if part != word and (split := _split_of_word(part, beside)):
                return split
    return None
