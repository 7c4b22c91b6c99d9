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
export function madeOfText(t, { architecture }, { index, shares, bias }) {
  const before = architecture.steps[index];
  const shape = before?.outputShape ?? architecture.input.shape;
  const isMaps = shape.length === 3;
  const layer = before?.layer.name ?? t("lens.input");
  const only = shares.length === 1 ? shares[0] : null;
  if (only) {
    const number = only.place;
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
