/** Trains the `mnist` net in several engines, step by step in turns. */

import { embeddedDigits } from "/src/convscope/web/learning/digits.js";
import { examplesFromImages } from "/src/convscope/web/learning/examples.js";
import { createTraining } from "/src/convscope/web/learning/training.js";
import { readArchitecture } from "/src/convscope/web/net/architecture.js";
import { loadTensorflow } from "./tensorflow.js";

const NUM_IMAGES = 5000;

/**
 * Gives TensorFlow's WebAssembly backend the gradients that it lacks, made of its own operations:
 * that of a kernel is a convolution of the transposed inputs with the transposed gradient.
 */
function addMissingGradients() {
  tf.registerKernel({
    backendName: "wasm",
    kernelName: "Conv2DBackpropFilter",
    kernelFunc: ({ inputs: { x, dy } }) =>
      tf.tidy(() => {
        const sums = tf.conv2d(
          tf.transpose(x, [3, 1, 2, 0]),
          tf.transpose(dy, [1, 2, 0, 3]),
          1,
          "valid",
        );
        return tf.keep(tf.transpose(sums, [1, 2, 0, 3]));
      }),
  });
  tf.registerKernel({
    backendName: "wasm",
    kernelName: "MaxPoolGrad",
    kernelFunc: ({ inputs: { dy, input, output } }) =>
      tf.tidy(() => {
        const [, rows, columns] = output.shape;
        const size = [2 * rows, 2 * columns];
        const spread = (tensor) =>
          tf.pad(tf.image.resizeNearestNeighbor(tensor, size), [
            [0, 0],
            [0, input.shape[1] - size[0]],
            [0, input.shape[2] - size[1]],
            [0, 0],
          ]);
        const wins = tf.cast(tf.equal(input, spread(output)), "float32");
        return tf.keep(tf.mul(wins, spread(dy)));
      }),
  });
}

/**
 * Returns a function that takes one step with TensorFlow and returns the loss.
 *
 * @param {object} net
 * @param {Float32Array} images
 * @param {number[]} labels
 * @param {number} batchSize
 */
function openTensorflow({ steps, input }, images, labels, batchSize) {
  const weights = {};
  for (const { layer, parameterShapes } of steps) {
    for (const [name, shape] of Object.entries(parameterShapes)) {
      const window = shape.slice(0, -2).reduce((product, size) => product * size, 1);
      const limit = Math.sqrt(6 / (window * (shape.at(-2) + shape.at(-1)))); // Glorot
      const first = name === "kernel" ? tf.randomUniform(shape, -limit, limit) : tf.zeros(shape);
      weights[`${layer.name}.${name}`] = tf.variable(first);
    }
  }
  const affine = (product, name) => tf.add(product, weights[`${name}.bias`]);
  const LAYERS = {
    Rescaling: (x, { scale }) => tf.mul(x, scale),
    Conv2D: (x, { name, strides, padding }) =>
      affine(tf.conv2d(x, weights[`${name}.kernel`], strides, padding), name),
    MaxPooling2D: (x, { pool_size, strides, padding }) =>
      tf.maxPool(x, pool_size, strides, padding),
    Flatten: (x) => tf.reshape(x, [x.shape[0], -1]),
    Dropout: (x, { rate }) => tf.dropout(x, rate),
    Dense: (x, { name }) => affine(tf.matMul(x, weights[`${name}.kernel`]), name),
  };
  const optimizer = tf.train.adam(0.001);
  const length = images.length / NUM_IMAGES;
  let at = 0;
  return () => {
    const cost = tf.tidy(() => {
      const from = at, to = at + batchSize;
      at = to + batchSize > NUM_IMAGES ? 0 : to;
      const batch = tf.tensor(images.subarray(from * length, to * length), [
        batchSize,
        ...input.shape,
      ]);
      const wanted = tf.oneHot(tf.tensor1d(labels.slice(from, to), "int32"), 10);
      return optimizer.minimize(() => {
        let x = batch;
        for (const { layer } of steps) {
          x = LAYERS[layer.kind](x, layer);
          if (layer.activation === "relu") x = tf.relu(x);
        }
        return tf.losses.softmaxCrossEntropy(wanted, x);
      }, true);
    });
    const [loss] = cost.dataSync();
    cost.dispose();
    return loss;
  };
}

/**
 * Returns milliseconds per step and the losses, by engine.
 *
 * @param {object} architecture
 * @param {number} batchSize
 * @param {number} numSteps
 */
export async function measure(architecture, batchSize, numSteps) {
  if (!globalThis.tf) {
    await loadTensorflow();
    addMissingGradients();
  }
  const { train: { images, labels } } = await embeddedDigits();
  const again = (list) => Array.from({ length: NUM_IMAGES }, (_, i) => list[i % list.length]);
  const net = readArchitecture(architecture);
  const examples = examplesFromImages(again(images), again(labels), net);
  const own = createTraining({ architecture, examples, batch_size: batchSize });
  const engines = {
    convscope: () => own.step().loss,
    tensorflow: openTensorflow(net, examples.inputs, again(labels), batchSize),
  };
  const times = {}, losses = {};
  for (const [engine, step] of Object.entries(engines)) {
    times[engine] = [];
    losses[engine] = [step(), step(), step()];
  }
  const order = Object.keys(engines);
  for (let i = 0; i < numSteps; i++) {
    order.push(order.shift());
    for (const engine of order) {
      const start = performance.now();
      losses[engine].push(engines[engine]());
      times[engine].push(performance.now() - start);
    }
  }
  return { times, losses };
}
