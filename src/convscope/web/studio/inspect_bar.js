/** Above the nets: which run, which image of it, which net beside it. */

/** @import { Language } from "../core/texts.js" */
/** @import { InspectStore, Place } from "./inspect_state.js" */
/** @import { TextKey, Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";
import { failure } from "../panels/failure.js";
import { ask } from "./api.js";
import { moved } from "./inspect_state.js";

/**
 * Returns what chooses the nets and the image.
 *
 * @param {readonly {name: string}[]} runs
 * @param {{splits: Record<string, number>, split: string, index: number, name: string,
 *   label: string} | null} about the image, or the first of the run; null where its images are gone
 * @param {string} run that is looked into
 * @param {InspectStore} state
 * @param {Translate} t
 * @param {Language} language
 * @returns {HTMLElement}
 */
export function createInspectBar(runs, about, run, state, t, language) {
  const { inspected, versus } = state.get();
  const [, split, index] = inspected;
  const isImage = split !== undefined;
  const said = element("div", { role: "status" });
  const root = element("div", { class: "tools" });

  const runChoice = selectOf([...runs.map(({ name }) => [name, name])], run);
  listen(runChoice, "change", () => go([runChoice.value, ...inspected.slice(1)], versus));
  const besideChoice = selectOf(
    [["", t("inspect.none")], ...runs.map(({ name }) => [name, name])],
    versus[0] ?? "",
  );
  listen(besideChoice, "change", () => go([run, ...inspected.slice(1)], [besideChoice.value]));
  root.append(
    field("inspect.run", runChoice),
    field("inspect.beside", besideChoice),
  );
  if (about) {
    const splits = Object.keys(about.splits);
    const splitChoice = selectOf(
      [
        ["", t("inspect.drawn")],
        ...splits.map((name) => [name, t(/** @type {TextKey} */ (`set.split.${name}`))]),
      ],
      isImage ? split : "",
    );
    listen(splitChoice, "change", () => {
      const to = splitChoice.value;
      go(to ? [run, to, 0] : [run], versus);
    });
    root.append(field("inspect.image", splitChoice));
    if (isImage) {
      const count = about.splits[split];
      const place = element("input", {
        type: "number",
        min: 1,
        max: count,
        value: about.index + 1,
      });
      listen(place, "change", () => {
        const at = Math.min(Math.max(Math.round(Number(place.value)) || 1, 1), count) - 1;
        go([run, split, at], versus);
      });
      /** @type {Place} */
      const here = [run, split, index ?? 0];
      const numbers = element(
        "div",
        { class: "numbers" },
        button("◀", () => go(moved(here, -1, count), versus), {
          "aria-label": t("inspect.previous"),
        }),
        field("inspect.number", place),
        button("▶", () => go(moved(here, 1, count), versus), { "aria-label": t("inspect.next") }),
      );
      root.append(
        numbers,
        element("p", {}, t("inspect.label", { label: about.label, count })),
      );
    }
  }
  return element("div", {}, root, said);

  /**
   * Goes to another image or net; the one beside it is found anew, as its images may lie elsewhere.
   *
   * @param {readonly (string | number)[]} to
   * @param {readonly (string | number)[]} beside
   */
  async function go(to, beside) {
    const inspectedNow = /** @type {Place} */ (to);
    const [other = ""] = beside;
    try {
      state.set({
        inspected: inspectedNow,
        versus: other ? await besidePlace(inspectedNow, String(other)) : [],
      });
    } catch (thrown) {
      said.replaceChildren(failure(thrown, language));
    }
  }

  /** @param {TextKey} label @param {HTMLElement} control */
  function field(label, control) {
    return element("label", { class: "field" }, t(label), control);
  }
}

/** @param {Place} place @param {string} other @returns {Promise<Place>} the same image in it */
async function besidePlace([run = "", split, index], other) {
  if (split === undefined) return [other];
  const query = { split, index: index ?? 0, beside: other };
  const { beside } = await ask(["runs", run, "inspected"], query);
  return [other, beside.split, beside.index];
}

/** @param {readonly (readonly string[])[]} choices @param {string} chosen */
function selectOf(choices, chosen) {
  return element(
    "select",
    {},
    ...choices.map(([value, text]) =>
      element("option", { value, selected: value === chosen }, text)
    ),
  );
}
