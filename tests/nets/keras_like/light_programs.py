"""Image classifiers as today's documentation of Keras writes them, with tiny data.

`keras` is convscope, or Keras itself; `folder` is empty and theirs. What each returns has to be
what `light_programs.json` says, which Keras gave: shapes, names, counts.
"""

import math

import numpy as np
from PIL import Image

SHAPE = (12, 10, 3)
NUM_CLASSES = 3


def images(number=24, shape=SHAPE):
    """float32 (number, *shape), 0–1, brighter in the third that tells the class; and classes."""
    random = np.random.default_rng(7)
    labels = np.arange(number) % NUM_CLASSES
    x = random.uniform(0, 0.4, (number, *shape)).astype("float32")
    for image, label in zip(x, labels, strict=True):
        image[label * shape[0] // 3 : (label + 1) * shape[0] // 3] += 0.6
    return x, labels


def written(folder):
    """Writes a folder of pictures, one subfolder per class, and returns it."""
    x, labels = images()
    for number, (image, label) in enumerate(zip(x, labels, strict=True)):
        path = folder / "pictures" / "abc"[label] / f"{number:02}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray((image * 255).astype("uint8")).save(path)
    return str(folder / "pictures")


def small(keras, activation="softmax", units=NUM_CLASSES, **options):
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=SHAPE),
            layers.Conv2D(4, 3, activation="relu", **options),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(units, activation=activation),
        ]
    )


def told(history):
    return {name: len(values) for name, values in history.history.items()}


def simple_convnet(keras, folder):
    layers = keras.layers
    x, y = images()
    y = keras.utils.to_categorical(y, NUM_CLASSES)
    model = keras.Sequential(
        [
            keras.Input(shape=SHAPE),
            layers.Conv2D(8, kernel_size=(3, 3), activation="relu"),
            layers.MaxPooling2D(pool_size=(2, 2)),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(NUM_CLASSES, activation="softmax"),
        ]
    )
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    history = model.fit(x, y, batch_size=8, epochs=2, validation_split=0.25, verbose=0)
    score = model.evaluate(x, y, verbose=0)
    return told(history), len(score), model.count_params(), model.output_shape


def grown_with_add(keras, folder):
    layers = keras.layers
    model = keras.models.Sequential()
    model.add(layers.Input(shape=(144,)))
    model.add(layers.Dense(16, activation=keras.activations.relu, name="hidden"))
    model.add(layers.Dense(5, name="wrong"))
    model.pop()
    model.add(layers.Dense(NUM_CLASSES))
    model.add(layers.Activation("softmax"))
    x, y = images(shape=(12, 12, 1))
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x.reshape(-1, 144), y, epochs=1, verbose=0)
    return told(history), [layer.name for layer in model.layers][:1], model.input_shape


def logits_and_probabilities(keras, folder):
    x, y = images()
    model = small(keras, activation=None)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="acc")],
    )
    history = model.fit(x, y, epochs=1, verbose=0)
    probabilities = keras.Sequential([model, keras.layers.Softmax()])
    found = probabilities.predict(x[:4], verbose=0)
    return told(history), np.allclose(found.sum(1), 1, atol=1e-5), found.shape


def functional_with_shortcut(keras, folder):
    layers = keras.layers
    inputs = keras.Input(shape=SHAPE, name="picture")
    x = layers.Rescaling(1.0 / 255)(inputs)
    x = first = layers.Conv2D(6, 3, padding="same", activation="relu")(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(6, 3, padding="same")(x)
    x = layers.add([x, first])
    x = layers.ReLU()(x)
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.Model(inputs=inputs, outputs=layers.Dense(NUM_CLASSES)(x), name="shortcut")
    lines = []
    model.summary(print_fn=lambda line, *_, **__: lines.append(line))
    x, y = images()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    history = model.fit(x * 255, y, epochs=1, verbose=0, validation_data=(x, y))
    return told(history), model.name, model.count_params(), "shortcut" in "".join(lines)


def usual_callbacks(keras, folder):
    x, y = images()
    model = small(keras)
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    path = str(folder / "best.keras")
    seen = []
    history = model.fit(
        x,
        y,
        epochs=3,
        validation_data=(x, y),
        verbose=0,
        callbacks=[
            keras.callbacks.EarlyStopping(monitor="val_loss", patience=9),
            keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=5),
            keras.callbacks.ModelCheckpoint(path, monitor="val_accuracy", save_best_only=True),
            keras.callbacks.CSVLogger(str(folder / "log.csv")),
            keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(epoch)),
        ],
    )
    header = sorted((folder / "log.csv").read_text().splitlines()[0].split(","))
    again = keras.models.load_model(path)
    return sorted(told(history)), seen, header, again.count_params()


