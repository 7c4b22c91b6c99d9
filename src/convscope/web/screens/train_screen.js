/** The screen of trainings: a net put together, started, queued, watched. */

/** @import { Kind } from "../studio/blocks_editor.js" */
/** @import { LayerData } from "../studio/blocks_state.js" */
/** @import { Wanted } from "../studio/size_fields.js" */
/** @import { TrainStore } from "../studio/training_state.js" */
/** @import { Page, Screen } from "./page.js" */
import { button, element } from "../core/dom.js";
import { sendFile } from "../core/requests.js";
import { createStore } from "../core/state.js";
import { failure } from "../panels/failure.js";
import { addressFor, ask, remove, tell } from "../studio/api.js";
import { createBlocksEditor } from "../studio/blocks_editor.js";
import { focusAgain, whereFocusIs } from "../studio/focus.js";
import { mountLiveView } from "../studio/live_view.js";
import { follow } from "../studio/live_socket.js";
import { createQueue } from "../studio/queue_view.js";
import { withSides, withSize } from "../studio/size_fields.js";
import { studioTextsIn } from "../studio/texts.js";
import { createTrainingForm } from "../studio/training_form.js";
import { TRAIN } from "../studio/training_state.js";
import { staysText } from "../studio/whose.js";
import { languageOfPage } from "./page.js";

/** @type {Screen} */
export const trainScreen = {
  name: "train",
  title: (language) => studioTextsIn(language)("train.name"),
  open,
};

/** What a net follows from. */
const NET_KEYS = /** @type {const} */ (["net", "layers", "source"]);

/** @type {WeakMap<Page, TrainStore>} */
const kept = new WeakMap();

