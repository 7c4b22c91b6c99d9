"""Images changed at random, batch by batch: by hand, in a training, and as Keras does it."""

import importlib.util
import re

import numpy as np
import pytest
from PIL import Image

from convscope import layers, models
from convscope.errors import ConvscopeError
from convscope.preprocessing.image import (
    ImageDataGenerator,
    array_to_img,
    img_to_array,
    load_img,
    save_img,
)

X = np.random.default_rng(3).uniform(0, 255, (20, 9, 7, 3)).astype("float32")
Y = np.arange(20) % 3

OPTIONS = {
    "nothing": {},
    "turned": {"rotation_range": 40},
    "moved by shares": {"width_shift_range": 0.3, "height_shift_range": 0.2},
    "moved by pixels": {"width_shift_range": 3, "height_shift_range": [-2, 0, 2]},
    "moved by chosen shares": {"width_shift_range": [0.1, 0.4]},
    "sheared": {"shear_range": 25.0, "fill_mode": "reflect"},
    "zoomed": {"zoom_range": 0.3, "fill_mode": "wrap"},
    "zoomed between": {"zoom_range": [0.5, 0.9], "fill_mode": "constant", "cval": 17.0},
    "brightened": {"brightness_range": (0.4, 1.6)},
    "shifted": {"channel_shift_range": 60.0},
    "mirrored": {"horizontal_flip": True, "vertical_flip": True},
    "nearest pixels": {"rotation_range": 30, "interpolation_order": 0},
    "rescaled": {"rescale": 1 / 255},
    "by a function": {"preprocessing_function": lambda image: image[::-1] * 2, "rescale": 0.5},
    "each centred": {"samplewise_center": True},
    "each scaled": {"samplewise_std_normalization": True},
    "centred": {"featurewise_center": True, "rescale": 1 / 255},
    "scaled": {"featurewise_std_normalization": True},
    "whitened": {"zca_whitening": True, "zca_epsilon": 0.1, "rescale": 1 / 255},
    "all at once": {
        "rotation_range": 15,
        "width_shift_range": 0.1,
        "height_shift_range": 0.1,
        "shear_range": 10,
        "zoom_range": 0.2,
        "channel_shift_range": 10.0,
        "horizontal_flip": True,
        "brightness_range": (0.8, 1.2),
        "rescale": 1 / 255,
    },
}


@pytest.fixture
def folder(tmp_path):
    """Three classes with 5, 6 and 7 pictures of different sizes, one of them deeper."""
    for number in range(18):
        size = (8 + number % 3, 6 + number % 2)
        name = "abc"[0 if number < 5 else 1 if number < 11 else 2]
        path = tmp_path / "pictures" / name / ("deep" if number == 9 else "") / f"{number:02}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(number).integers(0, 256, (*size, 3), np.uint8)
        Image.fromarray(pixels).save(path)
    (tmp_path / "pictures" / "a" / "notes.txt").write_text("none")
    return tmp_path / "pictures"


def test_parameters_do_what_their_names_say():
    generator = ImageDataGenerator(fill_mode="constant")
    image = np.zeros((5, 5, 1), np.float32)
    image[1, 3] = 1
    cases = {"tx": (1, 1), "ty": (4, 3)}  # as in Keras: tx along columns, ty along rows
    moved = generator.apply_transform(image, {"tx": 2})
    assert np.argwhere(moved[..., 0]).tolist() == [list(cases["tx"])]
    moved = generator.apply_transform(image, {"ty": -3})
    assert np.argwhere(moved[..., 0]).tolist() == [list(cases["ty"])]
    turned = generator.apply_transform(image, {"theta": 90})
    assert np.argwhere(turned[..., 0] > 0.5).tolist() in ([[1, 1]], [[3, 3]])
    mirrored = generator.apply_transform(image, {"flip_horizontal": True, "flip_vertical": True})
    assert np.argwhere(mirrored[..., 0]).tolist() == [[3, 1]]
    shifted = generator.apply_transform(image, {"channel_shift_intensity": 0.25})
    assert sorted(set(shifted.ravel().tolist())) == [0.25, 1.0]
    assert (generator.apply_transform(image, {}) == image).all()


@pytest.mark.parametrize("name", OPTIONS)
def test_a_seed_gives_the_same_batches_and_every_batch_others(name):
    def batches(seed):
        generator = ImageDataGenerator(**OPTIONS[name])
        generator.fit(X)
        flow = generator.flow(X, Y, batch_size=8, seed=seed)
        return [next(flow) for _ in range(6)]

    first, again, other = batches(4), batches(4), batches(5)
    for (x, y), (same_x, same_y) in zip(first, again, strict=True):
        assert (x == same_x).all()
        assert (y == same_y).all()
        assert x.dtype == np.float32
    assert [len(y) for _, y in first] == [8, 8, 4, 8, 8, 4]
    assert any((y != other_y).any() for (_, y), (_, other_y) in zip(first, other, strict=True))
    assert sorted(np.concatenate([y for _, y in first[:3]])) == sorted(Y)


