/**
 * Strokes to anti-aliased ink, pixel for pixel as `drawing/ink.py` does it.
 *
 * Only + − × ÷, floor and square root are used, in the same order as in Python: a canvas would
 * draw each browser's own ink.
 */

/**
 * @typedef {readonly number[]} Point (x, y, time_ms) or (x, y, time_ms, pressure): x right and y
 *   down, 0–1 of the pad's side
 * @typedef {readonly Point[]} Stroke one path from pen down to pen up
 * @typedef {readonly (readonly [number, number])[]} Path (x, y) in pixels; the first pixel's
 *   corner is (0, 0)
 * @typedef {{height: number, width: number, pixels: Uint8Array}} GreyImage rows after each other,
 *   ink 255 on 0
 */

/**
 * Returns the whole pad as ink, each stroke a round-capped line.
 *
 * @param {readonly Stroke[]} strokes
 * @param {number} size pixels along each side of the result
 * @param {number} width of the ink, in pixels of the result
 * @returns {GreyImage}
 */
export function render(strokes, size, width) {
  const paths = strokes.map((stroke) =>
    stroke.map((point) => /** @type {[number, number]} */ ([point[0] * size, point[1] * size]))
  );
  return renderPaths(paths, size, size, width);
}

/**
 * Returns paths as ink: a pixel's coverage, `clamp(inkWidth / 2 + 1/2 − distance)`, falls from 1
 * to 0 across one pixel at the edge. A line thinner than a pixel is as faint as it is thin.
 *
 * @param {readonly Path[]} paths in pixels of the result
 * @param {number} height
 * @param {number} width
 * @param {number} inkWidth in pixels, above 0
 * @returns {GreyImage}
 */
export function renderPaths(paths, height, width, inkWidth) {
  const radius = inkWidth / 2 + 0.5;
  const nearest = new Float64Array(height * width).fill(Infinity); // squared distances
  for (const path of paths) {
    const last = path.length - 1;
    for (let i = 0; i < Math.max(last, Math.min(path.length, 1)); i++) {
      lowerToSegment(nearest, height, width, path[i], path[Math.min(i + 1, last)], radius);
    }
  }
  const full = Math.min(1, inkWidth);
  const pixels = new Uint8Array(height * width);
  for (let i = 0; i < pixels.length; i++) {
    const coverage = Math.min(Math.max(radius - Math.sqrt(nearest[i]), 0), full);
    pixels[i] = Math.floor(coverage * 255 + 0.5);
  }
  return { height, width, pixels };
}

/**
 * Lowers the squared distances around one segment, in place.
 *
 * @param {Float64Array} nearest (height, width)
 * @param {number} height
 * @param {number} width
 * @param {readonly [number, number]} start
 * @param {readonly [number, number]} end
 * @param {number} radius
 */
function lowerToSegment(nearest, height, width, [ax, ay], [bx, by], radius) {
  const [top, bottom] = span(Math.min(ay, by) - radius, Math.max(ay, by) + radius, height);
  const [left, right] = span(Math.min(ax, bx) - radius, Math.max(ax, bx) + radius, width);
  const dx = bx - ax;
  const dy = by - ay;
  const squaredLength = dx * dx + dy * dy;
  for (let row = top; row < bottom; row++) {
    const y = row + 0.5;
    for (let column = left; column < right; column++) {
      const x = column + 0.5;
      let offX = x - ax;
      let offY = y - ay;
      if (squaredLength > 0) {
        const along = Math.min(Math.max((offX * dx + offY * dy) / squaredLength, 0), 1);
        offX = x - (ax + along * dx);
        offY = y - (ay + along * dy);
      }
      const squared = offX * offX + offY * offY;
      const at = row * width + column;
      if (squared < nearest[at]) nearest[at] = squared;
    }
  }
}

/**
 * Pixels from `low` to `high`, cut to the image.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} length
 * @returns {[number, number]} first, and last excluded
 */
function span(low, high, length) {
  const first = Math.min(Math.max(Math.floor(low), 0), length);
  return [first, Math.max(first, Math.min(Math.ceil(high), length))];
}