/** @type {Screen["open"]} */
async function open(place, page) {
  /** @type {TrainStore} */
  const state = kept.get(page) ?? createStore({ ...TRAIN });
  kept.set(page, state);
  const disconnect = page.address.connect(state, { defaults: TRAIN, visited: ["watch"] });
  const main = element("main", { class: "studio-screen train-screen" });
  const note = element("p", { class: "stays" });
  const said = element("p", { role: "status" });
  const form = element("div");
  const blocks = element("section", { class: "panel" });
  const queue = element("div");
  const live = element("div");
  main.append(note, form, said, queue, live, blocks);
  place.append(main);

  const [choices, { kinds, nets }, { sets }] = await Promise.all([
    ask(["choices"]),
    ask(["kinds"]),
    ask(["sets"]),
  ]);
  const chosen = { place: -1, kind: "" };
  let leaveLive = () => {};
  let isOpen = true;
  /** The net as the server describes it. @type {any} */
  let net = null;
  /** Its layers, where the server has not answered about the last change. @type {LayerData[] | null} */
  let unanswered = null;
  /** How often it was asked. */
  let numAsked = 0;
  /** Lets the form offer what the images can be brought to. */
  let suitForm = /** @type {(data?: Wanted) => void} */ (() => {});
  /** The size that the net was described for. */
  let sizeNow = sizeText();

  const language = () => languageOfPage(page.store);
  const words = () => studioTextsIn(language());

  /** @param {unknown} thrown */
  const fail = (thrown) => said.replaceChildren(failure(thrown, language()));

  /** Takes over what a run was trained on and with, so that one thing can be changed. */
  async function beginFrom() {
    const { begin } = state.get();
    if (!begin) return;
    try {
      const run = await ask(["runs", begin]);
      const isNamed = nets.some((/** @type {{name: string}} */ { name }) =>
        name === run.settings.net
      );
      net = await ask(["runs", begin, "net"]);
      state.set({
        begin: "",
        source: run.settings.data,
        recipe: run.settings.recipe,
        net: isNamed ? run.settings.net : "own",
        layers: isNamed ? [] : net.architecture.layers,
        input: isNamed ? {} : net.architecture.input,
        settings: offered(withSides(run.settings), choices),
      });
    } catch (thrown) {
      state.set({ begin: "" });
      fail(thrown);
    }
  }

  function showForm() {
    note.textContent = staysText(words(), page.settings);
    const { root, suit } = createTrainingForm(state, choices, { sets, nets }, words(), {
      start,
      open: beginFromFile,
    });
    suitForm = suit;
    suit(net?.data);
    form.replaceChildren(root);
  }

  /** Takes over the net of a file, for the data that are chosen. @param {File} file */
  async function beginFromFile(file) {
    const t = words();
    said.textContent = t("train.reading", { name: file.name });
    try {
      // Systems call such files by several names; the server decides what this one is.
      const content = new Blob([file], { type: "application/octet-stream" });
      const { architecture } = await sendFile(
        addressFor(["net", "file"], { name: file.name }),
        content,
      );
      const { input, layers } = architecture;
      chosen.place = -1;
      state.set({ net: "own", input, layers });
      showForm();
      said.textContent = t("train.fromFileNow", { name: file.name, count: layers.length });
      blocks.scrollIntoView({ block: "start" });
    } catch (thrown) {
      fail(thrown);
    }
  }

  /** @returns {Promise<any>} the net as the server describes it, null where it cannot */
  async function describeNet() {
    const { net: name, layers, input, source, settings } = state.get();
    const { size } = withSize(settings);
    const on = { source, ...size !== undefined && { size } };
    try {
      if (name === "own" && layers.length) {
        return await tell(["net"], { architecture: { format: 2, input, layers }, ...on });
      }
      const known = name === "auto" || name === "own" ? nets[0].name : name;
      return await tell(["net"], { net: known, ...on });
    } catch (thrown) {
      suitForm();
      blocks.replaceChildren(failure(thrown, language()));
      return null;
    }
  }

  async function showBlocks() {
    const own = ++numAsked;
    const described = await describeNet();
    if (own !== numAsked || !isOpen) return; // it has been changed again meanwhile
    net = described;
    unanswered = null;
    if (!net) return;
    suitForm(net.data);
    const t = words();
    const { net: name } = state.get();
    const title = element("h2", {}, t("blocks.title"));
    if (name === "auto") {
      blocks.replaceChildren(
        title,
        button(t("blocks.edit"), () => changeBlocks((layers) => layers)),
      );
      return;
    }
    const focused = whereFocusIs(blocks);
    blocks.replaceChildren(
      title,
      createBlocksEditor(net, kinds, t, language(), changeBlocks, chosen),
    );
    focusAgain(blocks, focused);
  }

  /** @param {(now: LayerData[]) => LayerData[]} update @param {string} [text] */
  function changeBlocks(update, text) {
    unanswered = update(unanswered ?? net.architecture.layers);
    if (text) said.textContent = text;
    const wasOwn = state.get().net === "own";
    state.set({ net: "own", layers: unanswered, input: net.architecture.input });
    if (!wasOwn) showForm();
  }

  /** @returns {object} the net with all changes, whether the server has seen them or not */
  function latest() {
    const architecture = net?.architecture ?? {};
    return unanswered ? { ...architecture, layers: unanswered } : architecture;
  }

  /** @returns {string} the size that is asked for, empty for the data's own */
  function sizeText() {
    return JSON.stringify(withSize(state.get().settings).size ?? "");
  }

  /** @param {number | null} bet */
  async function start(bet) {
    const { source, net: name, recipe, settings } = state.get();
    try {
      const own = name === "own" ? { architecture: latest() } : {};
      const asked = {
        data: source,
        recipe,
        ...name !== "own" && { net: name },
        ...withSize(settings),
      };
      const begun = await tell(["trainings"], {
        settings: asked,
        ...own,
        ...bet !== null && { bet },
      });
      bets.set(begun.id, bet);
      said.textContent = words()("train.started", { name: begun.name });
      waitingFor = begun.id;
      await showQueue();
    } catch (thrown) {
      fail(thrown);
    }
  }

  /** Entry that is watched as soon as it has a run. */
  let waitingFor = "";
  /** What was bet, by the entry of the queue. @type {Map<string, number | null>} */
  const bets = new Map();
  /** @type {any[]} */
  let entries = [];

  async function showQueue() {
    try {
      ({ entries } = await ask(["queue"]));
    } catch (thrown) {
      return fail(thrown);
    }
    if (!isOpen) return;
    const awaited = entries.find(({ id }) => id === waitingFor);
    if (awaited?.run) {
      waitingFor = "";
      state.set({ watch: awaited.run });
    }
    const focused = whereFocusIs(queue);
    queue.replaceChildren(createQueue(entries, words(), {
      watch: (run) => state.set({ watch: run }),
      takeOut: (id) => act(() => remove(["queue", id])),
      show: showResults,
    }));
    focusAgain(queue, focused);
  }

  /** What could not be asked meanwhile is asked again; nothing that was typed is touched. */
  function answersAgain() {
    said.replaceChildren();
    if (!net) showBlocks();
  }

  /** @param {() => Promise<any>} ask */
  async function act(ask) {
    try {
      await ask();
      await showQueue();
    } catch (thrown) {
      fail(thrown);
    }
  }

  /** @param {string} run */
  function showResults(run) {
    const { language: code } = page.store.get();
    const told = { ...code && { language: code }, screen: "results", run };
    location.hash = new URLSearchParams(told).toString();
  }

  function showLive() {
    leaveLive();
    const { watch } = state.get();
    live.replaceChildren();
    if (!watch) {
      leaveLive = () => {};
      return;
    }
    const bet = bets.get(entries.find(({ run }) => run === watch)?.id) ?? null;
    leaveLive = mountLiveView(live, watch, bet, words(), {
      stop: (run) => act(() => tell(["runs", run, "stop"])),
      resume: (run) => act(() => tell(["runs", run, "resume"])),
      show: showResults,
    });
  }

  const stops = [
    follow("", {
      changed: (what) => what.has("runs") && showQueue(),
      server: (isThere) => isThere && answersAgain(),
    }),
    state.subscribe((_, changed) => {
      if (changed.has("settings")) suitForm(net?.data);
      const isResized = sizeText() !== sizeNow;
      sizeNow = sizeText();
      if (isResized || NET_KEYS.some((key) => changed.has(key))) showBlocks();
      if (changed.has("watch")) showLive();
      if (changed.has("begin")) beginFrom().then(showForm);
    }),
    page.store.subscribe((_, changed) => {
      if (!changed.has("language")) return;
      showForm();
      showBlocks();
      showQueue();
      showLive();
    }),
  ];
  await beginFrom();
  showForm();
  await Promise.all([showQueue(), showBlocks()]);
  showLive();
  return () => {
    isOpen = false;
    leaveLive();
    stops.forEach((stop) => stop());
    disconnect();
  };
}

/**
 * Returns the settings of a run that the form offers and that were asked for.
 *
 * @param {Record<string, any>} settings
 * @param {Record<string, any>} choices
 * @returns {Record<string, string | number>}
 */
function offered(settings, choices) {
  const names = [
    ...Object.keys(choices.bounds),
    "augment",
    "optimizer",
    "schedule",
    "class_weight",
    "fit",
  ];
  const isAsked = (/** @type {string} */ name) =>
    settings[name] !== null && settings[name] !== undefined && settings[name] !== "auto";
  return Object.fromEntries(
    names.filter(isAsked)
      .map((name) => [name, settings[name]]),
  );
}
