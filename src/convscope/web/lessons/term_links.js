/** Words of earlier lessons, linked to their meaning where a lesson uses them for the first time. */

/** @import { Term } from "./glossary.js" */
/** @import { Text } from "./lesson.js" */
import { nodesOf } from "./lesson.js";

/** Scripts in which a word goes on as long as letters do. */
const LETTERS = ["\\p{Script=Katakana}ー", "\\p{Script=Han}", "A-Za-z"];

/**
 * Returns what turns texts of a lesson into nodes, with a link at the first use of each word.
 *
 * @param {readonly Term[]} terms that earlier lessons introduced
 * @param {(term: Term, shown: string) => HTMLElement} linkTo
 * @returns {(text: Text) => (Node | string)[]} to be asked in the order of reading
 */
export function createTermLinks(terms, linkTo) {
  // Longer words first: "max pooling" is not "pooling".
  let left = terms.map((term) => ({ term, pattern: patternOf(term.word) }))
    .sort((a, b) => b.term.word.length - a.term.word.length);

  /** @param {string} text @returns {(Node | string)[]} */
  function linked(text) {
    const found = left.map(({ term, pattern }) => ({ term, match: pattern.exec(text) }))
      .reduce((first, each) => isBefore(each.match, first?.match) ? each : first, NOTHING);
    if (!found?.match) return [text];
    const { term, match: { 0: shown, index } } = found;
    left = left.filter((each) => each.term !== term);
    return [text.slice(0, index), linkTo(term, shown), ...linked(text.slice(index + shown.length))];
  }

  return (text) =>
    text.flatMap((piece) => piece.style === "plain" ? linked(piece.text) : nodesOf([piece]));
}

/** @typedef {{term: Term, match: RegExpExecArray | null}} Found */

/** What is found where no word is. @type {Found | undefined} */
const NOTHING = undefined;

/** @param {RegExpExecArray | null} match @param {RegExpExecArray | null | undefined} other */
function isBefore(match, other) {
  return Boolean(match && (!other || match.index < other.index));
}

/** @param {string} word @returns {RegExp} that finds it alone, and in English its plural */
function patternOf(word) {
  const literal = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const around = (/** @type {string | undefined} */ letter) =>
    LETTERS.find((letters) => new RegExp(`[${letters}]`, "u").test(letter ?? "")) ?? "";
  const [first, last] = [around(word[0]), around(word.at(-1))];
  const plural = last === "A-Za-z" ? "(?:e?s)?" : "";
  return new RegExp(
    (first && `(?<![${first}])`) + literal + plural + (last && `(?![${last}])`),
    "iu",
  );
}
