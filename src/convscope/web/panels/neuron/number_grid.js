/** Numbers as a small table of coloured cells. */

/** @import { Range } from "../../draw/pixels.js" */
/** @import { Palette } from "../../draw/palettes.js" */
import { element } from "../../core/dom.js";
import { toText } from "../../core/number_text.js";

/** Tables wider than this show colours and signs only; the numbers are in the cells' titles. */
const MAX_COLUMNS_WITH_TEXT = 7;

/**
 * Returns a table.
 *
 * @param {object} grid
 * @param {string} grid.caption
 * @param {readonly number[]} grid.values row by row
 * @param {readonly string[]} grid.texts what the cells say
 * @param {number} grid.columns
 * @param {Range} grid.range that the colours stand for
 * @param {Palette} grid.palette
 * @param {number} [grid.current] index of the cell to mark
 * @param {(index: number) => string} [grid.note] what a cell's title adds
 * @param {(index: number) => void} [grid.choose] called when a cell is pressed
 * @returns {HTMLTableElement}
 */
export function numberGrid(
  { caption, values, texts, columns, range, palette, current = -1, note, choose },
) {
  const table = element("table", { class: "grid" }, element("caption", {}, caption));
  const hasText = columns <= MAX_COLUMNS_WITH_TEXT;
  for (let first = 0; first < values.length; first += columns) {
    const cells = values.slice(first, first + columns).map((value, offset) => {
      const index = first + offset;
      const text = toText(value);
      const cell = element("td", { title: [text, note?.(index)].filter(Boolean).join(" · ") });
      if (hasText) cell.textContent = texts[index];
      else if (value < 0) cell.textContent = "−"; // For eyes, and screens, that see no colour.
      const [red, green, blue] = colorOf(value, range, palette);
      cell.style.backgroundColor = `rgb(${red} ${green} ${blue})`;
      cell.style.color = isBright(red, green, blue) ? "#000" : "#fff";
      if (index === current) {
        cell.classList.add("is-current");
        cell.setAttribute("aria-current", "step");
      }
      if (choose) cell.addEventListener("click", () => choose(index));
      return cell;
    });
    table.append(element("tr", {}, ...cells));
  }
  return table;
}

/**
 * @param {number} value
 * @param {Range} range
 * @param {Palette} palette
 * @returns {Uint8Array} red, green, blue, alpha
 */
function colorOf(value, { low, high }, palette) {
  const index = Math.round((value - low) / (high - low) * 255);
  return new Uint8Array(palette.slice(Math.min(Math.max(index, 0), 255)).buffer, 0, 4);
}

/**
 * Tells whether black is easier to read on a colour than white.
 *
 * Source: relative luminance and contrast, Web Content Accessibility Guidelines 2.2.
 *
 * @param {number} red @param {number} green @param {number} blue
 * @returns {boolean}
 */
function isBright(red, green, blue) {
  const [r, g, b] = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179;
}
