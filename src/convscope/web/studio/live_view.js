/** A training as it happens: curves, filters, maps, verdicts, confusion, and what it means. */

/** @import { Language } from "../core/texts.js" */
/** @import { LiveRun } from "./run_events.js" */
/** @import { TextKey, Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";
import { oncePerFrame } from "../core/frames.js";
import { toText } from "../core/number_text.js";
import { addressFor } from "./api.js";
import { createConfusionTable } from "./confusion_table.js";
import { createLiveChart } from "./live_charts.js";
import { createGrid, createSheet, paintFilters, paintMaps } from "./live_pictures.js";
import { follow } from "./live_socket.js";
import { addEvents, noEvents } from "./run_events.js";
import { durationText, statusText } from "./runs_table.js";
import { percent } from "./texts.js";

/**
 * @typedef {object} LiveUse
 * @property {(run: string) => void} stop
 * @property {(run: string) => void} resume
 * @property {(run: string) => void} show its results
 */

/**
 * Shows a training until it is closed.
 *
 * @param {HTMLElement} root
 * @param {string} name of the run
 * @param {number | null} bet on the validation accuracy, 0–1
 * @param {Translate} t
 * @param {LiveUse} use
 * @returns {() => void} closes it
 */
export function mountLiveView(root, name, bet, t, use) {
  let run = noEvents();
  const progress = element("p", { class: "answer", role: "status" }, t("live.waiting"));
  const bar = element("progress", { max: 1, value: 0, "aria-label": name });
  const stop = button(t("live.stop"), () => {
    stop.disabled = true;
    progress.textContent = t("live.stopping");
    use.stop(name);
  });
  const resume = button(t("live.resume"), () => use.resume(name), { class: "main-button" });
  const show = button(t("live.result"), () => use.show(name), { class: "main-button" });
  const words = element("ul", { class: "words" });
  const smooth = element("input", { type: "checkbox" });
  const charts = [createLiveChart("loss", t), createLiveChart("accuracy", t)];
  const pictures = element("div", { class: "live-pictures" });
  const confusion = element("section", { class: "panel", hidden: true });
  root.replaceChildren(element(
    "div",
    { class: "live-view" },
    element("h2", {}, t("live.title", { run: name })),
    progress,
    bar,
    element("div", { class: "tools" }, stop, resume, show),
    element("div", { role: "log" }, words), // a list that were the log itself would be none
    element(
      "section",
      { class: "panel" },
      element("div", { class: "history-charts" }, ...charts.map((chart) => chart.root)),
      element(
        "ul",
        { class: "legend" },
        element("li", {}, element("span", { class: "line" }), t("live.trainLoss")),
        element("li", {}, element("span", { class: "line is-dashed" }), t("live.valLoss")),
        element("li", {}, element("label", { class: "switch" }, smooth, t("live.smooth"))),
      ),
    ),
    pictures,
    confusion,
  ));

  /** @type {Map<string, ReturnType<typeof createSheet>>} */
  const sheets = new Map();
  /** @type {ReturnType<typeof createGrid> | null} */
  let grid = null;
  let shownWords = 0;

  /** @param {string} key @param {string} title @param {string} [note] */
  function sheetFor(key, title, note) {
    const known = sheets.get(key);
    if (known) return known;
    const sheet = createSheet(title);
    sheets.set(key, sheet);
    pictures.append(element(
      "section",
      { class: "panel" },
      element("h3", {}, title),
      sheet.canvas,
      ...note ? [element("p", { class: "note" }, note)] : [],
    ));
    return sheet;
  }

  function showPictures() {
    const { begin, weights, maps, confusion: counted } = run;
    if (weights) {
      const title = t("live.filters", { layer: weights.layer });
      paintFilters(sheetFor("filters", title, t("live.filtersNote")), weights);
    }
    for (const event of maps.values()) {
      paintMaps(sheetFor(`maps ${event.layer}`, t("live.maps", { layer: event.layer })), event);
    }
    if (begin?.grid && !grid) {
      grid = createGrid(addressFor(["runs", name, "live.png"]), begin, t);
      pictures.prepend(
        element("section", { class: "panel wide" }, element("h3", {}, t("live.grid")), grid.root),
      );
    }
    grid?.show(run);
    if (begin && counted) {
      const table = { split: "validation", classes: begin.class_names, counts: counted.counts };
      confusion.hidden = false;
      confusion.replaceChildren(
        element("h3", {}, t("live.confusion")),
        createConfusionTable(table, [], t, null, t("live.confusionCaption")),
      );
    }
  }

  function showWords() {
    for (const word of run.words.slice(shownWords)) {
      words.append(element("li", { "data-topic": word.topic }, wordText(word, t)));
    }
    shownWords = run.words.length;
  }

  let shownEpochs = -1;
  function draw() {
    const { begin, steps, end, epochs } = run;
    const last = steps[steps.length - 1];
    for (const chart of charts) chart.draw(run, smooth.checked);
    if (epochs.length !== shownEpochs || run.weights !== shownWeights) {
      shownEpochs = epochs.length;
      shownWeights = run.weights;
      showPictures();
    }
    showWords();
    stop.hidden = end !== null;
    show.hidden = end?.status !== "finished";
    resume.hidden = !end || end.status === "finished";
    if (end) {
      const texts = [t("live.ended", { status: statusText(end.status, t) })];
      const value = epochs[epochs.length - 1]?.val_accuracy;
      if (bet !== null && Number.isFinite(value)) {
        texts.push(t("live.betWon", { bet: percent(bet), value: percent(value) }));
      }
      progress.textContent = texts.join(" ");
      bar.value = end.status === "finished" ? 1 : bar.value;
    } else if (last && !stop.disabled) {
      const values = {
        epoch: Math.floor(last.epoch) + 1,
        epochs: begin?.epochs ?? "–",
        rate: Math.round(last.images_per_second),
        left: last.seconds_left === null ? "–" : durationText(last.seconds_left),
      };
      const isOpen = begin?.epochs === null;
      if (!isOpen) {
        values.epoch = Math.min(values.epoch, begin?.epochs ?? values.epoch);
        bar.value = last.epoch / begin.epochs;
      }
      progress.textContent = t(isOpen ? "live.progressOpen" : "live.progress", values);
    }
  }
  /** @type {any} */
  let shownWeights = null;

  const painting = oncePerFrame(draw);
  const leave = follow(name, {
    events({ events, anew }) {
      if (anew) {
        run = noEvents();
        shownWords = 0;
        words.replaceChildren();
      }
      const before = run.end;
      addEvents(run, events);
      if (before && !run.end) stop.disabled = false;
      painting.request();
    },
  });
  const stops = [leave, listen(smooth, "change", () => painting.request()), painting.cancel];
  draw();
  return () => stops.forEach((each) => each());
}

/** @param {any} word @param {Translate} t @returns {string} what an event of words says */
export function wordText(word, t) {
  const values = Object.fromEntries(
    Object.entries(word).map(([key, value]) => {
      if (key === "share") return [key, percent(Number(value ?? 0))];
      if (key === "epoch") return [key, String(Math.ceil(Number(value)))];
      return [key, typeof value === "number" ? toText(value, 3) : String(value ?? "–")];
    }),
  );
  return t(/** @type {TextKey} */ (`live.word.${word.topic}`), values);
}
