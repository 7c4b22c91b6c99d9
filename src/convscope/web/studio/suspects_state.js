/** Labels that may be wrong: which of them are clear, and why each is listed. */

/** @import { TextKey, Translate } from "./texts.js" */
/** @import { SetImage } from "./labelling.js" */

/**
 * What one kind of evidence says: its class, and by how much it holds the proposed class likelier
 * than the label, −1 to 1.
 *
 * @typedef {{by: string, says: string, margin: number}} Reason
 */

/**
 * A label that may be wrong. Of `neighbours` images most like it, `like_proposed` have the proposed
 * class and `like_label` its own label; `alike` are places of some.
 *
 * @typedef {SetImage & {proposed: string, chance: number, margin: number, reasons: Reason[], neighbours: number,
 *   like_proposed: number, like_label: number, alike: number[]}} Suspect
 */

/** Kinds of evidence that have a name of their own; others are called as the server calls them. */
const KNOWN = ["looks", "net", "borrowed"];

/** By how much the proposed class leads in a clear case, unless the reader says otherwise, points. */
export const CLEAR = 60;

/**
 * Returns those whose label is clearly wrong: all evidence together holds the proposed class that
 * much likelier, and so do the images that are most like them.
 *
 * @param {readonly Suspect[]} suspects
 * @param {number} least by how much, points
 * @returns {Suspect[]}
 */
export function clearOnes(suspects, least) {
  return suspects.filter(({ margin, neighbours, like_proposed, like_label }) =>
    100 * margin >= least && (!neighbours || like_proposed > like_label)
  );
}

/**
 * Returns why an image is listed, a sentence for each reason.
 *
 * @param {Suspect} suspect
 * @param {Translate} t
 * @returns {string[]}
 */
export function reasonTexts(suspect, t) {
  const { label, proposed, reasons, neighbours, like_proposed, like_label } = suspect;
  const texts = reasons.map(({ by, says, margin }) =>
    t(says === label ? "suspects.reasonAgainst" : "suspects.reason", {
      by: KNOWN.includes(by) ? t(/** @type {TextKey} */ (`suspects.by.${by}`)) : by,
      says,
      points: Math.round(100 * margin),
    })
  );
  if (!neighbours) return texts;
  const counts = { count: neighbours, proposed_count: like_proposed, label_count: like_label };
  return [...texts, t("suspects.neighbours", { ...counts, label, proposed })];
}
