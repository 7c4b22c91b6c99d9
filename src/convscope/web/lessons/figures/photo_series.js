/** Photographs in series, labels by tossing a coin, and two ways to draw a test from them. */

/** @import { Figure } from "../figure.js" */
/** @import { Photo } from "../photo_series.js" */
/** @import { Picture } from "../picture_view.js" */
import { button, element, listen } from "../../core/dom.js";
import { within } from "../figure.js";
import { nearest, splitPhotos, takePhotos } from "../photo_series.js";
import { createPicture, percent } from "../picture_view.js";
import { createSlider } from "../slider.js";
import { testDigits } from "../test_digits.js";

/** Pairs that are shown. */
const NUM_SHOWN = 4;
const MOST_EACH = 6;

/** What a test is drawn from, by the name in the address. */
const UNITS = /** @type {const} */ (["photos", "things"]);

/** @typedef {{each: number, unit: string, toss: number}} SeriesState `toss`: seed of the coin */

/** @type {Figure<SeriesState>} */
export const photoSeriesFigure = {
  name: "photo-series",
  defaults: { each: 5, unit: "photos", toss: 1 },
  mount(place, state, t) {
    function read() {
      const { each, unit, toss } = state.get();
      return {
        each: Math.round(within(each, 1, MOST_EACH, 5)),
        unit: UNITS.find((known) => known === unit) ?? "photos",
        toss: Math.round(within(toss, 0, 2 ** 31, 1)),
      };
    }

    const each = createSlider(t("figure.series.each"), { min: 1, max: MOST_EACH }, (value) => {
      state.set({ each: value });
    });
    const units = element(
      "select",
      {},
      ...UNITS.map((unit) => element("option", { value: unit }, t(`figure.series.unit.${unit}`))),
    );
    const again = button(t("figure.series.again"), () => state.set({ toss: read().toss + 1 }));
    const answer = element("p", { class: "answer", role: "status" });
    const counts = element("p", { class: "counted" });
    const pairs = Array.from({ length: NUM_SHOWN }, () => {
      const label = { role: "img", "aria-label": t("figure.series.pairs") }; // until they are there
      const pictures = [createPicture(label), createPicture(label)];
      const caption = element("figcaption", {});
      return {
        pictures,
        caption,
        root: element(
          "figure",
          { class: "pair" },
          ...pictures.map(({ canvas }) => canvas),
          caption,
        ),
      };
    });
    place.append(
      element(
        "div",
        { class: "digit-controls" },
        each.root,
        element("label", { class: "threshold" }, t("figure.series.unit"), units),
        element("div", { class: "tools" }, again),
        answer,
        counts,
        element("p", { class: "note" }, t("figure.series.pairs")),
        element("div", { class: "pairs" }, ...pairs.map(({ root }) => root)),
      ),
    );

    let isClosed = false;
    async function show() {
      const now = read();
      each.show(now.each);
      units.value = now.unit;
      const things = await testDigits();
      if (isClosed || JSON.stringify(now) !== JSON.stringify(read())) return;
      const photos = takePhotos(things, now.each, now.toss);
      const { train, test } = splitPhotos(photos, now.unit, now.toss);
      const found = test.map((photo) => nearest(train, photo));
      const right = test.filter(({ label }, index) => label === found[index].label).length;
      answer.textContent = t("figure.series.answer", {
        percent: percent(right / test.length),
        right,
        count: test.length,
      });
      const same = test.filter(({ thing }, index) => thing === found[index].thing).length;
      counts.textContent = t("figure.series.counts", {
        train: train.length,
        test: test.length,
        same,
      });
      pairs.forEach(({ pictures, caption }, index) =>
        showPair(pictures, caption, test[index], found[index])
      );
    }

    /**
     * @param {Picture[]} pictures
     * @param {HTMLElement} caption
     * @param {Photo} photo
     * @param {Photo} found
     */
    function showPair(pictures, caption, photo, found) {
      const words = [photo, found].map(({ label }, index) =>
        t(index ? "figure.series.train" : "figure.series.test", {
          label: t(label ? "figure.series.heads" : "figure.series.tails"),
        })
      );
      pictures.forEach(({ canvas, paint }, index) => {
        paint([photo, found][index].pixels);
        canvas.setAttribute("aria-label", words[index]);
      });
      const isSame = photo.thing === found.thing;
      caption.textContent = `${words.join(" · ")} · ${
        t(isSame ? "figure.series.sameThing" : "figure.series.otherThing")
      }`;
    }

    show();
    const stops = [
      listen(units, "change", () => state.set({ unit: units.value })),
      state.subscribe(show),
    ];
    return () => {
      isClosed = true;
      stops.forEach((stop) => stop());
    };
  },
};