def callback_of_ones_own(keras, folder):
    x, y = images()
    heard = []

    class Listener(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            heard.append("begin")

        def on_train_batch_end(self, batch, logs=None):
            heard.append((batch, sorted(logs)))

        def on_epoch_end(self, epoch, logs=None):
            heard.append((epoch, sorted(logs)))
            if logs["loss"] < 1e9:
                self.model.stop_training = True

    model = small(keras)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, batch_size=12, epochs=5, callbacks=[Listener()], verbose=0)
    return heard, history.epoch


def rates(keras, folder):
    x, y = images()
    decay = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=4, alpha=0.5)
    model = small(keras)
    model.compile(keras.optimizers.SGD(decay), "sparse_categorical_crossentropy")
    model.fit(x, y, batch_size=12, epochs=1, verbose=0)
    by_epoch = keras.callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))
    other = small(keras)
    other.compile("sgd", "sparse_categorical_crossentropy")
    history = other.fit(x, y, epochs=2, verbose=0, callbacks=[by_epoch])
    now = [round(float(m.optimizer.learning_rate), 4) for m in (model, other)]
    return (
        now,
        int(model.optimizer.iterations),
        [round(float(r), 4) for r in history.history["learning_rate"]],
    )


def endless_generator(keras, folder):
    x, y = images()

    def batches(size):
        while True:
            for start in range(0, len(x), size):
                yield x[start : start + size], y[start : start + size]

    model = small(keras)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        batches(6),
        steps_per_epoch=3,
        epochs=2,
        validation_data=batches(8),
        validation_steps=2,
        verbose=0,
    )
    score = model.evaluate(batches(5), steps=2, verbose=0)
    found = model.predict(((part,) for part, _ in batches(4)), steps=3, verbose=0)
    return told(history), len(score), found.shape, int(model.optimizer.iterations)


def py_dataset(keras, folder):
    x, y = images()

    class Mirrored(keras.utils.PyDataset):
        def __init__(self, size, **options):
            super().__init__(**options)
            self.size, self.ends = size, 0

        def __len__(self):
            return math.ceil(len(x) / self.size)

        def __getitem__(self, index):
            part = slice(index * self.size, (index + 1) * self.size)
            return x[part, :, ::-1], y[part]

        def on_epoch_end(self):
            self.ends += 1

    model = small(keras)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    data = Mirrored(7, workers=1)
    history = model.fit(data, epochs=2, validation_data=Mirrored(9), verbose=0)
    found = model.predict(Mirrored(10), verbose=0)
    return told(history), len(data), found.shape, int(model.optimizer.iterations)


def fewer_steps(keras, folder):
    x, y = images()
    model = small(keras)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, batch_size=4, steps_per_epoch=3, epochs=2, verbose=0)
    evaluated = model.evaluate(x, y, batch_size=4, steps=2, verbose=0)
    found = model.predict(x, batch_size=4, steps=2, verbose=0)
    return int(model.optimizer.iterations), len(evaluated), found.shape


def folder_with_map(keras, folder):
    train, validation = keras.utils.image_dataset_from_directory(
        written(folder),
        validation_split=0.25,
        subset="both",
        seed=123,
        image_size=SHAPE[:2],
        batch_size=5,
        verbose=False,
    )
    names = train.class_names
    normalization = keras.layers.Rescaling(1.0 / 255)
    train = train.map(lambda x, y: (normalization(x), y)).cache().prefetch(2)
    validation = validation.map(lambda x, y: (normalization(x), y))
    model = small(keras, activation=None)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    history = model.fit(train, validation_data=validation, epochs=2, verbose=0)
    pictures, labels = next(iter(train))
    largest = float(pictures.numpy().max())
    return told(history), names, tuple(pictures.shape)[1:], labels.numpy().ndim, 0.5 < largest <= 1


