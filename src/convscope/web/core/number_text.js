/** Numbers as people read them. */

/** Significant digits that are shown. */
const NUM_DIGITS = 4;

/**
 * Returns a number with four significant digits and a real minus sign.
 *
 * @param {number} value
 * @returns {string} such as `−0.1235`, `308`, `12,346`, `1.234e−5`
 */
export function toText(value) {
  if (value === 0) return "0";
  const magnitude = Math.abs(value);
  return (value < 0 ? "−" : "") + magnitudeText(magnitude).replace("-", "−");
}

/**
 * Returns a number that follows + or ×: negative ones in parentheses.
 *
 * @param {number} value
 * @returns {string} such as `(−2)`
 */
export function signed(value) {
  return value < 0 ? `(${toText(value)})` : toText(value);
}

/** @param {number} magnitude @returns {string} */
function magnitudeText(magnitude) {
  if (!Number.isFinite(magnitude)) return Number.isNaN(magnitude) ? "NaN" : "∞";
  if (magnitude >= 1000 && magnitude < 1e7) {
    const numDecimals = magnitude >= 10000 ? 0 : 1;
    const text = halfEven(magnitude, (digits) => magnitude.toFixed(digits), numDecimals);
    return Number(text).toLocaleString("en");
  }
  const scientific = halfEven(
    magnitude,
    (digits) => magnitude.toExponential(digits),
    NUM_DIGITS - 1,
  );
  const [mantissa, exponent] = scientific.split("e").map(Number);
  const isShort = exponent >= -4 && exponent < NUM_DIGITS;
  return isShort ? String(Number(scientific)) : `${mantissa}e${exponent}`;
}

/**
 * Rounds a number that lies exactly in the middle to the even digit, as Python does; JavaScript's
 * own `toFixed` and `toExponential` would take the larger one.
 *
 * @param {number} magnitude
 * @param {(digits: number) => string} format writes it with so many decimals
 * @param {number} numDecimals
 * @returns {string}
 */
function halfEven(magnitude, format, numDecimals) {
  // Only a number that ends one digit further on can lie in the middle. Most do not, and writing
  // all of their digits takes time.
  if (Number(format(numDecimals + 1)) !== magnitude) return format(numDecimals);
  const [exact, exponent] = format(60).split("e");
  const end = exact.indexOf(".") + (numDecimals ? numDecimals + 1 : 0);
  const kept = exact.slice(0, end);
  const isTie = /^\.?50*$/.test(exact.slice(end));
  const isEven = Number(kept.at(-1)) % 2 === 0;
  if (!isTie || !isEven) return format(numDecimals);
  return exponent === undefined ? kept : `${kept}e${exponent}`;
}
