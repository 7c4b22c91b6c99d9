/** The screen that looks into a net at one image, or into two nets side by side. */

/** @import { InspectStore, Place } from "../studio/inspect_state.js" */
/** @import { Page, Screen } from "./page.js" */
import { bytesFromBase64 } from "../core/base64.js";
import { element } from "../core/dom.js";
import { fetchBytes, fetchJson } from "../core/requests.js";
import { createStore } from "../core/state.js";
import { createClient } from "../net/client.js";
import { initialState, LINKED } from "../panels/draw_state.js";
import { LOOKED_AT, LOOKED_AT_WITH_PAD, mountDrawingScreen } from "../panels/drawing_screen.js";
import { failure } from "../panels/failure.js";
import { modelFacts } from "../panels/model_facts.js";
import { ask } from "../studio/api.js";
import { createInspectBar } from "../studio/inspect_bar.js";
import { INSPECT, keepTogether } from "../studio/inspect_state.js";
import { studioTextsIn } from "../studio/texts.js";
import { whose } from "../studio/whose.js";
import { languageOfPage } from "./page.js";

/** @type {Screen} */
export const inspectScreen = {
  name: "inspect",
  title: (language) => studioTextsIn(language)("inspect.name"),
  open,
};

/** @type {WeakMap<Page, InspectStore>} */
const kept = new WeakMap();

/** @type {Screen["open"]} */
async function open(place, page) {
  const { address, parts, store } = page;
  /** @type {InspectStore} */
  const state = kept.get(page) ?? createStore({ ...INSPECT });
  kept.set(page, state);
  const disconnect = address.connect(state, {
    defaults: INSPECT,
    visited: ["inspected", "versus"],
  });
  const main = element("main", { class: "inspect-screen" });
  const bar = element("div", { class: "studio-screen inspect-bar" });
  const nets = element("div", { class: "nets" });
  main.append(bar, nets);
  place.append(main);
  let number = 0;
  let closeNets = () => {};

  async function show() {
    const own = ++number;
    const language = languageOfPage(store);
    const t = studioTextsIn(language);
    closeNets();
    closeNets = () => {};
    nets.replaceChildren(element("p", { class: "note", role: "status" }, t("studio.loading")));
    const client = createClient(parts.startNetWorker);
    /** @type {(() => void)[]} */
    const stops = [() => client.close()];
    try {
      const { runs } = await ask(["runs"]);
      const { inspected, versus } = state.get();
      const run = inspected[0] ?? runs[0]?.name;
      if (!run) {
        client.close();
        nets.replaceChildren(element("p", {}, t("runs.none")));
        return;
      }
      const [, split, index] = inspected;
      const query = { split: split ?? "", index: index ?? "" };
      const about = await ask(["runs", run, "inspected"], query).catch(() => null);
      const first = await readNet(inspected.length ? inspected : [run]);
      const second = versus.length ? await readNet(versus) : null;
      if (own !== number) return client.close();
      bar.replaceChildren(createInspectBar(runs, about, run, state, t, language));
      const firstPlace = element("div", { class: "net-place" });
      nets.classList.toggle("has-two", second !== null);
      nets.replaceChildren(firstPlace);
      const model = await client.load(first.file);
      const shown = storeOf(model, first.settings);
      const { language: _, ...defaults } = LINKED; // The language is the page's.
      stops.push(address.connect(shown, {
        defaults: { ...defaults, example: shown.get().example },
        isOpen: ({ layer }) => layer !== "",
        opened: ["layer", "neuron", "term", "pass", "aim", "closer", "rival"],
      }));
      store.set({ about: modelFacts(shown.get()) });
      if (second) {
        const other = client.net("second");
        const beside = storeOf(await other.load(second.file), second.settings);
        // A room sees one net at a time.
        const leaveProjector = () => {
          if (shown.get().projector) shown.set({ projector: false });
        };
        const secondPlace = element("div", { class: "net-place" });
        nets.append(secondPlace);
        const [firstRoot, secondRoot] = [firstPlace, secondPlace].map((each, i) => {
          const root = element("div", {});
          each.append(element("h2", {}, i ? versus[0] ?? "" : run), root);
          return root;
        });
        stops.push(
          mountDrawingScreen(firstRoot, shown, client, {
            columns: split === undefined ? LOOKED_AT_WITH_PAD : LOOKED_AT,
            tag: "section",
          }),
          mountDrawingScreen(secondRoot, beside, other, {
            columns: LOOKED_AT,
            tag: "section",
            hasKeys: false,
          }),
          keepTogether(shown, beside),
          shown.subscribe(leaveProjector),
        );
        leaveProjector();
      } else {
        stops.push(mountDrawingScreen(firstPlace, shown, client, { tag: "section" }));
      }
      closeNets = () => stops.toReversed().forEach((stop) => stop());
    } catch (thrown) {
      stops.toReversed().forEach((stop) => stop());
      if (own === number) nets.replaceChildren(failure(thrown, language));
    }

    /** @param {import("../net/model.js").Model} model @param {any} settings */
    function storeOf(model, settings) {
      const { name, examples } = settings;
      const made = initialState(model, {
        name,
        language: store.get().language,
        examples: examples &&
          {
            images: bytesFromBase64(examples.images),
            labels: examples.labels,
            isOne: settings.isImage,
          },
      });
      return createStore({ ...made, example: settings.isImage ? 0 : -1 });
    }
  }

  /** @param {Place} looked @returns {Promise<{file: ArrayBuffer, settings: any}>} */
  async function readNet(looked) {
    const [run = "", split, index] = looked;
    const query = new URLSearchParams({
      run,
      ...split !== undefined && { split, index: String(index) },
      ...whose() && { pupil: whose() },
    });
    const settings = await fetchJson(`/page.json?${query}`);
    const file = await fetchBytes(settings.model);
    return { file, settings: { ...settings, isImage: split !== undefined } };
  }

  const stops = [
    state.subscribe(() => show()),
    store.subscribe((_, changed) => {
      if (changed.has("language")) show();
    }),
  ];
  await show();
  return () => {
    number++;
    stops.forEach((stop) => stop());
    closeNets();
    disconnect();
  };
}
