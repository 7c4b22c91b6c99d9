/** Finds lessons, headings, words and puzzles by what they say. */

/** @import { Term } from "./glossary.js" */
/** @import { Lesson, Text } from "./lesson.js" */

/**
 * Something that can be found.
 *
 * @typedef {object} Place
 * @property {"lesson" | "heading" | "term" | "puzzle"} kind
 * @property {string} text what it is called
 * @property {string} more what is looked through as well
 * @property {Lesson} lesson
 * @property {number} part index of the lesson's part, 0 for the lesson itself
 * @property {string} key of a word
 */

/**
 * Returns what can be found, in the order in which it is looked for: lessons, words, headings,
 * puzzles.
 *
 * @param {readonly Lesson[]} lessons
 * @param {readonly Term[]} terms
 * @param {(puzzle: string) => string} titleOf a puzzle
 * @returns {Place[]}
 */
export function placesOf(lessons, terms, titleOf) {
  const parts = (/** @type {"heading" | "puzzle"} */ kind) =>
    lessons.flatMap((lesson) =>
      lesson.parts.flatMap((part, at) => {
        if (part.kind !== kind) return [];
        const text = part.kind === "heading" ? plain(part.text) : titleOf(part.name);
        return [{ kind, text, more: "", lesson, part: at, key: "" }];
      })
    );
  return [
    ...lessons.map((lesson) => (
      { kind: LESSON, text: lesson.title, more: lesson.idea, lesson, part: 0, key: "" }
    )),
    ...terms.map(({ key, word, other, lesson }) => (
      { kind: TERM, text: word, more: other, lesson, part: 0, key }
    )),
    ...parts("heading"),
    ...parts("puzzle"),
  ];
}

const LESSON = /** @type {const} */ ("lesson");
const TERM = /** @type {const} */ ("term");

/**
 * Returns the places in which every typed word stands: first those that begin with it, then those
 * of which a word does, then the others.
 *
 * @param {readonly Place[]} places
 * @param {string} typed
 * @returns {Place[]}
 */
export function findPlaces(places, typed) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  return places.map((place) => ({ place, rank: rankOf(place, words) }))
    .filter(({ rank }) => rank < NOWHERE)
    .sort((a, b) => a.rank - b.rank)
    .map(({ place }) => place);
}

const NOWHERE = 4;

/** @param {Place} place @param {readonly string[]} words @returns {number} 0 for the best */
function rankOf({ text, more }, words) {
  const [own, all] = [folded(text), folded(`${text} ${more}`)];
  if (!words.every((word) => all.includes(word))) return NOWHERE;
  if (own.startsWith(words[0])) return 0;
  if (words.every((word) => ` ${own}`.includes(` ${word}`))) return 1;
  return words.every((word) => own.includes(word)) ? 2 : 3;
}

/**
 * Returns a text as it is compared: full and half width, capitals, and the two kinds of kana are
 * the same, for words are typed in hiragana before they are converted.
 *
 * @param {string} text
 * @returns {string}
 */
export function folded(text) {
  return text.normalize("NFKC").toLowerCase()
    .replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - KANA_APART));
}

/** How far katakana stand behind their hiragana. */
const KANA_APART = 0x60;

/** @param {Text} text @returns {string} */
function plain(text) {
  return text.map((piece) => piece.text).join("");
}
