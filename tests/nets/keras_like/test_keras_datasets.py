"""Published sets as pairs of arrays, and folders of images as batches."""

import numpy as np
import pytest
from PIL import Image
from small_nets import small_net

from convscope import Input, Sequential, data, datasets, layers, optimizers, utils
from convscope.data import NO_CORRECTIONS, DataSet, Split
from convscope.errors import ConvscopeError


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CONVSCOPE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path):
    """Two classes of five 6×4 pictures, dark and bright, each picture with a grey of its own."""
    for label, name in enumerate(("bright", "dark")):
        place = tmp_path / "photos" / name
        place.mkdir(parents=True)
        for index in range(5):
            grey = 200 + index if label == 0 else 20 + index
            Image.fromarray(np.full((6, 4, 3), grey, np.uint8)).save(place / f"{index}.png")
    return str(tmp_path / "photos")


def read(folder, **options):
    given = {"image_size": (6, 4), "batch_size": 3, "seed": 7, "verbose": False, **options}
    return utils.image_dataset_from_directory(folder, **given)


@pytest.mark.parametrize(
    ("name", "channels", "image_shape", "label_shape"),
    [
        ("mnist", 1, (3, 5, 4), (3,)),
        ("fashion_mnist", 1, (3, 5, 4), (3,)),
        ("kmnist", 1, (3, 5, 4), (3,)),
        ("cifar10", 3, (3, 5, 4, 3), (3, 1)),
    ],
)
def test_published_sets_have_the_shapes_that_programs_expect(
    monkeypatch, name, channels, image_shape, label_shape
):
    def split(number):
        return Split(np.zeros((number, 5, 4, channels), np.uint8), np.arange(number))

    asked = []

    def load_data(source, corrections):
        assert corrections == NO_CORRECTIONS  # programs expect what was published
        asked.append(source)
        return DataSet(source, ("a",), {"train": split(3), "test": split(2)}, source, "")

    monkeypatch.setattr(data, "load_data", load_data)
    (x_train, y_train), (x_test, y_test) = getattr(datasets, name).load_data()
    assert asked == [name.replace("_", "-")]
    assert (x_train.shape, y_train.shape) == (image_shape, label_shape)
    assert (x_train.dtype, y_train.dtype) == (np.uint8, np.uint8)
    assert len(x_test) == len(y_test) == 2


def test_the_embedded_digits_need_no_download():
    (x_train, y_train), (x_test, _) = datasets.digits.load_data()
    assert x_train.shape[1:] == x_test.shape[1:] == (28, 28)
    assert set(y_train.tolist()) == set(range(10))


def test_a_folder_comes_in_batches(folder, capsys):
    dataset = read(folder, verbose=True)
    assert "10 images of 2 classes" in capsys.readouterr().out
    assert dataset.class_names == ["bright", "dark"]
    batches = list(dataset)
    assert len(batches) == len(dataset) == 4
    images, labels = batches[0]
    assert (images.shape, images.dtype, labels.shape) == ((3, 6, 4, 3), np.float32, (3,))
    assert [len(images) for images, _ in batches] == [3, 3, 3, 1]
    for images, labels in batches:
        np.testing.assert_array_equal(labels, images[:, 0, 0, 0] < 100)
    assert type(images[0].numpy()) is np.ndarray


def test_without_shuffling_files_come_in_order(folder):
    dataset = read(folder, shuffle=False)
    greys = [image[0, 0, 0] for images, _ in dataset for image in images]
    assert greys == [200, 201, 202, 203, 204, 20, 21, 22, 23, 24]
    assert [path.split("/")[-2:] for path in dataset.file_paths[:1]] == [["bright", "0.png"]]


def test_training_and_validation_do_not_overlap(folder):
    train = read(folder, validation_split=0.2, subset="training")
    validation = read(folder, validation_split=0.2, subset="validation")
    both = read(folder, validation_split=0.2, subset="both")
    assert (len(train.images), len(validation.images)) == (8, 2)
    assert not set(train.file_paths) & set(validation.file_paths)
    assert [part.file_paths for part in both] == [train.file_paths, validation.file_paths]


def test_forms_of_labels(folder):
    assert read(folder, label_mode="categorical").labels.shape == (10, 2)
    assert read(folder, label_mode="binary").labels.shape == (10, 1)
    assert next(iter(read(folder, label_mode=None))).shape == (3, 6, 4, 3)
    assert read(folder, color_mode="grayscale").images.shape == (10, 6, 4, 1)


def test_pipelines_that_change_nothing_are_accepted(folder):
    dataset = read(folder, shuffle=False)
    same = dataset.cache().shuffle(100).prefetch(buffer_size=-1)
    assert same.is_shuffled
    assert same.file_paths == dataset.file_paths
    assert len(dataset.take(2).images) == 6


