/** Printed lines found and filled with paper, as `drawing/ruled_lines.py` does it. */

/** @import { Whole } from "./whole_numbers.js" */
import { densityAgainst } from "./paper.js";
import { closeGapsDown, quantile, transposed } from "./whole_numbers.js";

/** A line is looked for in so many parts of the picture. */
const SEGMENTS = 8;

/** A line shows in at least so many of them; no stroke of a character does. */
const LEAST_SEGMENTS = 6;

/** Rows per column: 5 degrees. */
const STEEPEST = 0.09;

/** A line is thinner than the picture's longer side divided by this. */
const THICKEST = 40;

/** @typedef {{row: number, tilt: number, ends: number, votes: number}} Line */

/**
 * Returns the brightness, about 1000 on paper, without long straight lines.
 *
 * @param {Whole} brightness
 * @returns {Whole}
 */
export function removeLines(brightness) {
  return transposed(removeAcross(transposed(removeAcross(brightness))));
}

/** @param {Whole} brightness @returns {Whole} */
function removeAcross(brightness) {
  const { height, width } = brightness;
  const length = Math.floor(Math.max(height, width) / THICKEST) | 1;
  if (length < 5 || width < 4 * SEGMENTS) return brightness;
  const density = densityAgainst(closeGapsDown(brightness, length), brightness);
  const threshold = 3 * quantile(density.values, 500) + 20;
  const values = brightness.values.slice();
  /** @type {Map<number, Whole>} */
  const filledBy = new Map(); // of lines equally thick
  for (const line of findLines(density, threshold)) {
    const rows = Int32Array.from(
      { length: width },
      (_, column) => line.row + Math.floor((2 * column - width) * line.tilt / width),
    );
    const { above, below, usual } = bandOf(density, rows, threshold);
    const gap = (below - above + 3) | 1;
    const filled = filledBy.get(gap) ?? closeGapsDown(brightness, gap);
    filledBy.set(gap, filled);
    for (let offset = above - 1; offset <= below + 1; offset++) {
      for (let column = 0; column < width; column++) {
        const at = clampRow(rows[column] + offset, height) * width + column;
        const isLine = density.values[at] <= 2 * usual + threshold;
        values[at] = isLine ? filled.values[at] : brightness.values[at];
      }
    }
  }
  return { height, width, values };
}

/**
 * Finds straight lines across the picture by voting.
 *
 * @param {Whole} density of what is thin from above to below
 * @param {number} threshold
 * @returns {Line[]}
 */
function findLines({ height, width, values }, threshold) {
  const rows = [];
  const columns = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const here = values[at];
      if (here <= threshold || here < (row > 0 ? values[at - width] : 0)) continue;
      if (here > (row < height - 1 ? values[at + width] : 0)) {
        rows.push(row);
        columns.push(column);
      }
    }
  }
  const segments = columns.map((column) => Math.floor(column * SEGMENTS / width));
  const lengths = new Int32Array(SEGMENTS);
  for (let column = 0; column < width; column++) lengths[Math.floor(column * SEGMENTS / width)]++;
  const steepest = Math.floor(width * STEEPEST / 2);
  const stride = height + 2;
  /** @type {Line[]} */
  const candidates = [];
  for (let tilt = -steepest; tilt <= steepest; tilt++) {
    const counts = new Int32Array(SEGMENTS * stride);
    for (let i = 0; i < rows.length; i++) {
      const at = rows[i] - Math.floor((2 * columns[i] - width) * tilt / width);
      if (at >= 0 && at < height) counts[segments[i] * stride + at + 1]++;
    }
    for (let row = 0; row < height; row++) {
      const line = candidate(counts, lengths, stride, row, tilt);
      if (line) candidates.push(line);
    }
  }
  candidates.sort((a, b) =>
    b.votes - a.votes || codeOf(a) - codeOf(b) || a.tilt - b.tilt || a.row - b.row
  );
  /** @type {Line[]} */
  const found = [];
  for (const line of candidates) {
    if (found.every((other) => areApart(line, other))) found.push(line);
  }
  return found.filter((line) =>
    found.length >= 3 || line.ends === 2 ||
    found.some((other) => 5 * Math.abs(line.row - other.row) > 2 * height)
  );
}

/** @param {Line} line @returns {number} */
function codeOf({ tilt, ends }) {
  return 4 * Math.abs(tilt) + ends;
}

/**
 * @param {Int32Array} counts votes by segment and row
 * @param {Int32Array} lengths of the segments
 * @param {number} stride
 * @param {number} row
 * @param {number} tilt
 * @returns {Line | null} null where no line lies
 */
function candidate(counts, lengths, stride, row, tilt) {
  let [votes, numThere, ends] = [0, 0, 0];
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const at = segment * stride + row;
    const near = counts[at] + counts[at + 1] + counts[at + 2];
    votes += near;
    if (2 * near < lengths[segment]) continue;
    numThere++;
    if (segment === 0 || segment === SEGMENTS - 1) ends++;
  }
  return numThere >= LEAST_SEGMENTS ? { row, tilt, ends, votes } : null;
}

/** @param {Line} one @param {Line} other */
function areApart(one, other) {
  const away = one.row - other.row;
  const turn = one.tilt - other.tilt;
  return Math.min(Math.abs(away), Math.abs(away - turn), Math.abs(away + turn)) > 3;
}

/**
 * The first and last row of a line, counted from its middle, and its usual density.
 *
 * @param {Whole} density
 * @param {Int32Array} rows
 * @param {number} threshold
 * @returns {{above: number, below: number, usual: number}}
 */
function bandOf({ height, width, values }, rows, threshold) {
  /** @param {number} offset */
  const share = (offset) => {
    let count = 0;
    rows.forEach((row, column) => {
      if (values[clampRow(row + offset, height) * width + column] > threshold) count++;
    });
    return count;
  };
  let [above, below] = [0, 0];
  while (above > -8 && 3 * share(above - 1) >= width) above--;
  while (below < 8 && 3 * share(below + 1) >= width) below++;
  const darkest = rows.map((row, column) => {
    let most = -2147483648;
    for (let offset = above; offset <= below; offset++) {
      most = Math.max(most, values[clampRow(row + offset, height) * width + column]);
    }
    return most;
  });
  return { above, below, usual: quantile(darkest, 500) };
}

/** @param {number} row @param {number} height */
function clampRow(row, height) {
  return Math.min(Math.max(row, 0), height - 1);
}
