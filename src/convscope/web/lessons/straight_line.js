/** A straight line and the points that it should meet: errors, their squares, and the best line. */

/** @typedef {readonly [number, number]} Point x and y */
/** @typedef {{slope: number, intercept: number}} Line */

/**
 * Returns the prediction of a line minus the y of a point.
 *
 * @param {Line} line
 * @param {Point} point
 * @returns {number}
 */
export function errorAt({ slope, intercept }, [x, y]) {
  return slope * x + intercept - y;
}

/**
 * Returns the sum of the squared errors of a line.
 *
 * @param {Line} line
 * @param {readonly Point[]} points
 * @returns {number}
 */
export function squaredErrors(line, points) {
  return points.reduce((sum, point) => sum + errorAt(line, point) ** 2, 0);
}

/**
 * Returns the line with the least sum of squared errors.
 *
 * slope = Σ (x − x̄)(y − ȳ) / Σ (x − x̄)²,  intercept = ȳ − slope · x̄
 *
 * @param {readonly Point[]} points not all with one x
 * @returns {Line}
 */
export function leastSquares(points) {
  const mean = (/** @type {0 | 1} */ axis) =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [xMean, yMean] = [mean(0), mean(1)];
  let products = 0, squares = 0;
  for (const [x, y] of points) {
    products += (x - xMean) * (y - yMean);
    squares += (x - xMean) ** 2;
  }
  const slope = products / squares;
  return { slope, intercept: yMean - slope * xMean };
}

/**
 * Returns the gradient of the mean of the squared errors: how much it grows with the slope, which is
 * the mean of 2 · error · x, and with the intercept, the mean of 2 · error.
 *
 * @param {Line} line
 * @param {readonly Point[]} points
 * @returns {[number, number]}
 */
export function lineGradient(line, points) {
  let bySlope = 0, byIntercept = 0;
  for (const point of points) {
    const error = errorAt(line, point);
    bySlope += 2 * error * point[0] / points.length;
    byIntercept += 2 * error / points.length;
  }
  return [bySlope, byIntercept];
}