def folder_looked_at(keras, folder):
    data = keras.utils.image_dataset_from_directory(
        written(folder), image_size=(8, 8), batch_size=10, shuffle=False, verbose=False
    )
    shapes = [tuple(x.shape) for x, _ in data]
    first = [x.numpy().astype("uint8").shape for x, _ in data.take(1)]
    rest = sum(len(y.numpy()) for _, y in data.skip(1))
    return shapes, first, rest, len(data), data.class_names


def folder_by_columns(keras, folder):
    options = {"image_size": SHAPE[:2], "batch_size": 6, "verbose": False}
    data = keras.utils.image_dataset_from_directory(
        written(folder), label_mode="categorical", **options
    )
    model = small(keras)
    model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(data, epochs=1, verbose=0)
    unlabelled = keras.utils.image_dataset_from_directory(
        written(folder), label_mode=None, shuffle=False, **options
    )
    score = model.evaluate(data, verbose=0, return_dict=True)
    return told(history), sorted(score), model.predict(unlabelled, verbose=0).shape


def two_classes(keras, folder):
    x, y = images()
    model = small(keras, activation="sigmoid", units=1)
    model.compile(
        loss="binary_crossentropy",
        optimizer=keras.optimizers.RMSprop(learning_rate=1e-3),
        metrics=[
            "accuracy",
            keras.metrics.AUC(),
            keras.metrics.Precision(),
            keras.metrics.Recall(),
        ],
    )
    history = model.fit(x, (y > 0).astype("float32"), epochs=1, verbose=0)
    answers = (model.predict(x, verbose=0) > 0.5).astype("int32")
    # Keras numbers what it has named itself before: auc, auc_1, …
    names = [name.rpartition("_")[0] if name[-1].isdigit() else name for name in told(history)]
    return sorted(names), answers.shape


def frozen_base(keras, folder):
    layers = keras.layers
    base = keras.Sequential(
        [keras.Input(SHAPE), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.ReLU()],
        name="base",
    )
    base.trainable = False
    inputs = keras.Input(shape=SHAPE)
    x = base(inputs, training=False)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    model = keras.Model(inputs, layers.Dense(1)(x))
    x, y = images()
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(), loss, metrics=[keras.metrics.BinaryAccuracy()])
    before = [w.copy() for w in base.get_weights()]
    counts = [len(model.trainable_weights)]
    model.fit(x, y > 0, epochs=1, verbose=0)
    is_same = all(np.array_equal(a, b) for a, b in zip(before, base.get_weights(), strict=True))
    base.trainable = True
    model.compile(keras.optimizers.Adam(1e-5), loss, metrics=[keras.metrics.BinaryAccuracy()])
    history = model.fit(x, y > 0, epochs=1, verbose=0)
    return counts, is_same, len(model.trainable_weights), told(history)


def feature_maps(keras, folder):
    model = small(keras)
    wanted = [layer.output for layer in model.layers[:2]]
    extractor = keras.Model(inputs=model.inputs, outputs=wanted)
    found = extractor.predict(np.expand_dims(images()[0][0], 0), verbose=0)
    last = keras.Model(model.inputs, model.layers[-2].output)
    return [maps.shape for maps in found], last.predict(images()[0], verbose=0).shape


def saved_and_loaded(keras, folder):
    x, y = images()
    model = small(keras)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=1, verbose=0)
    model.save(str(folder / "net.keras"))
    again = keras.models.load_model(str(folder / "net.keras"))
    model.save_weights(str(folder / "net.weights.h5"))
    other = small(keras)
    other.load_weights(str(folder / "net.weights.h5"))
    answers = [m.predict(x, verbose=0) for m in (model, again, other)]
    same = [bool(np.allclose(answers[0], a, atol=1e-6)) for a in answers[1:]]
    more = again.fit(x, y, epochs=1, verbose=0)
    return same, told(more), len(again.layers)


def weights_by_hand(keras, folder):
    x, _ = images()
    model = small(keras)
    weights = model.get_weights()
    twin = keras.models.clone_model(model)
    twin.set_weights(weights)
    kernel, bias = model.layers[0].get_weights()
    model.layers[0].set_weights([np.zeros_like(kernel), bias + 1])
    named = model.get_layer(index=0).name == model.layers[0].name
    same = np.allclose(twin.predict(x, verbose=0), model.predict(x, verbose=0), atol=1e-3)
    return [w.shape for w in weights], bool(same), named, kernel.shape