def test_a_net_is_trained_judged_and_asked_with_them(folder):
    generator = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True, validation_split=0.2)
    options = {"target_size": (8, 6), "batch_size": 4, "seed": 1}
    train = generator.flow_from_directory(folder, subset="training", **options)
    held_out = generator.flow_from_directory(folder, subset="validation", **options)
    assert (train.samples, held_out.samples) == (15, 3)
    model = models.Sequential(
        [
            layers.Input((8, 6, 3)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(train, epochs=2, validation_data=held_out, verbose=0)
    assert set(history.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    model.fit(train, steps_per_epoch=train.samples // train.batch_size, epochs=1, verbose=0)
    assert len(model.evaluate(held_out, verbose=0)) == 2
    unmixed = generator.flow_from_directory(folder, shuffle=False, **options)
    assert model.predict(unmixed, verbose=0).shape == (18, 3)  # and it ends
    assert unmixed.classes.tolist() == [0] * 5 + [1] * 6 + [2] * 7
    assert unmixed.class_indices == {"a": 0, "b": 1, "c": 2}
    assert unmixed.filenames[5:7] == ["b/05.png", "b/06.png"]


def test_weights_go_with_their_images():
    flow = ImageDataGenerator().flow(X, Y, sample_weight=Y + 0.5, batch_size=np.int64(7), seed=2)
    x, y, weights = next(flow)
    assert (weights == y + 0.5).all()
    assert all(
        (X[label == Y] == image).all((1, 2, 3)).any() for image, label in zip(x, y, strict=True)
    )


def test_a_table_names_pictures(folder):
    table = {
        "filename": [f"{number:02}.png" for number in range(5)] + ["none.png"],
        "class": ["x", "y", "x", "z", "y", "x"],
        "size": [1.5, 2.5, 3.5, 4.5, 5.5, 6.5],
    }
    generator = ImageDataGenerator(rescale=1 / 255)
    options = {"target_size": (8, 6), "shuffle": False, "batch_size": 9}
    with pytest.warns(UserWarning, match="1 of 6 rows name no picture"):
        flow = generator.flow_from_dataframe(table, folder / "a", classes=["y", "x"], **options)
    assert next(flow)[1].tolist() == [[0, 1], [1, 0], [0, 1], [1, 0]]
    with pytest.warns(UserWarning, match=re.escape("none.png")):
        raw = generator.flow_from_dataframe(
            table, folder / "a", y_col="size", class_mode="raw", weight_col="size", **options
        )
    x, y, weights = next(raw)
    assert x.shape == (5, 8, 6, 3)
    assert y.tolist() == weights.tolist() == [1.5, 2.5, 3.5, 4.5, 5.5]


def test_pictures_are_read_and_written(folder, tmp_path):
    path = folder / "a" / "00.png"
    own = img_to_array(load_img(path))
    save_img(tmp_path / "same.png", own, scale=False)
    assert (img_to_array(load_img(tmp_path / "same.png")) == own).all()
    assert load_img(path, color_mode="grayscale").mode == "L"
    assert load_img(path, target_size=(4, 9), interpolation="bilinear").size == (9, 4)
    kept = load_img(path, target_size=(4, 4), keep_aspect_ratio=True)
    middle = Image.open(path).crop((0, 1, 6, 7)).resize((4, 4), Image.Resampling.NEAREST)
    assert (np.asarray(kept) == np.asarray(middle)).all()
    assert array_to_img(np.array([[[-1.0], [1.0]]])).getextrema() == (0, 255)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda _: ImageDataGenerator(fill_mode="edge"), "fill_mode"),
        (lambda _: ImageDataGenerator(validation_split=1.5), "share from 0 to below 1"),
        (lambda _: ImageDataGenerator(zoom_range=[1, 2, 3]), "lower and an upper"),
        (lambda _: ImageDataGenerator(brightness_range=0.5), "two factors"),
        (
            lambda _: ImageDataGenerator(data_format="channels_first"),
            "Only data_format=None",
        ),
        (lambda _: ImageDataGenerator(rotation=3), "rotation_range"),
        (lambda _: ImageDataGenerator().flow(X[0]), r"shape \(9, 7, 3\)"),
        (lambda _: ImageDataGenerator().flow([X, X]), "several arrays"),
        (lambda _: ImageDataGenerator().flow(X, Y[:3]), "20 images, and y of 3"),
        (lambda _: ImageDataGenerator().flow(X, batch_size=0), "batch_size=0"),
        (lambda _: ImageDataGenerator().flow(X, subset="test"), "subset"),
        (
            lambda _: ImageDataGenerator(validation_split=0.1).flow(X, Y, subset="training"),
            "not of the same classes",
        ),
        (lambda f: ImageDataGenerator().flow_from_directory(f / "none"), "is no folder"),
        (lambda f: ImageDataGenerator().flow_from_directory(f / "a"), "no subfolders"),
        (
            lambda f: ImageDataGenerator().flow_from_directory(f, classes=["a", "e"]),
            "no subfolder e",
        ),
        (lambda f: ImageDataGenerator().flow_from_directory(f, class_mode="x"), "class_mode"),
        (lambda f: ImageDataGenerator().flow_from_directory(f, class_mode="binary"), "3 classes"),
        (lambda f: ImageDataGenerator().flow_from_directory(f, color_mode="bgr"), "color_mode"),
        (lambda f: ImageDataGenerator().flow_from_directory(f, interpolation="x"), "interpol"),
        (lambda f: ImageDataGenerator().flow_from_dataframe({"file": []}, f), "no column filename"),
        (
            lambda f: ImageDataGenerator().flow_from_dataframe(
                {"filename": ["00.png"], "class": [3]}, f / "a"
            ),
            "class names as text",
        ),
        (lambda _: array_to_img(X), "received shape"),
        (lambda f: save_img(f / "none" / "x.png", X[0]), "cannot be written"),
    ],
)
def test_what_does_not_fit_is_told(folder, made, words):
    with pytest.raises(ConvscopeError, match=words):
        made(folder)


@pytest.mark.filterwarnings("ignore")
def test_statistics_that_are_not_known_are_told():
    with pytest.warns(UserWarning, match=r"featurewise_center has no effect yet"):
        next(ImageDataGenerator(featurewise_center=True).flow(X))


@pytest.mark.keras
@pytest.mark.skipif(
    importlib.util.find_spec("keras") is None,
    reason="needs Keras: pip install tensorflow-cpu keras",
)
@pytest.mark.filterwarnings("ignore")
class TestAgainstKeras:
    @pytest.fixture(scope="class")
    def theirs(self):
        from keras.src.legacy.preprocessing import image

        return image.ImageDataGenerator

    @pytest.mark.parametrize("name", OPTIONS)
    @pytest.mark.parametrize("seed", [None, 6])
    def test_the_same_batches_come(self, theirs, name, seed):
        found = []
        for kind in (theirs, ImageDataGenerator):
            np.random.seed(11)
            generator = kind(**OPTIONS[name], validation_split=0.25)
            generator.fit(X, augment=name == "centred")
            flow = generator.flow(X, Y, batch_size=4, seed=seed, subset="training")
            found.append([*(next(flow) for _ in range(7)), *(flow[i] for i in range(len(flow)))])
        for (x, y), (own_x, own_y) in zip(*found, strict=True):
            np.testing.assert_allclose(own_x, x, rtol=2e-5, atol=2e-4)
            assert (own_y == y).all()

    @pytest.mark.parametrize("color_mode", ["rgb", "rgba", "grayscale"])
    @pytest.mark.parametrize("class_mode", ["categorical", "sparse", "input", None])
    @pytest.mark.parametrize("subset", [None, "training", "validation"])
    def test_the_same_pictures_come(self, theirs, folder, color_mode, class_mode, subset):
        found = []
        for kind in (theirs, ImageDataGenerator):
            flow = kind(validation_split=0.3, horizontal_flip=True).flow_from_directory(
                str(folder),
                target_size=(7, 5),
                color_mode=color_mode,
                class_mode=class_mode,
                batch_size=5,
                seed=9,
                subset=subset,
                interpolation="bilinear",
                keep_aspect_ratio=class_mode == "sparse",
            )
            batches = [next(flow) for _ in range(5)]
            found.append((flow, [b if isinstance(b, tuple) else (b,) for b in batches]))
        (flow, batches), (own, own_batches) = found
        assert own.filenames == flow.filenames
        assert own.class_indices == flow.class_indices
        assert (own.classes == flow.classes).all()
        assert (own.samples, own.image_shape) == (flow.samples, flow.image_shape)
        for batch, own_batch in zip(batches, own_batches, strict=True):
            for part, own_part in zip(batch, own_batch, strict=True):
                assert (own_part == part).all()
                assert own_part.dtype == part.dtype

    def test_the_same_rows_of_a_table_come(self, theirs, folder):
        import pandas

        table = pandas.DataFrame(
            {
                "filename": [f"{number:02}.png" for number in range(5)] + ["none.png"],
                "class": ["x", "y", "x", "z", "y", "x"],
                "weight": np.arange(6) + 1.0,
            }
        )
        for subset in (None, "training", "validation"):
            for classes in (None, ["y", "x"]):
                found = []
                for kind in (theirs, ImageDataGenerator):
                    flow = kind(validation_split=0.4).flow_from_dataframe(
                        table,
                        str(folder / "a"),
                        weight_col="weight",
                        classes=classes,
                        target_size=(4, 4),
                        batch_size=3,
                        subset=subset,
                        seed=1,
                    )
                    found.append([next(flow) for _ in range(3)])
                for batch, own_batch in zip(*found, strict=True):
                    for part, own_part in zip(batch, own_batch, strict=True):
                        assert (own_part == part).all()
