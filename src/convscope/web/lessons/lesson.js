/** A lesson as Python's `lessons/lesson.py` writes it. */

/** @typedef {{style: "plain" | "strong" | "em" | "code", text: string}} Piece */
/** @typedef {readonly Piece[]} Text */
/** @typedef {{kind: "heading", text: Text}} Heading */
/** @typedef {{kind: "paragraph", text: Text}} Paragraph */
/** @typedef {{kind: "items", items: readonly Text[]}} Items */
/** @typedef {{kind: "figure", name: string, options: Record<string, string>, caption: Text}} Figure */
/** @typedef {{belief: string, text: Text, answer: Text}} Choice */
/** @typedef {{kind: "bet", name: string, question: Text, choices: readonly Choice[]}} Bet */
/** @typedef {{kind: "puzzle", name: string}} Puzzle */
/** @typedef {{kind: "cell", code: string}} Cell */
/** @typedef {Heading | Paragraph | Items | Figure | Bet | Puzzle | Cell} Part */

/**
 * @typedef {object} Lesson
 * @property {number} number
 * @property {string} name
 * @property {string} language code
 * @property {string} title
 * @property {string} idea
 * @property {number} minutes
 * @property {Record<string, string>} terms
 * @property {readonly Part[]} parts where the lesson is still arriving, its puzzles alone
 */

import { element } from "../core/dom.js";

/** The belief at the right choice of a bet. */
export const RIGHT = "right";

const TAGS = /** @type {const} */ ({ strong: "strong", em: "em", code: "code" });

/**
 * Returns a text as nodes.
 *
 * @param {Text} text
 * @returns {(Node | string)[]}
 */
export function nodesOf(text) {
  return text.map((piece) =>
    piece.style === "plain" ? piece.text : element(TAGS[piece.style], {}, piece.text)
  );
}
