/** Filters, feature maps and the grid of verdicts of a training, as pictures. */

/** @import { LiveRun } from "./run_events.js" */
/** @import { Translate } from "./texts.js" */
import { bytesFromBase64 } from "../core/base64.js";
import { element } from "../core/dom.js";
import { percent } from "./texts.js";

/** Columns of a sheet of small pictures. */
const COLUMNS = 8;

/** Pixels between two of them. */
const GAP = 1;

/**
 * Returns a canvas that shows small grey pictures in rows.
 *
 * @param {string} label
 */
export function createSheet(label) {
  const canvas = element("canvas", { class: "sheet", role: "img", "aria-label": label });
  return {
    canvas,
    /**
     * @param {Uint8Array} values one byte for each pixel
     * @param {number} count of pictures
     * @param {number} height of each
     * @param {number} width
     * @param {(picture: number, row: number, column: number) => number} at where its byte lies
     */
    paint(values, count, height, width, at) {
      const columns = Math.min(COLUMNS, count);
      const rows = Math.ceil(count / columns);
      const fullWidth = columns * (width + GAP) - GAP;
      const fullHeight = rows * (height + GAP) - GAP;
      if (canvas.width !== fullWidth || canvas.height !== fullHeight) {
        canvas.width = fullWidth;
        canvas.height = fullHeight;
      }
      const image = new ImageData(fullWidth, fullHeight);
      const pixels = new Uint32Array(image.data.buffer);
      for (let n = 0; n < count; n++) {
        const top = Math.floor(n / columns) * (height + GAP);
        const left = (n % columns) * (width + GAP);
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const grey = values[at(n, y, x)];
            pixels[(top + y) * fullWidth + left + x] = 0xff000000 | grey << 16 | grey << 8 | grey;
          }
        }
      }
      canvas.getContext("2d")?.putImageData(image, 0, 0);
    },
  };
}

/**
 * Paints the filters of an event of weights: the mean over their input channels.
 *
 * @param {ReturnType<typeof createSheet>} sheet
 * @param {any} event
 */
export function paintFilters(sheet, { shape: [height, width, channels, filters], values }) {
  const bytes = bytesFromBase64(values);
  const means = new Uint8Array(height * width * filters);
  for (let place = 0; place < height * width; place++) {
    for (let n = 0; n < filters; n++) {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += bytes[(place * channels + c) * filters + n];
      means[place * filters + n] = Math.round(sum / channels);
    }
  }
  sheet.paint(means, filters, height, width, (n, y, x) => (y * width + x) * filters + n);
}

/**
 * Paints the feature maps of an event of maps.
 *
 * @param {ReturnType<typeof createSheet>} sheet
 * @param {any} event
 */
export function paintMaps(sheet, { shape: [height, width, maps], values }) {
  const bytes = bytesFromBase64(values);
  sheet.paint(bytes, maps, height, width, (n, y, x) => (y * width + x) * maps + n);
}

/**
 * Returns the grid of validation images whose verdicts change.
 *
 * @param {string} source address of the pictures, side by side
 * @param {any} begin the event that tells of the grid
 * @param {Translate} t
 */
export function createGrid(source, { grid, class_names: names }, t) {
  const { count, columns, size: [height, width], labels } = grid;
  const rows = Math.ceil(count / columns);
  const tiles = labels.map((/** @type {number} */ label, /** @type {number} */ i) => {
    const picture = element("span", { class: "grid-picture", role: "img" });
    picture.style.backgroundImage = `url("${source}")`;
    picture.style.backgroundSize = `${columns * 100}% ${rows * 100}%`;
    picture.style.aspectRatio = `${width} / ${height}`;
    const x = columns > 1 ? (i % columns) / (columns - 1) : 0;
    const y = rows > 1 ? Math.floor(i / columns) / (rows - 1) : 0;
    picture.style.backgroundPosition = `${100 * x}% ${100 * y}%`;
    const text = element("span", { class: "tile-text" }, names[label]);
    return { root: element("li", {}, picture, text), picture, text, label };
  });
  const note = element("p", { class: "note" });
  return {
    root: element(
      "div",
      {},
      element(
        "ul",
        { class: "verdict-grid", role: "list" },
        ...tiles.map((/** @type {any} */ tile) => tile.root),
      ),
      note,
    ),
    /** @param {LiveRun} run shows the newest verdicts */
    show({ allVerdicts }) {
      const now = allVerdicts[allVerdicts.length - 1];
      const before = allVerdicts[allVerdicts.length - 2];
      if (!now) return;
      let right = 0, changed = 0;
      tiles.forEach(
        (/** @type {any} */ { root, picture, text, label }, /** @type {number} */ i) => {
          const verdict = now.predicted[i];
          const isRight = verdict === label;
          const isOther = before !== undefined && before.predicted[i] !== verdict;
          right += Number(isRight);
          changed += Number(isOther);
          root.classList.toggle("is-wrong", !isRight);
          root.classList.toggle("is-changed", isOther);
          text.textContent = isRight ? `${names[label]} ✓` : `${names[label]} → ${names[verdict]}`;
          picture.setAttribute(
            "aria-label",
            t("live.tile", {
              label: names[label],
              verdict: names[verdict],
              percent: percent(now.probability[i]),
            }),
          );
        },
      );
      note.textContent = t("live.gridNote", { right, count, changed });
    },
  };
}
