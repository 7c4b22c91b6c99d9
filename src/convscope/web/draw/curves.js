/** Numbers over steps to the path of a curve. */

/** @typedef {{x: number, y: number}} CurvePoint */

/** Points of a path at most; of more, the smallest and largest of each stretch are kept. */
const MAX_POINTS = 400;

/**
 * Returns the `d` of an SVG path in a box of 100 × 100, 0 at the bottom.
 *
 * @param {readonly CurvePoint[]} points from left to right
 * @param {{x: number, y: number}} most what the right and the upper edge stand for
 * @returns {string} empty for no points
 */
export function curvePath(points, most) {
  const place = (/** @type {CurvePoint} */ { x, y }) => {
    const height = Math.min(Math.max(y / most.y, 0), 1);
    return `${(100 * x / most.x).toFixed(2)} ${(100 - 100 * height).toFixed(2)}`;
  };
  const shown = thinned(points);
  if (shown.length === 1) return `M${place(shown[0])}h0`;
  return shown.length ? `M${shown.map(place).join("L")}` : "";
}

/**
 * Returns what the upper edge of a curve stands for: the largest value, rounded up to one digit.
 *
 * @param {number} largest
 * @returns {number} above 0
 */
export function roundedUp(largest) {
  if (!(largest > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(largest));
  return Number((Math.ceil(largest / unit - 1e-9) * unit).toPrecision(1));
}

/** @param {readonly CurvePoint[]} points @returns {readonly CurvePoint[]} */
function thinned(points) {
  if (points.length <= MAX_POINTS) return points;
  const stretch = Math.ceil(2 * points.length / MAX_POINTS);
  const shown = [];
  for (let start = 0; start < points.length; start += stretch) {
    let low = points[start], high = points[start];
    for (const point of points.slice(start, start + stretch)) {
      if (point.y < low.y) low = point;
      if (point.y > high.y) high = point;
    }
    shown.push(...low.x < high.x ? [low, high] : [high, low]);
  }
  return shown;
}
