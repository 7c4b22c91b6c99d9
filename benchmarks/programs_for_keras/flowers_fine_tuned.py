# taken
"""A base without weights of a download, its preprocessing inside; then its last layers, slowly."""

import os

import tensorflow as tf

FOLDER = os.path.join(os.environ["PROGRAM_DATA"], "flowers")
options = {"validation_split": 0.2, "seed": 3, "image_size": (96, 96), "batch_size": 32}
train = tf.keras.utils.image_dataset_from_directory(FOLDER, subset="training", **options)
validation = tf.keras.utils.image_dataset_from_directory(FOLDER, subset="validation", **options)
names = train.class_names
train = train.take(12).cache().prefetch(tf.data.AUTOTUNE)
validation = validation.take(4).cache().prefetch(tf.data.AUTOTUNE)
augmentation = tf.keras.Sequential(
    [tf.keras.layers.RandomFlip("horizontal"), tf.keras.layers.RandomRotation(0.2)]
)
preprocess = tf.keras.applications.mobilenet_v2.preprocess_input
base = tf.keras.applications.MobileNetV2(
    input_shape=(96, 96, 3), include_top=False, weights=None, alpha=0.5
)
base.trainable = False
inputs = tf.keras.Input(shape=(96, 96, 3))
x = augmentation(inputs)
x = preprocess(x)
x = base(x, training=False)
x = tf.keras.layers.GlobalAveragePooling2D()(x)
x = tf.keras.layers.Dropout(0.2)(x)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(len(names))(x))
loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(tf.keras.optimizers.Adam(1e-3), loss, metrics=["accuracy"])
first = model.fit(train, epochs=4, validation_data=validation)
base.trainable = True
for layer in base.layers[:100]:
    layer.trainable = False
model.compile(tf.keras.optimizers.RMSprop(1e-4), loss, metrics=["accuracy"])
second = model.fit(train, epochs=7, initial_epoch=first.epoch[-1] + 1, validation_data=validation)
print(len(model.trainable_variables), first.epoch, second.epoch)
