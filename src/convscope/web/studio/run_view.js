/** One run: how good it is, its curves, what it confuses, the images behind that, its files. */

/** @import { Language } from "../core/texts.js" */
/** @import { ResultsStore } from "./results_state.js" */
/** @import { TextKey, Translate } from "./texts.js" */
import { shareBetween } from "../core/chance.js";
import { button, element, listen } from "../core/dom.js";
import { failure } from "../panels/failure.js";
import { addressFor, ask, tell } from "./api.js";
import { createConfusionTable, worstPair } from "./confusion_table.js";
import { createHistoryChart, createLegend } from "./history_chart.js";
import { inspectAddress, trainAddress } from "./links.js";
import { createCostPanel, createReview, createRobustnessPanel } from "./run_more.js";
import { statusText } from "./runs_table.js";
import { percent } from "./texts.js";
import { createGrowingList, createTiles } from "./tiles.js";

/** @typedef {{index: number, name: string, label: string, verdict: string, probability: number}} Judged */

const ORDERS = /** @type {const} */ (["worst", "uncertain", "listed"]);

/** Images that are shown at once. */
const COUNT = 40;

/**
 * Returns everything about a run.
 *
 * @param {any} run as the server tells it
 * @param {ResultsStore} state
 * @param {Translate} t
 * @param {Language} language
 * @param {string} chosen language that the reader chose, or empty
 * @returns {HTMLElement}
 */
export function createRunView(run, state, t, language, chosen) {
  const { confusion, results, data, history } = run;
  const root = element("div", { class: "run-view" });
  root.append(headOf(run, state, t), summaryOf());
  if (run.error) {
    root.append(element("p", { class: "note" }, t("run.failed", { error: run.error.error })));
  }
  if (run.status === "running") root.append(watchLink());
  if (run.status === "interrupted" || run.status === "killed") {
    root.append(element("p", { class: "note" }, t("run.goOn", { path: run.name })));
  }
  if (history.length) {
    const curves = [{ name: run.name, color: "var(--fill)", history }];
    root.append(element(
      "section",
      { class: "panel" },
      element("h2", {}, t("run.curves")),
      element(
        "div",
        { class: "history-charts" },
        createHistoryChart("loss", curves, t),
        createHistoryChart("accuracy", curves, t),
      ),
      createLegend(curves, t),
    ));
  }
  const judged = element("section", { class: "panel judged" });
  if (confusion) {
    root.append(confusionPanel(), judged);
    showJudged();
  }
  if (run.files.includes("model.safetensors") && run.status === "finished") {
    root.append(createRobustnessPanel(run.name, t, language));
  }
  if (run.cost) root.append(createCostPanel(run.cost, t));
  root.append(filesPanel(), settingsPanel());

  function summaryOf() {
    const count = data.num_test;
    if (results.test_accuracy === undefined || !count) {
      return element("p", { class: "answer" }, t("run.noTest"));
    }
    const right = Math.round(results.test_accuracy * count);
    const { low, high } = shareBetween(right, count);
    return element(
      "p",
      { class: "answer" },
      t("run.right", {
        right,
        count,
        percent: percent(results.test_accuracy),
        low: percent(low),
        high: percent(high),
      }),
    );
  }

  function confusionPanel() {
    const worst = worstPair(confusion);
    const open = (/** @type {string} */ truth, /** @type {string} */ verdict) => {
      state.set({ cell: [truth, verdict] });
      judged.scrollIntoView({ block: "nearest" });
    };
    return element(
      "section",
      { class: "panel" },
      element("h2", {}, t("run.confusion")),
      worst
        ? button(t("run.worstPair", worst), () => open(worst.truth, worst.verdict), {
          class: "main-button",
        })
        : element("p", {}, t("run.noMistake")),
      createConfusionTable(confusion, state.get().cell, t, open),
    );
  }

  function showJudged() {
    const { cell, order } = state.get();
    const [truth = "", verdict = ""] = cell;
    const select = element(
      "select",
      {},
      ...ORDERS.map((name) =>
        element("option", { value: name, selected: name === order }, t(`judged.order.${name}`))
      ),
    );
    listen(select, "change", () => state.set({ order: select.value }));
    const counted = element("output", { class: "note" });
    const isCell = truth !== "";
    const list = createGrowingList(
      async (start) => {
        const query = { truth, verdict, order, start, count: COUNT };
        const { total, images } = await ask(["runs", run.name, "judged"], query);
        return { total, items: images };
      },
      (/** @type {readonly Judged[]} */ images) => createTiles(images.map(tileOf)),
      (count) => t("studio.more", { count }),
      (thrown) => failure(thrown, language),
      (total) => counted.textContent = t("judged.counted", { count: total }),
    );
    judged.replaceChildren(
      element("h2", {}, isCell ? t("judged.cell", { truth, verdict }) : t("judged.title")),
      element(
        "div",
        { class: "tools" },
        element("label", { class: "field" }, t("judged.order"), select),
        counted,
        ...isCell ? [button(t("judged.all"), () => state.set({ cell: [] }))] : [],
        labelsLink(),
        element(
          "a",
          { class: "main-button", href: trainAddress(chosen, { begin: run.name }) },
          t("run.again"),
        ),
      ),
      list,
    );
  }

  function watchLink() {
    return element(
      "a",
      { class: "main-button", href: trainAddress(chosen, { watch: run.name }) },
      t("run.watch"),
    );
  }

  function labelsLink() {
    const hash = new URLSearchParams({
      ...chosen && { language: chosen },
      screen: "data",
      source: run.data.source,
      view: "suspects",
      like: run.name,
    });
    return element("a", { class: "main-button", href: `#${hash}` }, t("run.labels"));
  }

  /** @param {Judged} image */
  function tileOf({ index, name, label, verdict, probability }) {
    const values = { name, label, verdict, percent: percent(probability) };
    return {
      source: addressFor(["runs", run.name, "images", "test", String(index)]),
      alt: t("judged.inspect", values),
      caption: [t("judged.tile", values)],
      href: inspectAddress(chosen, [run.name, "test", index]),
    };
  }

  function filesPanel() {
    return element(
      "section",
      { class: "panel" },
      element("h2", {}, t("run.files")),
      element(
        "p",
        { class: "tools" },
        element("a", { href: inspectAddress(chosen, [run.name]) }, t("run.draw")),
        ...run.files.includes("model.safetensors")
          ? [
            element(
              "a",
              { href: addressFor(["runs", run.name, "page"]), download: true },
              t("run.page"),
            ),
            element(
              "a",
              { href: addressFor(["runs", run.name, "notebook"]), download: true },
              t("run.notebook"),
            ),
          ]
          : [],
        ...run.files.map((/** @type {string} */ file) =>
          element("a", { href: addressFor(["runs", run.name, "files", file]) }, file)
        ),
      ),
      ...run.status === "finished" ? [createReview(run, t, language)] : [],
    );
  }

  function settingsPanel() {
    const asked = { ...run.settings, ...run.recipe };
    return element(
      "details",
      { class: "panel" },
      element("summary", {}, t("run.showSettings")),
      element(
        "dl",
        { class: "facts" },
        ...Object.entries(asked).flatMap(([name, value]) => [
          element("dt", {}, name),
          element("dd", {}, settingText(value)),
        ]),
      ),
    );
  }

  /** What changes in the state while the same run is open. @param {Set<string>} changed */
  const follow = (changed) => {
    if (!confusion || !(changed.has("cell") || changed.has("order"))) return;
    const old = root.querySelector(".confusion")?.closest(".wide-table");
    const open = (/** @type {string} */ truth, /** @type {string} */ verdict) =>
      state.set({ cell: [truth, verdict] });
    old?.replaceWith(createConfusionTable(confusion, state.get().cell, t, open));
    showJudged();
    if (changed.has("cell")) judged.querySelector("h2")?.scrollIntoView({ block: "nearest" });
  };
  followers.set(root, follow);
  return root;
}

