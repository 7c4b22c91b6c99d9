"""Photos of your own: a folder with one subfolder per class, and a net that rescales.

Expects `photos/<class>/*.jpg` where it is started.
With Keras the same program runs after changing the import lines.
"""

import numpy as np

from convscope import layers, losses, models, utils

image_size = (180, 180)

train_ds = utils.image_dataset_from_directory(
    "photos", validation_split=0.2, subset="training", seed=123, image_size=image_size
)
val_ds = utils.image_dataset_from_directory(
    "photos", validation_split=0.2, subset="validation", seed=123, image_size=image_size
)
class_names = train_ds.class_names
print("Classes:", class_names)

for images, labels in train_ds.take(1):
    print("A batch:", images.shape, labels.shape)
    print("Pixels from", np.min(images[0]), "to", np.max(images[0]))

model = models.Sequential(
    [
        layers.Rescaling(1.0 / 255, input_shape=(*image_size, 3)),
        layers.Conv2D(16, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(len(class_names)),
    ]
)
model.compile(
    optimizer="adam",
    loss=losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.summary()
model.fit(train_ds, validation_data=val_ds, epochs=10)

path = val_ds.file_paths[0]
picture = utils.load_img(path, target_size=image_size)
logits = model.predict(np.expand_dims(utils.img_to_array(picture), 0))[0]
probabilities = np.exp(logits - logits.max())
probabilities /= probabilities.sum()
print(f"{path} looks like {class_names[probabilities.argmax()]}: {probabilities.max():.0%}")
