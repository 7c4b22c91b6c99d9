/**
 * Tries this model with the images that lie beside it.
 *
 *     import { selfTest } from "./net/selftest.js";
 *     console.log(await selfTest(tf, new URL("./net/", import.meta.url)));
 *
 * @param {any} tf TensorFlow.js, version 3 or later
 * @param {string | URL} folder address of the folder, with a "/" at its end
 * @returns {Promise<number>} by how much an answer differs at most from the promised one
 */
export async function selfTest(tf, folder) {
  const told = await (await fetch(new URL("selftest.json", folder))).json();
  const model = await tf.loadLayersModel(String(new URL("model.json", folder)));
  const bytes = Uint8Array.from(atob(told.images), (letter) => letter.charCodeAt(0));
  const [low, high] = told.value_range;
  const values = Float32Array.from(bytes, (byte) => low + (byte * (high - low)) / 255);
  const answers = tf.tidy(() => model.predict(tf.tensor(values, told.shape)));
  const found = await answers.data();
  answers.dispose();
  model.dispose();
  const expected = told.expected.flat();
  let [largest, size] = [0, 1];
  for (const [index, value] of expected.entries()) {
    const difference = Math.abs(found[index] - value);
    largest = difference <= largest ? largest : difference;
    size = Math.max(size, Math.abs(value));
  }
  if (!(largest <= told.tolerance * size) || found.length !== expected.length) {
    throw new Error(`answers differ by ${largest} from those that the model promises`);
  }
  return largest;
}