def test_a_net_trains_on_a_folder(folder):
    train, validation = read(folder, validation_split=0.2, subset="both")
    stack = [layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(2, "softmax")]
    model = Sequential(stack, seed=1)
    model.compile(optimizers.Adam(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(train, validation_data=validation, epochs=30, verbose=0)
    assert history.history["val_accuracy"][-1] == 1.0
    assert model.evaluate(validation, verbose=0)[1] == 1.0
    assert model.predict(validation).shape == (2, 2)
    assert model.class_names == ("bright", "dark")
    assert model.to_model().architecture.input.value_range == (0, 255)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"validation_split": 0.2}, r"subset=None.*Give for example validation_split=0\.2"),
        ({"subset": "training"}, "validation_split=None"),
        ({"validation_split": 2, "subset": "training"}, "a share between 0 and 1"),
        ({"validation_split": 0.2, "subset": "train"}, 'Unknown subset "train"'),
        ({"validation_split": 0.2, "subset": "both", "seed": None}, "without a seed"),
        ({"label_mode": "onehot"}, 'Unknown label_mode "onehot"'),
        ({"color_mode": "rgba"}, 'Unknown color_mode "rgba"'),
        ({"labels": [0, 1]}, "labels=.* is not supported"),
        ({"size": (6, 4)}, 'directory.*: "size"'),
    ],
)
def test_wrong_arguments_say_what_is_right(folder, options, text):
    with pytest.raises(ConvscopeError, match=text):
        read(folder, **options)


def test_binary_labels_need_two_classes(folder, tmp_path):
    place = tmp_path / "photos" / "grey"
    place.mkdir()
    for index in range(2):
        Image.fromarray(np.full((6, 4, 3), 100 + index, np.uint8)).save(place / f"{index}.png")
    with pytest.raises(ConvscopeError, match='label_mode="binary" with 3 classes'):
        read(folder, label_mode="binary")


def test_what_a_data_set_cannot_do_says_what_to_do(folder):
    dataset = read(folder)
    with pytest.raises(ConvscopeError, match="Expected a function of"):
        dataset.map("normalize")
    with pytest.raises(AttributeError, match='method of an image data set: "interleave"'):
        dataset.interleave()


def test_a_function_is_called_on_every_batch_of_every_pass(folder):
    sizes = []

    def darker(images, labels):
        sizes.append(len(images))
        return images / 2, labels + 1

    plain = read(folder, shuffle=False)
    dataset = plain.map(darker).map(lambda images, labels: (images - 1, labels))
    assert sizes == []
    for (x, y), (before, labels) in zip(dataset, plain, strict=True):
        np.testing.assert_array_equal(x, before / 2 - 1)
        np.testing.assert_array_equal(y, labels + 1)
    assert sizes == [len(x) for x, _ in plain]
    unlabelled = read(folder, label_mode=None, shuffle=False).map(lambda images: images * 2)
    np.testing.assert_array_equal(next(iter(unlabelled)), next(iter(plain))[0] * 2)


def test_a_net_sees_what_the_function_makes(folder):
    data = read(folder, shuffle=False)
    dark = data.map(lambda images, labels: (images * 0, labels))
    model = Sequential([Input((6, 4, 3)), layers.Flatten(), layers.Dense(2, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    np.testing.assert_allclose(model.predict(dark), 0.5)
    assert model.evaluate(dark, verbose=0) == pytest.approx(np.log(2), rel=1e-5)
    kernel = model.get_weights()[0]
    history = model.fit(dark, epochs=2, validation_data=dark, verbose=0).history
    np.testing.assert_array_equal(model.get_weights()[0], kernel)  # its gradient is 0
    assert history["val_loss"][-1] != history["val_loss"][0]
    assert model.optimizer.iterations == 2 * len(data)
    assert model.class_names == tuple(data.class_names)


@pytest.mark.parametrize(
    ("arguments", "options", "text"),
    [
        ([np.zeros(10)], {}, "A data set brings its own labels"),
        ([], {"batch_size": 5}, "The data set has batches of 3"),
        ([], {"validation_split": 0.2}, "A data set is split where it is made"),
    ],
)
def test_arguments_that_a_data_set_decides(folder, arguments, options, text):
    model = Sequential([Input((6, 4, 3)), layers.Flatten(), layers.Dense(2, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    with pytest.raises(ConvscopeError, match=text):
        model.fit(read(folder), *arguments, verbose=0, **options)


def test_a_net_for_other_images(folder):
    model = small_net()
    with pytest.raises(ConvscopeError, match="Resize the images"):
        model.predict(read(folder))
