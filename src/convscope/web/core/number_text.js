/** Numbers as people read them. */

/** Significant digits that are shown where nothing needs more. */
export const NUM_DIGITS = 4;

/** From here on, and below its inverse, numbers are written with a power of ten. */
const LARGE = 1e7;
const SMALL = 1e-4;

/**
 * Returns a number with a real minus sign.
 *
 * @param {number} value
 * @param {number} [numDigits] significant digits
 * @returns {string} such as `−0.1235`, `308`, `12,346`, `1.234e−5`
 */
export function toText(value, numDigits = NUM_DIGITS) {
  if (value === 0) return "0";
  const magnitude = Math.abs(value);
  return (value < 0 ? "−" : "") + magnitudeText(magnitude, numDigits).replace("-", "−");
}

/**
 * Returns a number with so many decimals; exact ones without the zeros behind, so that 0 is `0`.
 *
 * @param {number} value
 * @param {number} numDecimals
 * @returns {string} such as `−0.1200`
 */
export function toFixedText(value, numDecimals) {
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value) || magnitude >= LARGE) return toText(value);
  const text = halfEven(magnitude, (digits) => magnitude.toFixed(digits), numDecimals);
  const shown = Number(text) === magnitude ? String(Number(text)) : text;
  const isNegative = value < 0 && Number(text) !== 0;
  return (isNegative ? "−" : "") + (shown.includes("e") ? text : shown);
}

/**
 * Returns how many decimals give the largest of some numbers so many significant digits.
 *
 * @param {readonly number[]} values
 * @param {number} numDigits
 * @returns {number} at least 0
 */
export function decimalsFor(values, numDigits) {
  const largest = Math.max(...values.map(Math.abs).filter(Number.isFinite), 0);
  if (largest === 0) return 0;
  return Math.max(0, numDigits - 1 - Math.floor(Math.log10(largest)));
}

/**
 * Returns how many decimals `toText` shows of a number, zeros at the end counted.
 *
 * @param {number} value
 * @param {number} numDigits
 * @returns {number} negative where the last digit stands before the point
 */
export function decimalsShown(value, numDigits) {
  const magnitude = Math.abs(value);
  if (magnitude >= 1000 && magnitude < LARGE) {
    return Math.max(0, (magnitude >= 10000 ? 0 : 1) + numDigits - NUM_DIGITS);
  }
  return numDigits - 1 - Math.floor(Math.log10(magnitude));
}

/**
 * Returns a number that follows + or ×: negative ones in parentheses.
 *
 * @param {number} value
 * @returns {string} such as `(−2)`
 */
export function signed(value) {
  return inParentheses(toText(value));
}

/**
 * Returns the text of a number as it stands behind + or ×.
 *
 * @param {string} text
 * @returns {string} such as `(−2)`
 */
export function inParentheses(text) {
  return text.startsWith("−") ? `(${text})` : text;
}

/**
 * Returns the number that a reader types who reads a text of this module.
 *
 * @param {string} text
 * @returns {number}
 */
export function toNumber(text) {
  return Number(text.replaceAll(",", "").replaceAll("−", "-").replace("∞", "Infinity"));
}

/** @param {number} magnitude @param {number} numDigits @returns {string} */
function magnitudeText(magnitude, numDigits) {
  if (!Number.isFinite(magnitude)) return Number.isNaN(magnitude) ? "NaN" : "∞";
  if (magnitude >= 1000 && magnitude < LARGE) {
    const numDecimals = decimalsShown(magnitude, numDigits);
    const text = halfEven(magnitude, (digits) => magnitude.toFixed(digits), numDecimals);
    return Number(text).toLocaleString("en", { maximumFractionDigits: numDecimals });
  }
  const scientific = halfEven(
    magnitude,
    (digits) => magnitude.toExponential(digits),
    numDigits - 1,
  );
  const [mantissa, exponent] = scientific.split("e").map(Number);
  const isShort = Number(scientific) >= SMALL && Number(scientific) < LARGE;
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
