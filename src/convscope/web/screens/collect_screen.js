/** The screen Collect: classes of one's own, filled by drawing, sending files and photographing. */

/** @import { Collected, CollectStore } from "../studio/collect_state.js" */
/** @import { PageNet } from "../studio/collect_training.js" */
/** @import { Page, Screen } from "./page.js" */
import { button, element, listen } from "../core/dom.js";
import { sendFile } from "../core/requests.js";
import { createStore } from "../core/state.js";
import { SIDE as NET_SIDE } from "../learning/small_nets.js";
import { failure } from "../panels/failure.js";
import { addressFor, ask, tell } from "../studio/api.js";
import { createCamera } from "../studio/collect_camera.js";
import { createClassEditor } from "../studio/collect_classes.js";
import { createGallery } from "../studio/collect_gallery.js";
import { createCollectPad, SIDE } from "../studio/collect_pad.js";
import { createSending } from "../studio/collect_sending.js";
import { COLLECT, ENOUGH, FIRST_CLASSES, LEAST, missing } from "../studio/collect_state.js";
import { trainInPage } from "../studio/collect_training.js";
import { trainAddress } from "../studio/links.js";
import { follow } from "../studio/live_socket.js";
import { percent, studioTextsIn } from "../studio/texts.js";
import { staysText } from "../studio/whose.js";
import { languageOfPage } from "./page.js";

/** @type {Screen} */
export const collectScreen = {
  name: "collect",
  title: (language) => studioTextsIn(language)("collect.name"),
  open,
};

/** @type {WeakMap<Page, CollectStore>} */
const kept = new WeakMap();

/** @type {Screen["open"]} */
async function open(place, page) {
  /** @type {CollectStore} */
  const state = kept.get(page) ?? createStore({ ...COLLECT });
  kept.set(page, state);
  const disconnect = page.address.connect(state, { defaults: COLLECT, visited: ["collection"] });
  const main = element("main", { class: "studio-screen collect-screen" });
  place.append(main);
  let leave = () => {};
  let number = 0;

  async function mount() {
    const own = ++number;
    leave();
    leave = () => {};
    const { collections } = await ask(["collections"]);
    if (own !== number) return;
    leave = mountCollection(main, state, page, collections);
  }

  const show = () =>
    mount().catch((thrown) => main.replaceChildren(failure(thrown, languageOfPage(page.store))));
  const stops = [
    state.subscribe((_, changed) => changed.has("collection") && show()),
    page.store.subscribe((_, changed) => changed.has("language") && show()),
  ];
  await show();
  return () => {
    number++;
    leave();
    stops.forEach((stop) => stop());
    disconnect();
  };
}

/**
 * @param {HTMLElement} main
 * @param {CollectStore} state
 * @param {Page} page
 * @param {{name: string}[]} collections
 * @returns {() => void} its clean-up
 */
