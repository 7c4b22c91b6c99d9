/** The screen of results: all runs, one of them, or several side by side. */

/** @import { ResultsState, ResultsStore } from "../studio/results_state.js" */
/** @import { Page, Screen } from "./page.js" */
import { button, element } from "../core/dom.js";
import { createStore } from "../core/state.js";
import { failure } from "../panels/failure.js";
import { ask, remove, tell } from "../studio/api.js";
import { createComparison } from "../studio/comparison_view.js";
import { focusAgain, whereFocusIs } from "../studio/focus.js";
import { follow } from "../studio/live_socket.js";
import { RESULTS } from "../studio/results_state.js";
import { createRunView, followState } from "../studio/run_view.js";
import { createRunsTable } from "../studio/runs_table.js";
import { studioTextsIn } from "../studio/texts.js";
import { staysText } from "../studio/whose.js";
import { languageOfPage } from "./page.js";

/** @type {Screen} */
export const resultsScreen = {
  name: "results",
  title: (language) => studioTextsIn(language)("results.name"),
  open,
};

/** What the address tells that the screen has to ask the server anew for. */
const PLACES = /** @type {const} */ (["run", "beside"]);

/** @type {WeakMap<Page, ResultsStore>} */
const kept = new WeakMap();

/** @type {Screen["open"]} */
async function open(place, page) {
  /** @type {ResultsStore} */
  const state = kept.get(page) ?? createStore({ ...RESULTS });
  kept.set(page, state);
  const disconnect = page.address.connect(state, {
    defaults: RESULTS,
    visited: ["run", "beside", "cell"],
  });
  const main = element("main", { class: "studio-screen results-screen" });
  const note = element("p", { class: "stays" });
  const said = element("div", { class: "tools", role: "status" });
  const shown = element("div");
  main.append(note, said, shown);
  place.append(main);
  let number = 0;
  /** Whether the run that is open has come to its end. */
  let isWhole = false;
  let hasFailed = false;
  /** Names of runs that are ticked in the table. @type {Set<string>} */
  const chosenRuns = new Set();

  /** The table, while it is shown. @type {import("../studio/runs_table.js").RunsTable | null} */
  let table = null;

  async function show() {
    const own = ++number;
    const language = languageOfPage(page.store);
    const t = studioTextsIn(language);
    note.textContent = staysText(t, page.settings);
    const { run, beside, sort, only } = state.get();
    const chosen = page.store.get().language;
    /** @type {HTMLElement} */
    let view;
    let failed = false;
    /** @type {typeof table} */
    let made = null;
    try {
      if (beside.length > 1) {
        const compared = await ask(["comparison"], { runs: beside.join(",") });
        view = createComparison(compared, state, t, chosen);
      } else if (run) {
        const told = await ask(["runs", run]);
        isWhole = told.status === "finished";
        view = createRunView(told, state, t, language, chosen);
      } else {
        const { runs } = await ask(["runs"]);
        made = runs.length
          ? createRunsTable(runs, { sort, only }, t, language, chosenRuns, {
            open: (name) => state.set({ run: name, cell: [] }),
            compare: (names) => state.set({ beside: names.toReversed() }),
            remove: (names) => removeRuns(names),
            change: (changes) => state.set(changes),
          })
          : null;
        view = made?.root ?? element("p", {}, t("runs.none"));
      }
    } catch (thrown) {
      view = failure(thrown, language);
      failed = true;
    }
    if (own !== number) return;
    hasFailed = failed;
    table = made;
    const focused = whereFocusIs(shown);
    shown.replaceChildren(view);
    focusAgain(shown, focused);
  }

  /** @param {string[]} names */
  async function removeRuns(names) {
    const language = languageOfPage(page.store);
    const t = studioTextsIn(language);
    try {
      for (const name of names) {
        await remove(["runs", name]);
        chosenRuns.delete(name);
      }
      const undo = button(t("runs.undo"), async () => {
        for (const name of names) await tell(["bin", name]);
        said.replaceChildren();
        show();
      });
      said.replaceChildren(
        t("runs.deleted", { names: names.join(", "), count: names.length }),
        undo,
      );
      undo.focus();
    } catch (thrown) {
      said.replaceChildren(failure(thrown, language));
    }
    show();
  }

  /** Runs have come, gone or ended: the table tells so, and a run that is open and not yet whole. */
  function changed() {
    const { run, beside } = state.get();
    if (table && !run && beside.length < 2) return updateTable(table);
    if (hasFailed || beside.length < 2 && (!run || !isWhole)) show();
  }

  /** @param {import("../studio/runs_table.js").RunsTable} shownNow */
  async function updateTable(shownNow) {
    try {
      const { runs } = await ask(["runs"]);
      if (table !== shownNow) return;
      if (runs.length) shownNow.update(runs);
      else show();
    } catch {
      // The server has gone again: the page says so, and asks when it is back.
    }
  }

  const stops = [
    follow("", { changed: (what) => what.has("runs") && changed() }),
    state.subscribe((_, changed) => {
      const keys = /** @type {Set<string>} */ (changed);
      if (table && keys.has("sort") && !PLACES.some((key) => keys.has(key))) {
        const focused = whereFocusIs(shown);
        table.sortBy(state.get().sort);
        focusAgain(shown, focused);
      } else if (PLACES.some((key) => keys.has(key)) || keys.has("sort")) {
        if (PLACES.some((key) => keys.has(key))) said.replaceChildren();
        show().then(() => {
          if (keys.has("run") || keys.has("beside")) scrollTo({ top: 0 });
        });
      } else {
        const view = shown.firstElementChild;
        if (view instanceof HTMLElement) followState(view, keys);
      }
    }),
    page.store.subscribe((_, changed) => {
      if (changed.has("language")) show();
    }),
  ];
  await show();
  return () => {
    number++;
    stops.forEach((stop) => stop());
    disconnect();
  };
}
