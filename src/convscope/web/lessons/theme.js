/** What lessons show, by theme: a page can be read before all its themes have arrived. */

/** @import { Language } from "../core/texts.js" */
/** @import { Figure } from "./figure.js" */
/** @import { Puzzle } from "./task.js" */
import { addTexts } from "./texts.js";

/**
 * A theme: one module in `themes/`, and one line in `all_themes.js`.
 *
 * @typedef {object} Theme
 * @property {readonly Figure[]} figures
 * @property {readonly Puzzle[]} puzzles
 * @property {Record<Language, Readonly<Record<string, string>>>} texts
 */

/** @type {Map<string, Figure>} */
const figuresHere = new Map();
/** @type {Map<string, Puzzle>} */
const puzzlesHere = new Map();

/**
 * Makes known what a theme has.
 *
 * @param {Theme} theme
 */
export function provide({ figures, puzzles, texts }) {
  for (const figure of figures) figuresHere.set(figure.name, figure);
  for (const puzzle of puzzles) puzzlesHere.set(puzzle.name, puzzle);
  addTexts(texts);
}

/**
 * Makes known what a module of `themes/` exports: a part of a page that arrives late ends so.
 *
 * @param {Record<string, Theme>} module
 */
export function provideFrom(module) {
  Object.values(module).forEach(provide);
}

/** @param {string} name @returns {Figure} */
export function figureNamed(name) {
  const found = figuresHere.get(name);
  if (!found) throw new TypeError(`No figure is called ${name}.`);
  return found;
}

/** @param {string} name @returns {Puzzle} */
export function puzzleNamed(name) {
  const found = puzzlesHere.get(name);
  if (!found) throw new TypeError(`No puzzle is called ${name}.`);
  return found;
}