function mountCollection(main, state, page, collections) {
  const language = languageOfPage(page.store);
  const t = studioTextsIn(language);
  const { collection: name } = state.get();
  const said = element("p", { role: "status" });
  main.replaceChildren(
    element("p", { class: "stays" }, staysText(t, page.settings)),
    chooser(),
    said,
  );

  /** @param {unknown} thrown */
  const fail = (thrown) => said.replaceChildren(failure(thrown, language));

  /** @param {() => Promise<string | void>} act says what was done */
  async function act(act) {
    try {
      said.textContent = await act() ?? "";
    } catch (thrown) {
      fail(thrown);
    }
    await renew();
  }

  function chooser() {
    const select = element(
      "select",
      {},
      ...name ? [] : [element("option", { value: "" }, "…")],
      ...collections.map((each) =>
        element("option", { value: each.name, selected: each.name === name }, each.name)
      ),
    );
    listen(select, "change", () => state.set({ collection: select.value, class: "" }));
    const text = element("input", { type: "text", maxlength: 80 });
    const form = element(
      "form",
      { class: "tools" },
      element("label", { class: "field" }, t("collect.new"), text),
      element("button", {}, t("collect.begin")),
    );
    listen(form, "submit", async (event) => {
      event.preventDefault();
      if (!text.value) return;
      try {
        const begun = await tell(["collections"], { name: text.value, classes: FIRST_CLASSES });
        state.set({ collection: begun.name, class: "" });
      } catch (thrown) {
        fail(thrown);
      }
    });
    const choice = element("label", { class: "field" }, t("collect.choose"), select);
    return element("div", { class: "tools" }, ...collections.length ? [choice] : [], form);
  }

  if (!name) {
    main.append(element("p", {}, t("collect.none")));
    return () => {};
  }

  /** @type {Collected | null} */
  let collected = null;
  /** @type {PageNet | null} */
  let net = null;
  let isClosed = false;

  const pad = createCollectPad(t, padChanged);
  const gallery = createGallery(t, name, { changed: enable, renew });
  const camera = createCamera(t, (photograph) => sending.add([photograph]));
  const sending = createSending(page, name, { t, fail, renew });
  const classes = createClassEditor(t, {
    choose: (to) => {
      state.set({ class: to });
      renew();
    },
    add: (text) => act(() => change({ class: text })),
    rename: (text) => act(() => change({ class: text, instead_of: className() })),
    remove: () => act(() => remove({ class: className() })),
  });

  const folder = element(
    "p",
    { class: "note" },
    t("collect.folder", { folder: `collected/${name}/` }),
  );
  const keep = button("", () => {
    const to = className();
    act(async () => {
      const picture = await pad.picture();
      await sendFile(addressFor(["collections", name, "images"], { class: to }), picture);
      pad.clear();
    });
  }, { class: "main-button" });
  const verdict = element("p", { class: "collect-verdict", role: "status" });
  const takeBack = button(
    t("collect.takeBack"),
    () => act(() => remove({ images: [collected?.newest ?? ""] })),
  );
  const deleteChosen = button(
    t("collect.delete"),
    () => act(() => remove({ images: gallery.chosen() })),
  );
  const undo = button(t("collect.undo"), () =>
    act(async () => {
      const { restored } = await tell(["collections", name, "undo"]);
      return t("collect.restored", { count: restored });
    }));
  const advice = element("ul", { class: "collect-missing" });
  const train = element("a", { class: "button-link" }, t("collect.train"));
  const trainHere = button(t("collect.trainHere"), learn);
  const learned = element("p", { role: "status" });
  main.append(
    folder,
    classes.root,
    element(
      "div",
      { class: "collect-ways" },
      element(
        "section",
        { class: "panel" },
        element("h2", {}, t("collect.draw")),
        pad.root,
        keep,
        verdict,
      ),
      element(
        "section",
        { class: "panel" },
        sending.root,
        camera.root,
      ),
      element(
        "section",
        { class: "panel" },
        advice,
        element("div", { class: "tools" }, train, trainHere),
        learned,
      ),
    ),
    element(
      "section",
      { class: "panel" },
      gallery.title,
      element("div", { class: "tools" }, takeBack, deleteChosen, undo),
      gallery.root,
    ),
  );

  /** @returns {string} the class that images are added to */
  function className() {
    const names = collected?.classes.map((each) => each.name) ?? [];
    const { class: wanted } = state.get();
    return names.includes(wanted) ? wanted : names[0] ?? "";
  }

  /** @param {{class: string, instead_of?: string}} body */
  async function change(body) {
    const { class: made } = await tell(["collections", name, "classes"], body);
    state.set({ class: made });
  }

  /** @param {{images?: string[], class?: string}} body */
  async function remove(body) {
    const { removed } = await tell(["collections", name, "bin"], body);
    return t("collect.deleted", { count: removed });
  }

  let isRenewing = false;
  let isDue = false;

  /** Shows what is there now; while it is being asked for, once more afterwards. */
  async function renew() {
    isDue = true;
    if (isRenewing) return;
    isRenewing = true;
    while (isDue && !isClosed) {
      isDue = false;
      await renewOnce();
    }
    isRenewing = false;
  }

  async function renewOnce() {
    try {
      /** @type {Collected} */
      const told = await ask(["collections", name]);
      if (isClosed) return;
      collected = told;
      const to = className();
      const asked = gallery.asked(to);
      const { images, total } = to
        ? await ask(["collections", name, "images"], asked)
        : { images: [], total: 0 };
      if (isClosed) return;
      classes.show(told.classes, to);
      keep.textContent = t("collect.keep", { name: to });
      sending.show(to);
      gallery.show(to, images, total);
      showAdvice();
      enable();
    } catch (thrown) {
      if (!isClosed) fail(thrown);
    }
  }

  function showAdvice() {
    const { classes: known } = /** @type {Collected} */ (collected);
    const { classes: count, few } = missing(known);
    const lines = [
      ...count === null ? [] : [t("collect.needClasses", { count })],
      ...few.map((each) => t("collect.needImages", { ...each, least: LEAST })),
    ];
    const isReady = lines.length === 0;
    if (isReady && known.some((each) => each.count < ENOUGH)) lines.push(t("collect.few"));
    advice.replaceChildren(...lines.map((line) => element("li", {}, line)));
    trainHere.disabled = !isReady;
    train.hidden = !isReady;
    const { language: code } = page.store.get();
    const source = collected?.source ?? `collected/${name}`;
    train.setAttribute("href", trainAddress(code, { source }));
  }

  function enable() {
    const isThere = className() !== "";
    keep.disabled = !isThere || pad.isBlank();
    takeBack.disabled = !collected?.newest;
    deleteChosen.disabled = gallery.chosen().length === 0;
    undo.disabled = !collected?.can_undo;
  }

  async function padChanged() {
    enable();
    verdict.textContent = "";
    if (!net || pad.isBlank()) return;
    try {
      const judged = await net.judge(pad.ink(), SIDE);
      if (!judged || pad.isBlank()) return;
      const { name: likeliest, share } = judged;
      verdict.textContent = t("collect.verdict", { name: likeliest, percent: percent(share) });
    } catch (thrown) {
      fail(thrown);
    }
  }

  async function learn() {
    trainHere.disabled = true;
    learned.textContent = t("collect.training");
    try {
      const trained = await trainInPage(
        await ask(["collections", name, "pixels"], { side: NET_SIDE }),
      );
      if (isClosed) return trained.close();
      net?.close();
      net = trained;
      learned.textContent = t("collect.trained", { count: net.count, right: net.right });
      padChanged();
    } catch (thrown) {
      learned.replaceChildren(failure(thrown, language));
    }
    trainHere.disabled = false;
  }

  const stops = [
    follow("", {
      changed: (what) => what.has("collected") && renew(),
      server: (isThere) => isThere && said.replaceChildren(),
    }),
    listen(main, "dragover", (event) => event.preventDefault()),
    listen(main, "drop", (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      sending.add(event.dataTransfer?.files ?? []);
    }),
  ];
  renew();
  return () => {
    isClosed = true;
    stops.forEach((stop) => stop());
    sending.stop();
    pad.stop();
    camera.stop();
    gallery.stop();
    net?.close();
  };
}
