/** Two nets of the same layers before one drawing: one knows old hiragana, the other digits. */

/** @import { Figure } from "../figure.js" */
/** @import { Stroke } from "../../core/ink.js" */
import { placeStrokes } from "../../core/placement.js";
import { oncePerFrame } from "../../core/frames.js";
import { strokesFromText, strokesToText } from "../../core/stroke_text.js";
import { button, element, listen } from "../../core/dom.js";
import { digitNet, judge } from "../digit_nets.js";
import { createPaper } from "../paper.js";
import { createBars, createPicture, percent } from "../picture_view.js";
import { SIDE } from "../test_digits.js";

/** Modern forms, drawn for this figure; x and y of each point in 0–1. */
const DRAWN = {
  つ: [[10, 35, 30, 25, 55, 20, 75, 28, 85, 45, 80, 62, 65, 75, 45, 82, 30, 85]],
  き: [
    [20, 25, 50, 22, 75, 17],
    [20, 42, 50, 40, 80, 33],
    [40, 8, 50, 30, 65, 60],
    [30, 62, 28, 78, 40, 88, 65, 88],
  ],
  は: [
    [20, 15, 15, 50, 20, 85, 25, 75],
    [40, 35, 65, 33, 90, 30],
    [65, 12, 66, 50, 65, 75, 50, 88, 40, 78, 50, 68, 70, 75, 90, 88],
  ],
  ま: [
    [20, 20, 80, 18],
    [25, 40, 75, 38],
    [50, 8, 50, 50, 48, 75, 35, 88, 25, 78, 38, 68, 60, 78, 78, 90],
  ],
  や: [
    [10, 50, 30, 40, 55, 32, 75, 35, 80, 48, 70, 58, 58, 58],
    [45, 12, 55, 25],
    [25, 20, 35, 50, 50, 90],
  ],
};

/** @typedef {keyof typeof DRAWN} Drawn */

/** What the character is instead of one that is drawn already. */
const OWN = "own";

/** @typedef {{character: string, ink: string}} HiraganaState `ink`: the reader's own strokes */

/** @type {Figure<HiraganaState>} */
export const hiraganaFigure = {
  name: "hiragana",
  defaults: { character: "つ", ink: "" },
  mount(root, state, t) {
    const hiragana = digitNet("kuzushiji");
    const digits = digitNet("plain");
    const { classNames, about } = hiragana.model;

    function read() {
      const { character, ink } = state.get();
      const isDrawn = Object.hasOwn(DRAWN, character);
      const strokes = isDrawn
        ? strokesOf(DRAWN[/** @type {Drawn} */ (character)])
        : strokesFromText(ink);
      return { character: isDrawn ? character : OWN, strokes, own: strokesFromText(ink) };
    }

    const select = element(
      "select",
      {},
      element("option", { value: OWN }, t("figure.ownDigit.own")),
      ...Object.keys(DRAWN).map((name) => element("option", { value: name }, name)),
    );
    const clear = button(t("figure.ownDigit.clear"), () => state.set({ ink: "" }));
    const paper = createPaper(t, {
      isPad: () => read().character === OWN,
      strokes: () => read().own,
      tell: (strokes) => state.set({ ink: strokesToText(strokes) }),
    });
    const given = createPicture({ role: "img", "aria-label": t("figure.hiragana.placed") });
    const answer = element("p", { class: "answer", role: "status" });
    const other = element("p", {});
    const bars = createBars(t, classNames);
    const means = classNames.map((name, index) => {
      const picture = createPicture({ role: "img", "aria-label": name });
      const size = SIDE * SIDE;
      const pixels = about.class_means.values.slice(index * size, (index + 1) * size);
      picture.paint(Uint8Array.from(/** @type {Uint8Array} */ (pixels)));
      return element("figure", {}, picture.canvas, element("figcaption", {}, name));
    });
    root.append(
      element(
        "div",
        { class: "digit-figure" },
        element(
          "label",
          { class: "threshold wide" },
          t("figure.hiragana.character"),
          select,
          clear,
        ),
        element("figure", {}, element("figcaption", {}, t("figure.hiragana.paper")), paper.root),
        element("figure", {}, element("figcaption", {}, t("figure.hiragana.placed")), given.canvas),
        paper.help,
        element("div", { class: "digit-answer" }, answer, other),
        element("div", { class: "digit-answer" }, bars.root),
        element(
          "figure",
          { class: "wide" },
          element("figcaption", {}, t("figure.hiragana.means")),
          element("div", { class: "means" }, ...means),
        ),
      ),
    );

    const painting = oncePerFrame(() => {
      const { character, strokes } = read();
      const isOwn = character === OWN;
      const blank = new Uint8Array(SIDE * SIDE);
      const lying = placeStrokes(strokes, "none")?.image.pixels ?? blank;
      const placed = placeStrokes(strokes, hiragana.model.placement)?.image.pixels ?? blank;
      const asDigit = placeStrokes(strokes, digits.model.placement)?.image.pixels ?? blank;
      paper.paint(lying);
      given.paint(placed);
      paper.show(isOwn ? t("figure.hiragana.padLabel") : character);
      given.canvas.setAttribute("aria-label", t("figure.hiragana.placed"));
      clear.hidden = !isOwn;
      const verdict = judge(hiragana, placed);
      const digit = judge(digits, asDigit);
      bars.show(verdict);
      const isEmpty = strokes.length === 0;
      const words = isEmpty ? t("figure.hiragana.empty") : t("figure.hiragana.answer", {
        name: classNames[verdict.digit],
        percent: percent(verdict.probabilities[verdict.digit]),
      });
      if (answer.textContent !== words) answer.textContent = words;
      other.textContent = isEmpty ? "" : t("figure.hiragana.digit", {
        digit: digit.digit,
        percent: percent(digit.probabilities[digit.digit]),
      });
    });

    function show() {
      select.value = read().character;
      painting.request();
    }
    const stops = [
      listen(select, "change", () => state.set({ character: select.value })),
      paper.connect(),
      state.subscribe(show),
      () => painting.cancel(),
    ];
    show();
    return () => stops.forEach((stop) => stop());
  },
};

/** @param {readonly (readonly number[])[]} lines x and y in turn, in percent @returns {Stroke[]} */
function strokesOf(lines) {
  return lines.map((line) =>
    Array.from(
      { length: line.length / 2 },
      (_, index) => [line[2 * index] / 100, line[2 * index + 1] / 100, 0],
    )
  );
}