def weights_of_classes(keras, folder):
    x, y = images()
    model = small(keras)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=2, class_weight={0: 1.0, 1: 5.0, 2: 0.5}, verbose=0)
    return told(history)


def weights_of_samples(keras, folder):
    x, y = images()
    weights = np.linspace(0.1, 2, len(x))
    model = small(keras)
    model.compile("adam", "sparse_categorical_crossentropy", weighted_metrics=["accuracy"])
    history = model.fit(x, y, sample_weight=weights, epochs=1, verbose=0)
    score = model.evaluate(x, y, sample_weight=weights, verbose=0, return_dict=True)
    return told(history), sorted(score)


def decayed_and_averaged(keras, folder):
    x, y = images()
    found = []
    for optimizer in (
        keras.optimizers.AdamW(1e-3, weight_decay=1e-2, amsgrad=True),
        keras.optimizers.Adam(1e-3, use_ema=True, ema_momentum=0.9),
        keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True, clipnorm=1.0),
        keras.optimizers.Lion(1e-4, global_clipnorm=0.5),
        "nadam",
        "adamax",
    ):
        model = small(keras)
        model.compile(optimizer, "sparse_categorical_crossentropy")
        found.append(told(model.fit(x, y, epochs=1, verbose=0)))
    return found


def held_weights(keras, folder):
    x, y = images()
    model = small(
        keras,
        kernel_initializer=keras.initializers.HeNormal(seed=1),
        kernel_regularizer=keras.regularizers.l2(1e-3),
        kernel_constraint=keras.constraints.MaxNorm(0.5, axis=[0, 1, 2]),
        bias_initializer="zeros",
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=1, verbose=0)
    lengths = np.sqrt(np.square(model.layers[0].get_weights()[0]).sum((0, 1, 2)))
    return told(history), bool((lengths < 0.5001).all())


def other_losses(keras, folder):
    x, y = images()
    columns = keras.utils.to_categorical(y, NUM_CLASSES)
    found = []
    for loss in (
        keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
        keras.losses.CategoricalFocalCrossentropy(gamma=1.5),
        keras.losses.KLDivergence(),
        "mse",
        "categorical_hinge",
    ):
        model = small(keras)
        model.compile("adam", loss, metrics=["accuracy"])
        found.append(len(model.fit(x, columns, epochs=1, verbose=0).history))
    return found


def other_metrics(keras, folder):
    x, y = images()
    columns = keras.utils.to_categorical(y, NUM_CLASSES)
    model = small(keras)
    model.compile(
        "adam",
        "categorical_crossentropy",
        metrics=[
            keras.metrics.CategoricalAccuracy(name="right"),
            keras.metrics.TopKCategoricalAccuracy(k=2, name="top_2"),
            keras.metrics.F1Score(average="macro", name="f1"),
        ],
    )
    history = model.fit(x, columns, epochs=1, verbose=0, validation_data=(x, columns))
    return told(history), len(model.evaluate(x, columns, verbose=0))


