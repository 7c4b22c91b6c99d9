/** All runs in a table: sorted, filtered, chosen to be compared or deleted. */

/** @import { Language } from "../core/texts.js" */
/** @import { Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";
import { percent } from "./texts.js";

/**
 * A run as the table shows it; what is not known of a damaged one is missing.
 *
 * @typedef {{name: string, status: string, notes: Record<string, string>, created?: number,
 *   data_name?: string, net_name?: string, recipe_name?: string, test_accuracy?: number | null,
 *   val_accuracy?: number | null, total_seconds?: number | null}} RunRow
 */

/** @typedef {"name" | "status" | "group" | "data_name" | "net_name" | "recipe_name" |
 *   "test_accuracy" | "val_accuracy" | "total_seconds" | "created"} Column */

/** @type {readonly Column[]} */
const COLUMNS = [
  "name",
  "status",
  "group",
  "data_name",
  "net_name",
  "recipe_name",
  "test_accuracy",
  "val_accuracy",
  "total_seconds",
  "created",
];

/** How the time of a run is written. @type {Intl.DateTimeFormatOptions} */
const DATE = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" };

/** Those that hold numbers: the largest first when they are pressed. @type {Set<string>} */
const NUMBERS = new Set(["test_accuracy", "val_accuracy", "total_seconds", "created"]);

/**
 * @typedef {object} TableUse
 * @property {(name: string) => void} open
 * @property {(names: string[]) => void} compare
 * @property {(names: string[]) => void} remove
 * @property {(changes: {sort?: string, only?: string}) => void} change
 */

/**
 * @typedef {object} RunsTable
 * @property {HTMLElement} root
 * @property {(runs: readonly RunRow[]) => void} update shows these runs
 * @property {(sort: string) => void} sortBy shows them in another order
 */

/**
 * Returns the table, and what shows other runs in it or another order: rows of runs that are as
 * they were stay.
 *
 * @param {readonly RunRow[]} given
 * @param {{sort: string, only: string}} shown
 * @param {Translate} t
 * @param {Language} language
 * @param {Set<string>} chosen names of runs, kept while the table is shown anew
 * @param {TableUse} use
 * @returns {RunsTable}
 */
