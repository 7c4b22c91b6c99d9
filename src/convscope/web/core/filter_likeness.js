/** Which simple pattern a small filter resembles. */

/**
 * What a filter answers to: ink there and none opposite, or for `-` the other way round.
 *
 * @typedef {"spot" | "left" | "top" | "corner" | "otherCorner" | "vertical" | "horizontal"
 *   | "falling" | "rising" | "centre"} Pattern
 */

/**
 * The patterns as functions of the place, both axes from −1 (top, left) to 1 (bottom, right).
 *
 * @type {Record<Pattern, (y: number, x: number) => number>}
 */
const PATTERNS = {
  spot: () => 1,
  left: (_, x) => -x,
  top: (y) => -y,
  corner: (y, x) => -(y + x),
  otherCorner: (y, x) => x - y,
  vertical: (_, x) => 1 - 2 * Math.abs(x),
  horizontal: (y) => 1 - 2 * Math.abs(y),
  falling: (y, x) => 1 - 2 * Math.min(Math.abs(y - x), 1),
  rising: (y, x) => 1 - 2 * Math.min(Math.abs(y + x), 1),
  centre: (y, x) => 1 - 2 * Math.max(Math.abs(y), Math.abs(x)),
};

/**
 * Returns the pattern that a filter resembles most. All but the spot are compared without their
 * mean: what counts is where the filter is larger.
 *
 * @param {ArrayLike<number>} weights (rows, columns) of one input map
 * @param {number} rows
 * @param {number} columns
 * @returns {{pattern: Pattern, isOpposite: boolean, likeness: number}} the likeness is a cosine,
 *   0–1; for `isOpposite` ink and paper change places
 */
export function likenessOf(weights, rows, columns) {
  const values = Array.from(weights);
  const place = (/** @type {number} */ at, /** @type {number} */ size) =>
    size > 1 ? 2 * at / (size - 1) - 1 : 0;
  let best = { pattern: /** @type {Pattern} */ ("spot"), isOpposite: false, likeness: 0 };
  for (const [name, at] of Object.entries(PATTERNS)) {
    const drawn = values.map((_, index) =>
      at(place(Math.floor(index / columns), rows), place(index % columns, columns))
    );
    const cosine = cosineOf(values, name === "spot" ? drawn : centred(drawn));
    if (Math.abs(cosine) > best.likeness) {
      const pattern = /** @type {Pattern} */ (name);
      best = { pattern, isOpposite: cosine < 0, likeness: Math.abs(cosine) };
    }
  }
  return best;
}

/** @param {number[]} values @returns {number[]} */
function centred(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** @param {number[]} a @param {number[]} b @returns {number} 0 where one of them is 0 */
function cosineOf(a, b) {
  const dot = (/** @type {number[]} */ p, /** @type {number[]} */ q) =>
    p.reduce((sum, value, index) => sum + value * q[index], 0);
  const length = Math.sqrt(dot(a, a) * dot(b, b));
  return length > 0 ? Math.min(Math.max(dot(a, b) / length, -1), 1) : 0;
}
