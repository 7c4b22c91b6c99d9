/** Labels that may be wrong: which of them are likely wrong, and why each is listed. */

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

/** From which chance on a label counts as likely wrong, unless the reader says otherwise, percent. */
export const LIKELY = 50;

/**
 * Returns those whose label is likely wrong, and whose most alike images say so, too.
 *
 * @param {readonly Suspect[]} suspects
 * @param {number} least chance from which on, percent
 * @returns {Suspect[]}
 */
export function likelyOnes(suspects, least) {
  return suspects.filter(({ chance, neighbours, like_proposed, like_label }) =>
    100 * chance >= least && (!neighbours || like_proposed > like_label)
  );
}

/**
 * Returns what people call a kind of evidence, with the name of its net behind a colon.
 *
 * @param {string} by
 * @param {Translate} t
 */
function byText(by, t) {
  const [kind, name = ""] = by.split(":", 2);
  return KNOWN.includes(kind) ? t(/** @type {TextKey} */ (`suspects.by.${kind}`), { name }) : by;
}

/**
 * Returns what images were compared by.
 *
 * @param {string} eyes name of the net whose features they were compared by; "" where none was there
 * @param {Translate} t
 * @returns {string}
 */
export function eyesText(eyes, t) {
  return eyes ? t("suspects.eyes", { name: eyes }) : t("suspects.looks");
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
      by: byText(by, t),
      says,
      points: Math.round(100 * margin),
    })
  );
  if (!neighbours) return texts;
  const counts = { count: neighbours, proposed_count: like_proposed, label_count: like_label };
  return [...texts, t("suspects.neighbours", { ...counts, label, proposed })];
}