export function createRunsTable(given, { sort, only }, t, language, chosen, use) {
  let runs = given;
  let order = sort;
  const filter = element("input", { type: "search", value: only });
  const counted = element("output", { class: "note" });
  const compare = button("", () => use.compare(runs.map(nameOf).filter((n) => chosen.has(n))), {
    class: "main-button",
  });
  const remove = button("", () => use.remove([...chosen]));
  const hint = element("p", { class: "note" }, t("runs.compareHint"));
  const body = element("tbody");
  const dates = new Intl.DateTimeFormat(language, DATE);
  /**
   * Rows by name. What one is found by is made once, since all are looked through for every letter.
   *
   * @type {Map<string, {told: string, searched: string, row: HTMLElement}>}
   */
  let rows = new Map();
  const head = element("tr");
  const table = element("table", { class: "runs" }, element("thead", {}, head), body);
  const root = element(
    "div",
    { class: "runs-table" },
    element(
      "div",
      { class: "tools" },
      element("label", { class: "field" }, t("runs.filter"), filter),
      counted,
      compare,
      remove,
      hint,
    ),
    element("div", {
      class: "wide-table",
      tabindex: 0,
      role: "region",
      "aria-label": t("runs.title"),
    }, table),
  );

  /** @param {readonly RunRow[]} now */
  function update(now) {
    runs = now;
    rows = new Map(now.map((run) => {
      const told = JSON.stringify(run);
      const before = rows.get(run.name);
      const isSame = before?.told === told;
      return [
        run.name,
        isSame ? before : { told, searched: searchedIn(run), row: rowOf(run) },
      ];
    }));
    showRows();
    showChosen();
  }

  /** @param {Column} column */
  function headOf(column) {
    const isBack = order === `-${column}`;
    const isSorted = isBack || order === column;
    const next = isSorted
      ? (isBack ? column : `-${column}`)
      : (NUMBERS.has(column) ? `-${column}` : column);
    const arrow = isSorted ? (isBack ? " ▾" : " ▴") : "";
    const press = button(t(`runs.column.${column}`) + arrow, () => use.change({ sort: next }), {
      class: "quiet",
      "data-column": column,
    });
    return element("th", {
      scope: "col",
      ...isSorted && { "aria-sort": isBack ? "descending" : "ascending" },
    }, press);
  }

  /** @param {RunRow} run */
  function rowOf(run) {
    const box = element("input", {
      type: "checkbox",
      "aria-label": t("runs.choose", { name: run.name }),
      checked: chosen.has(run.name),
    });
    listen(box, "change", () => {
      if (box.checked) chosen.add(run.name);
      else chosen.delete(run.name);
      showChosen();
    });
    const open = button(run.notes.title || run.name, () => use.open(run.name), { class: "link" });
    const dot = element("span", { class: "dot", "aria-hidden": true });
    if (run.notes.color) dot.style.background = run.notes.color;
    const name = element("th", { scope: "row" }, dot, open);
    if (run.notes.title) name.append(" ", element("span", { class: "note" }, run.name));
    const cells = COLUMNS.slice(1).map((column) => element("td", {}, textOf(run, column)));
    return element("tr", { "data-status": run.status }, element("td", {}, box), name, ...cells);
  }

  /** @param {RunRow} run @param {Column} column @returns {string} */
  function textOf(run, column) {
    const value = valueOf(run, column);
    if (value === undefined || value === null || value === "") return "–";
    if (column === "status") return statusText(run.status, t);
    if (column === "test_accuracy" || column === "val_accuracy") return percent(Number(value));
    if (column === "total_seconds") return durationText(Number(value));
    if (column === "created") return dates.format(1000 * Number(value));
    return String(value);
  }

  /** @param {RunRow} run @returns {string} */
  function searchedIn(run) {
    const texts = COLUMNS.map((column) => textOf(run, column));
    return [...texts, run.name, run.notes.title ?? ""].join(" ").toLowerCase();
  }

  function showChosen() {
    const count = chosen.size;
    compare.hidden = count < 2;
    remove.hidden = count === 0;
    hint.hidden = count > 0 || runs.length < 2;
    compare.textContent = t("runs.compare", { count });
    remove.textContent = t("runs.delete", { count });
  }

  function showRows() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = sorted(runs, order).filter(({ name }) =>
      words.every((word) => rows.get(name)?.searched.includes(word))
    ).map(({ name }) => /** @type {Node} */ (rows.get(name)?.row));
    counted.textContent = t("runs.counted", { shown: shown.length, count: runs.length });
    const isSame = shown.length === body.children.length &&
      shown.every((row, i) => row === body.children[i]);
    if (!isSame) body.replaceChildren(...shown);
  }

  listen(filter, "input", () => {
    showRows();
    use.change({ only: filter.value });
  });
  function showHead() {
    head.replaceChildren(element("td"), ...COLUMNS.map(headOf));
  }

  showHead();
  update(given);
  return {
    root,
    update,
    sortBy(now) {
      order = now;
      showHead();
      showRows();
    },
  };
}

/** @param {RunRow} run @returns {string} */
const nameOf = (run) => run.name;

/** @param {RunRow} run @param {Column} column @returns {string | number | null | undefined} */
function valueOf(run, column) {
  return column === "group" ? run.notes.group : run[column];
}

/** @param {unknown} value @returns {boolean} whether nothing is known, which 0 is not */
const isMissing = (value) => value === undefined || value === null || value === "";

/**
 * Returns runs in an order; those of which it is not known come last, whichever way it goes.
 *
 * @param {readonly RunRow[]} runs
 * @param {string} sort a column, with `-` before it from the largest down
 * @returns {RunRow[]}
 */
export function sorted(runs, sort) {
  const column = /** @type {Column} */ (sort.replace(/^-/, ""));
  if (!COLUMNS.includes(column)) return [...runs];
  const sign = sort.startsWith("-") ? -1 : 1;
  const isKnown = (/** @type {RunRow} */ run) => !isMissing(valueOf(run, column));
  const known = runs.filter(isKnown);
  const rest = runs.filter((run) => !isKnown(run));
  known.sort((a, b) => sign * compareValues(valueOf(a, column), valueOf(b, column)));
  return [...known, ...rest];
}

/** @param {any} a @param {any} b @returns {number} */
function compareValues(a, b) {
  return typeof a === "number"
    ? a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true });
}

/** @param {string} status @param {Translate} t @returns {string} */
export function statusText(status, t) {
  return t(/** @type {import("./texts.js").TextKey} */ (`runs.status.${status}`));
}

/** @param {number} seconds @returns {string} such as `4.2 s`, `3 min 05 s`, `2 h 10 min` */
export function durationText(seconds) {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = String(Math.floor(seconds % 60)).padStart(2, "0");
  if (minutes < 60) return `${minutes} min ${rest} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
