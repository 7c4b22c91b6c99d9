/** A net that is being put together: layers as JSON data, and every change of them. */

/** @typedef {Record<string, any> & {kind: string, name?: string, inputs?: string[]}} LayerData */

/**
 * Returns the layers with one more; without a place it goes to the end.
 *
 * @param {readonly LayerData[]} layers
 * @param {LayerData} layer
 * @param {number} place of the one that it follows, or -1
 * @returns {LayerData[]}
 */
export function withLayer(layers, layer, place) {
  const at = place < 0 ? layers.length : place + 1;
  return [...layers.slice(0, at), layer, ...layers.slice(at)];
}

/**
 * Returns the layers without one; whoever took it in takes in what comes before.
 *
 * @param {readonly LayerData[]} layers
 * @param {number} place
 * @returns {LayerData[]}
 */
export function withoutLayer(layers, place) {
  const { name, inputs } = layers[place];
  const before = inputs?.length ? inputs : [layers[place - 1]?.name ?? "input"];
  return layers.flatMap((layer, i) => {
    if (i === place) return [];
    if (!name || !layer.inputs?.includes(name)) return [layer];
    const taken = layer.inputs.flatMap((each) => each === name ? before : [each]);
    return [{ ...layer, inputs: [...new Set(taken)] }];
  });
}

/**
 * Returns the layers with one of them elsewhere.
 *
 * @param {readonly LayerData[]} layers
 * @param {number} from
 * @param {number} to
 * @returns {LayerData[]}
 */
export function withMoved(layers, from, to) {
  const rest = layers.filter((_, i) => i !== from);
  return [...rest.slice(0, to), layers[from], ...rest.slice(to)];
}

/**
 * Returns the layers with an option of one changed.
 *
 * @param {readonly LayerData[]} layers
 * @param {number} place
 * @param {string} option
 * @param {unknown} value `undefined` takes the option's default
 * @returns {LayerData[]}
 */
export function withOption(layers, place, option, value) {
  const changed = { ...layers[place], [option]: value };
  if (value === undefined) delete changed[option];
  return layers.map((layer, i) => i === place ? changed : layer);
}

/** Words that stand for values. @type {ReadonlyMap<string, boolean | null>} */
const WORDS = new Map([["true", true], ["false", false], ["none", null]]);

/**
 * Returns what a person typed into a field of an option: numbers, lists of them, or text.
 *
 * @param {string} text such as `32`, `3, 3`, `0.25`, `same`
 * @returns {unknown} `undefined` for an empty text
 */
export function optionOf(text) {
  const plain = text.trim().replace(/^[([]|[)\]]$/g, "").trim();
  if (plain === "") return undefined;
  const parts = plain.split(/\s*[,×x]\s*/);
  const numbers = parts.map(Number);
  if (numbers.some(Number.isNaN)) return WORDS.has(plain) ? WORDS.get(plain) : plain;
  return numbers.length === 1 ? numbers[0] : numbers;
}

/**
 * Returns an option's value as a person would type it.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function optionText(value) {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.flat(2).join(", ") : String(value);
}
