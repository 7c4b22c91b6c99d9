/** The screen of data: what is in a set, what stands out, and labels put right. */

/** @import { DataStore } from "../studio/data_state.js" */
/** @import { Decision } from "../studio/labelling.js" */
/** @import { Page, Screen } from "./page.js" */
import { button, element, listen } from "../core/dom.js";
import { sendFile } from "../core/requests.js";
import { createStore } from "../core/state.js";
import { failure } from "../panels/failure.js";
import { addressFor, ask, tell } from "../studio/api.js";
import { DATA } from "../studio/data_state.js";
import { follow } from "../studio/live_socket.js";
import { createSetView } from "../studio/set_view.js";
import { studioTextsIn } from "../studio/texts.js";
import { sourceText, staysText } from "../studio/whose.js";
import { languageOfPage } from "./page.js";

/** @type {Screen} */
export const dataScreen = {
  name: "data",
  title: (language) => studioTextsIn(language)("data.name"),
  open,
};

/** @type {WeakMap<Page, DataStore>} */
const kept = new WeakMap();

/** @type {Screen["open"]} */
async function open(place, page) {
  /** @type {DataStore} */
  const state = kept.get(page) ?? createStore({ ...DATA });
  kept.set(page, state);
  const disconnect = page.address.connect(state, {
    defaults: DATA,
    visited: ["source", "view", "split", "class"],
  });
  const main = element("main", { class: "studio-screen data-screen" });
  const note = element("p", { class: "stays" });
  const said = element("p", { role: "status" });
  const choice = element("div", { class: "tools" });
  const shown = element("div");
  main.append(note, choice, said, shown);
  place.append(main);
  let number = 0;
  /** The set that is shown, as it was told. */
  let told = "";

  async function showChoice() {
    const t = studioTextsIn(languageOfPage(page.store));
    const { sets } = await ask(["sets"]);
    const { source } = state.get();
    const known = sets.some((/** @type {{source: string}} */ set) => set.source === source);
    const select = element(
      "select",
      {},
      ...source ? [] : [element("option", { value: "" }, "…")],
      ...sets.map((/** @type {{source: string, title: string}} */ set) =>
        element("option", { value: set.source, selected: set.source === source }, sourceText(set))
      ),
      ...source && !known ? [element("option", { value: source, selected: true }, source)] : [],
    );
    listen(select, "change", () => state.set({ source: select.value, class: "", like: "" }));
    const path = element("input", { type: "text", placeholder: "photos/" });
    const form = element(
      "form",
      { class: "tools" },
      element("label", { class: "field" }, t("sets.other"), path),
      element("button", {}, t("sets.open")),
    );
    listen(form, "submit", (event) => {
      event.preventDefault();
      if (path.value) state.set({ source: path.value, class: "", like: "" });
    });
    const archive = element("input", { type: "file", accept: ".zip,application/zip" });
    listen(archive, "change", () => {
      const [file] = archive.files ?? [];
      if (file) sendArchive(file);
    });
    const isPupil = page.settings.room?.role === "pupil"; // who names no path of the machine
    choice.replaceChildren(
      element("label", { class: "field" }, t("sets.choose"), select),
      ...isPupil
        ? []
        : [form, element("label", { class: "field of-file" }, t("sets.archive"), archive)],
    );
  }

  /** @param {File} file */
  async function sendArchive(file) {
    said.textContent = words()("sets.sending", { name: file.name });
    try {
      // Systems call archives by several names; the server decides what this one is.
      const archive = new Blob([file], { type: "application/zip" });
      const { source } = await sendFile(addressFor(["sets"], { name: file.name }), archive);
      state.set({ source, class: "", like: "" });
    } catch (thrown) {
      said.replaceChildren(failure(thrown, languageOfPage(page.store)));
    }
  }

  async function show() {
    const own = ++number;
    const language = languageOfPage(page.store);
    const t = studioTextsIn(language);
    note.textContent = staysText(t, page.settings);
    const { source } = state.get();
    const { language: chosen } = page.store.get();
    /** @type {HTMLElement} */
    let view;
    try {
      await showChoice();
      if (!source) view = element("p");
      else {
        const set = await ask(["set"], { source });
        if (own === number) told = JSON.stringify(set);
        view = createSetView(set, state, t, language, { decide, undo, retrain, chosen });
      }
    } catch (thrown) {
      view = failure(thrown, language);
      told = "";
    }
    if (own === number) shown.replaceChildren(view);
  }

  /** @param {() => Promise<string>} act says what was done */
  async function doAndSay(act) {
    try {
      said.replaceChildren(await act());
    } catch (thrown) {
      said.replaceChildren(failure(thrown, languageOfPage(page.store)));
    }
    await show();
  }

  const words = () => studioTextsIn(languageOfPage(page.store));

  /** @param {Decision[]} decisions */
  function decide(decisions) {
    const { source } = state.get();
    return doAndSay(async () => {
      let count = 0;
      for (const decision of decisions) {
        count += (await tell(["set", "corrections"], { source, ...decision })).images;
      }
      return words()("set.done", { count });
    });
  }

  function undo() {
    const { source } = state.get();
    return doAndSay(async () => {
      const { images } = await tell(["set", "undo"], { source });
      return words()("set.undone", { count: images });
    });
  }

  function retrain() {
    const { like } = state.get();
    return doAndSay(async () => {
      const { name } = await tell(["trainings"], { like });
      return words()("set.retrainDone", { run: name });
    });
  }

  /**
   * Another tab or program has changed labels or images. What is chosen here stays chosen until
   * the reader wants to see the change.
   */
  async function changedElsewhere() {
    const { source } = state.get();
    if (!source) return show();
    const own = number;
    try {
      const now = JSON.stringify(await ask(["set"], { source }));
      if (own !== number || now === told) return;
    } catch {
      return; // The server has gone again, or the data: whoever does something next is told.
    }
    if (!shown.querySelector("input:checked")) return show();
    const see = button(words()("set.see"), () => {
      said.replaceChildren();
      show();
    });
    said.replaceChildren(words()("set.changedElsewhere"), " ", see);
  }

  const stops = [
    follow("", {
      changed: (what) => (what.has("labels") || what.has("collected")) && changedElsewhere(),
      server: (isThere) => isThere && said.replaceChildren(),
    }),
    state.subscribe((_, changed) => {
      if (changed.has("source")) said.replaceChildren();
      if ([...changed].some((key) => key !== "least")) show();
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
