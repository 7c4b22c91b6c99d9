/** What a value is made of, in words: the same as the lines show. */

/** @import { Translate } from "../../core/texts.js" */
/** @import { Model } from "../../net/model.js" */
/** @import { Sources } from "../../net/sources.js" */
import { toText } from "../../core/number_text.js";
import { strongest } from "../../net/sources.js";

/** Maps or values that are named. */
const NUM_NAMED = 3;

/** Digits of what a map adds. */
const NUM_DIGITS = 2;

/**
 * Returns the strongest sources with what they add, and how many more there are.
 *
 * @param {Translate} t
 * @param {Model} model
 * @param {Sources} sources
 * @returns {string}
 */
export function madeOfText(t, { architecture }, { shares, bias }) {
  const { steps, input } = architecture;
  const layers = new Set(shares.map(({ index }) => index));
  const nameOf = (/** @type {number} */ index) => steps[index]?.layer.name ?? t("lens.input");
  const hasMaps = (/** @type {number} */ index) =>
    (steps[index]?.outputShape ?? input.shape).length === 3;
  if (layers.size > 1) {
    const list = shares.map(({ index, place }) =>
      t(hasMaps(index) ? "lens.mapOf" : "lens.valueIn", { layer: nameOf(index), number: place })
    );
    return t("lens.madeOfLayers", { list: list.join(t("lens.comma")) });
  }
  if (!shares.length) {
    return t("lens.madeOfLayers", { list: t("lens.bias", { bias: withSign(bias) }) });
  }
  const [{ index, place: number }] = shares;
  const layer = nameOf(index);
  const isMaps = hasMaps(index);
  if (shares.length === 1) {
    return t(isMaps ? "lens.madeOfMap" : "lens.madeOfValue", { layer, number });
  }
  const named = strongest(shares, NUM_NAMED).map(({ place, sum }) =>
    t(isMaps ? "lens.mapAdds" : "lens.valueAdds", { number: place, sum: withSign(sum) })
  );
  const more = shares.length - named.length;
  if (more > 0) named.push(t(isMaps ? "lens.moreMaps" : "lens.moreValues", { number: more }));
  if (bias) named.push(t("lens.bias", { bias: withSign(bias) }));
  return t("lens.madeOf", { layer, list: named.join(t("lens.comma")) });
}

/** @param {number} value @returns {string} such as `+0.31` */
function withSign(value) {
  const text = toText(value, NUM_DIGITS);
  return value > 0 ? `+${text}` : text;
}
