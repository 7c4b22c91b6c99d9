"""Small colour photos: three convolutions, trained on CIFAR-10 with logits, and its curves.

With Keras the same program runs after changing the import lines.
"""

import matplotlib.pyplot as plt

from convscope import datasets, layers, losses, models

(train_images, train_labels), (test_images, test_labels) = datasets.cifar10.load_data()
train_images, test_images = train_images / 255.0, test_images / 255.0

class_names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse"]
class_names += ["ship", "truck"]

plt.figure(figsize=(10, 4))
for i in range(10):
    plt.subplot(2, 5, i + 1)
    plt.axis("off")
    plt.imshow(train_images[i])
    plt.title(class_names[train_labels[i][0]])  # labels are a column: (number, 1)
plt.savefig("cifar10_images.png")

model = models.Sequential()
model.add(layers.Conv2D(32, (3, 3), activation="relu", input_shape=(32, 32, 3)))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(64, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(64, (3, 3), activation="relu"))
model.add(layers.Flatten())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(10))
model.summary()

model.compile(
    optimizer="adam",
    loss=losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
history = model.fit(
    train_images, train_labels, epochs=10, validation_data=(test_images, test_labels)
)

plt.figure()
plt.plot(history.history["accuracy"], label="accuracy")
plt.plot(history.history["val_accuracy"], label="val_accuracy")
plt.xlabel("epoch")
plt.ylabel("accuracy")
plt.legend(loc="lower right")
plt.savefig("cifar10_accuracy.png")

test_loss, test_accuracy = model.evaluate(test_images, test_labels, verbose=2)
print(f"On the test images: accuracy {test_accuracy:.2%}")
