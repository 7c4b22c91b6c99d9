/** Labels that may be wrong: which are likely, and why each is listed. */

import assert from "node:assert/strict";
import {
  eyesText,
  likelyOnes,
  reasonTexts,
} from "../../../src/convscope/web/studio/suspects_state.js";
import { studioTextsIn } from "../../../src/convscope/web/studio/texts.js";

const SURE = {
  split: "train",
  index: 3,
  name: "a.png",
  label: "rose",
  proposed: "tulip",
  chance: 0.9,
  margin: 0.8,
  reasons: [{ by: "squeezenet", says: "tulip", margin: 0.93 }, {
    by: "looks",
    says: "rose",
    margin: -0.2,
  }],
  neighbours: 10,
  like_proposed: 8,
  like_label: 1,
  alike: [4, 9],
};
const names = (/** @type {{name: string}[]} */ found) => found.map(({ name }) => name);

Deno.test("likely is what is doubted enough, among images that are like it", () => {
  const close = { ...SURE, name: "close", chance: 0.5 };
  const alone = { ...SURE, name: "alone", like_proposed: 1, like_label: 7 };
  const all = [SURE, close, alone];
  assert.deepEqual(names(likelyOnes(all, 60)), ["a.png"]);
  assert.deepEqual(names(likelyOnes(all, 50)), ["a.png", "close"]);
  assert.deepEqual(names(likelyOnes(all, 95)), []);
});

Deno.test("without features the chance alone decides", () => {
  const bare = { ...SURE, neighbours: 0, like_proposed: 0, like_label: 0 };
  assert.equal(likelyOnes([bare], 60).length, 1);
});

Deno.test("every kind of evidence is a reason, also where it speaks for the label", () => {
  assert.deepEqual(reasonTexts(SURE, studioTextsIn("en")), [
    "squeezenet: tulip, by 93 points",
    "Edges and colours: rose, as it is labelled",
    "Of the 10 most like it 8 are tulip, 1 are rose.",
  ]);
  assert.match(reasonTexts(SURE, studioTextsIn("ja"))[1], /輪郭と色/);
});

Deno.test("the net whose eyes were borrowed is named", () => {
  const reasons = [{ by: "borrowed:efficientnet-lite2", says: "tulip", margin: 0.5 }];
  for (const language of /** @type {const} */ (["en", "ja"])) {
    const t = studioTextsIn(language);
    assert.match(reasonTexts({ ...SURE, reasons }, t)[0], /[(（]efficientnet-lite2[)）]/);
    assert.match(eyesText("efficientnet-lite2", t), /efficientnet-lite2/);
  }
  assert.equal(eyesText("", studioTextsIn("en")), "edges and colours");
});
