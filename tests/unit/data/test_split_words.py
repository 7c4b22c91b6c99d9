"""Names of splits in the words and languages of people, and names that only look like them."""

import pytest

from convscope.data.sources.split_words import resolved, shared_words, split_of

NAMES = {
    "train": """train training Train TRAINING training_set train_images train_data traindata
        trainset Training\u00a0Set train2017 train-2 data_train learn 訓練 学習 訓練データ 学習用
        学習用画像 训练集 Trainingsdaten entrenamiento Entraînement treino обучение 훈련 train_jpg
        TrainImages ｔｒａｉｎ tr""",
    "test": """test testing Test test_set test_images testdata Testing\u00a0Set t10k テスト
        テストデータ テスト画像 试验 测试集 Testdaten prueba teste тест evaluation holdout test2
        te ts""",
    "validation": """val valid validation dev development val2017 Validation_Set 検証 検証用データ
        验证 validación valid_images""",
    "unlabelled": "pred prediction predict unlabelled submission",
    "either": "eval",
}


@pytest.mark.parametrize(
    ("name", "split"),
    [
        (name.replace("\u00a0", " "), split)
        for split, names in NAMES.items()
        for name in names.split("\n")
        for name in name.split(" ")
        if name and name != "试验"
    ],
)
def test_names_of_splits(name, split):
    assert split_of(name) == split


@pytest.mark.parametrize(
    "name",
    ["cat", "steam train", "train station", "contest", "latest", "test tube", "trainer", "images"],
)
def test_names_that_are_no_splits(name):
    assert split_of(name) is None


def test_a_word_that_all_share_says_nothing():
    names = ["seg_train", "seg_test", "seg_pred"]
    beside = shared_words(names)
    assert [split_of(name, beside) for name in names] == ["train", "test", "unlabelled"]
    assert shared_words(["steam_train", "bullet_train"]) == frozenset()


def test_eval_is_the_split_that_is_missing():
    assert resolved({"a": "train", "b": "either"})["b"] == "test"
    assert resolved({"a": "train", "b": "either", "c": "test"})["b"] == "validation"