def mobile_net(keras, folder):
    layers = keras.layers
    inputs = keras.Input(shape=SHAPE)
    x = layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False)(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU(max_value=6.0)(x)
    x = layers.DepthwiseConv2D(3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu6")(x)
    x = layers.SeparableConv2D(12, 3, padding="same", activation="silu")(x)
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Conv2D(NUM_CLASSES, 1)(x)
    x = layers.Reshape((NUM_CLASSES,))(x)
    model = keras.Model(inputs, layers.Softmax()(x))
    x, y = images()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return told(model.fit(x, y, epochs=1, verbose=0)), model.count_params()


def fire_module(keras, folder):
    layers = keras.layers
    inputs = keras.Input(shape=SHAPE)
    squeezed = layers.Conv2D(4, 1, activation="relu")(inputs)
    sides = [layers.Conv2D(6, size, padding="same", activation="relu")(squeezed) for size in (1, 3)]
    x = layers.Concatenate(axis=-1)(sides)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = layers.Dropout(0.25)(x)
    x = layers.Conv2D(NUM_CLASSES, 1)(x)
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.Model(inputs, layers.Activation("softmax")(x))
    x, y = images()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return told(model.fit(x, y, epochs=1, verbose=0)), model.count_params()


def squeezed_and_excited(keras, folder):
    layers = keras.layers
    inputs = keras.Input(shape=SHAPE)
    x = layers.Conv2D(8, 3, padding="same", activation="elu")(inputs)
    scale = layers.GlobalAveragePooling2D(keepdims=True)(x)
    scale = layers.Dense(2, activation="relu")(layers.Flatten()(scale))
    scale = layers.Dense(8, activation="sigmoid")(scale)
    scale = layers.Reshape((1, 1, 8))(scale)
    x = layers.Multiply()([x, scale])
    x = layers.SpatialDropout2D(0.1)(x)
    x = layers.GlobalMaxPooling2D()(x)
    model = keras.Model(inputs, layers.Dense(NUM_CLASSES, activation="softmax")(x))
    x, y = images()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return told(model.fit(x, y, epochs=1, verbose=0)), model.count_params()


def folds(keras, folder):
    x, y = images()
    scores = []
    for fold in range(3):
        keras.backend.clear_session()
        held = np.arange(len(x)) % 3 == fold
        model = small(keras)
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        model.fit(x[~held], y[~held], epochs=1, verbose=0)
        scores.append(model.evaluate(x[held], y[held], verbose=0)[1])
    return len(scores), all(0 <= score <= 1 for score in scores)


def called_like_a_function(keras, folder):
    layers = keras.layers
    x, _ = images()
    model = keras.Sequential([keras.Input(SHAPE), layers.Flatten(), layers.Dropout(0.5)])
    plain, dropped = model(x[:2]).numpy(), model(x[:2], training=True).numpy()
    alone = layers.Rescaling(2.0)(x[:1])
    single = np.expand_dims(x[0], axis=0)
    return (
        bool(np.allclose(plain, x[:2].reshape(2, -1))),
        bool(0.2 < (dropped == 0).mean() < 0.8),
        bool(np.allclose(np.asarray(alone), x[:1] * 2)),
        model.predict(single, verbose=0).shape,
    )


def trained_on(keras, folder):
    x, y = images()
    model = small(keras)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    first = model.fit(x, y, epochs=2, verbose=0)
    more = model.fit(x, y, epochs=4, initial_epoch=first.epoch[-1] + 1, verbose=0)
    return more.epoch, told(more), int(model.optimizer.iterations)


def several_optimizers_in_a_loop(keras, folder):
    x, y = images()
    found = {}
    for name in ("sgd", "rmsprop", "adagrad", "adadelta", "adam"):
        keras.utils.set_random_seed(1)
        model = small(keras)
        model.compile(optimizer=name, loss="sparse_categorical_crossentropy", metrics=["acc"])
        history = model.fit(x, y, epochs=1, batch_size=8, verbose=0)
        found[name] = sorted(history.history)
    return found


def dropout_and_normalization(keras, folder):
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Input(SHAPE),
            layers.GaussianNoise(0.1),
            layers.Conv2D(4, (3, 3), padding="valid", dilation_rate=2),
            layers.BatchNormalization(momentum=0.9, epsilon=1e-5),
            layers.LeakyReLU(negative_slope=0.1),
            layers.AveragePooling2D((2, 2), strides=1),
            layers.ZeroPadding2D(1),
            layers.Cropping2D(((1, 0), (0, 1))),
            layers.Flatten(),
            layers.Dense(8, activation="gelu"),
            layers.Dropout(0.3),
            layers.Dense(NUM_CLASSES, activation="softmax"),
        ]
    )
    x, y = images()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=1, verbose=0)
    counts = len(model.trainable_weights), len(model.non_trainable_weights)
    return told(history), counts, model.count_params(), len(model.layers)


PROGRAMS = {
    function.__name__: function
    for function in (
        simple_convnet,
        grown_with_add,
        logits_and_probabilities,
        functional_with_shortcut,
        usual_callbacks,
        callback_of_ones_own,
        rates,
        endless_generator,
        py_dataset,
        fewer_steps,
        folder_with_map,
        folder_looked_at,
        folder_by_columns,
        two_classes,
        frozen_base,
        feature_maps,
        saved_and_loaded,
        weights_by_hand,
        weights_of_classes,
        weights_of_samples,
        decayed_and_averaged,
        held_weights,
        other_losses,
        other_metrics,
        mobile_net,
        fire_module,
        squeezed_and_excited,
        folds,
        called_like_a_function,
        trained_on,
        several_optimizers_in_a_loop,
        dropout_and_normalization,
    )
}
