/** The file that a pupil hands in: bets and solved puzzles, without a name. */

/** @import { Done, Kept } from "./progress.js" */
/** @import { TextKey } from "./texts.js" */
import { inShort } from "../core/strangers.js";

const FORMAT = "convscope-lessons-1";

/** A file of more letters is none of ours: one that has done everything has 10,000. */
const LARGEST = 200_000;

/** More tasks of one puzzle than anybody solves. */
const MOST_SOLVED = 1_000_000;

/**
 * @param {Kept} kept
 * @returns {{name: string, text: string}} the file; pupils' files have names that differ
 */
export function writeHandIn({ reader, bets, puzzles }) {
  const text = JSON.stringify({ format: FORMAT, reader, bets, puzzles }, null, 1);
  return { name: `lessons-${reader.slice(0, 6)}.json`, text };
}

/**
 * What a file says: what was done, or why it cannot be counted.
 *
 * @typedef {{reader: string, done: Done} | {problem: TextKey, value?: string}} HandIn
 */

/**
 * Reads a file that anybody may have written.
 *
 * @param {string} text
 * @returns {HandIn}
 */
export function readHandIn(text) {
  if (text.length > LARGEST) return { problem: "class.tooLarge" };
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    return { problem: "class.notJson" };
  }
  if (!isRecord(read) || read.format !== FORMAT) return { problem: "class.otherFile" };
  const { reader, bets, puzzles } = read;
  if (typeof reader !== "string" || !/^[0-9a-f]{16}$/.test(reader)) {
    return { problem: "class.broken", value: `reader: ${shown(reader)}` };
  }
  if (!isRecord(bets)) return { problem: "class.broken", value: `bets: ${shown(bets)}` };
  if (!isRecord(puzzles)) return { problem: "class.broken", value: `puzzles: ${shown(puzzles)}` };
  const wrong = Object.entries(bets).find(([, belief]) => typeof belief !== "string") ??
    Object.entries(puzzles).find(([, count]) => !isCount(count));
  if (wrong) return { problem: "class.broken", value: `${inShort(wrong[0])}: ${shown(wrong[1])}` };
  return { reader, done: { bets, puzzles } };
}

/** @param {unknown} value @returns {value is Record<string, any>} */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
function isCount(value) {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_SOLVED;
}

/** @param {unknown} value */
function shown(value) {
  return inShort(JSON.stringify(value));
}