/** @type {WeakMap<HTMLElement, (changed: Set<string>) => void>} */
const followers = new WeakMap();

/** @param {HTMLElement} view @param {Set<string>} changed tells a view what has changed */
export function followState(view, changed) {
  followers.get(view)?.(changed);
}

/** @param {any} run @param {ResultsStore} state @param {Translate} t @returns {HTMLElement} */
function headOf(run, state, t) {
  /** @param {"title" | "group" | "color"} key @param {string} label @param {string} type */
  function field(key, label, type) {
    const value = run.notes[key] ?? (type === "color" ? "#3d5fa8" : "");
    const input = element("input", { type, value, maxlength: 80 });
    listen(input, "change", () => tell(["runs", run.name, "notes"], { [key]: input.value }));
    return element("label", { class: "field" }, label, input);
  }
  return element(
    "div",
    { class: "run-head" },
    button(t("run.close"), () => state.set({ run: "", cell: [] }), { class: "quiet" }),
    element("h2", {}, run.notes.title || run.name),
    element("span", { class: "status", "data-status": run.status }, statusText(run.status, t)),
    element(
      "div",
      { class: "tools" },
      field("title", t("run.titleLabel"), "text"),
      field("group", t("run.groupLabel"), "text"),
      field("color", t("run.colorLabel"), "color"),
    ),
  );
}

/** @param {unknown} value @returns {string} */
export function settingText(value) {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return value.map(settingText).join(" × ");
  if (typeof value === "object") {
    return Object.entries(value).map(([name, each]) => `${name} ${settingText(each)}`).join(", ");
  }
  return String(value);
}
