/** The teacher's screen of a room: how to join, who is where, bets, a lock, and the end of it. */

/** @import { Store } from "../core/state.js" */
/** @import { Page, Screen } from "./page.js" */
import { button, element } from "../core/dom.js";
import { createStore } from "../core/state.js";
import { failure } from "../panels/failure.js";
import { ask, remove, tell } from "../studio/api.js";
import { createBets } from "../studio/bets_chart.js";
import { createConfirmation } from "../studio/confirmation.js";
import { focusAgain, whereFocusIs } from "../studio/focus.js";
import { createPupilsTable } from "../studio/pupils_table.js";
import { studioTextsIn } from "../studio/texts.js";
import { staysText } from "../studio/whose.js";
import { languageOfPage } from "./page.js";

/** @type {Screen} */
export const roomScreen = {
  name: "room",
  title: (language) => studioTextsIn(language)("room.name"),
  open,
};

/** Milliseconds between two looks at runs, which nobody tells of. */
const LOOK_MS = 4000;

/** `join` shows nothing but how to join, for a projector. */
const ROOM = { show: "" };

/** @type {WeakMap<Page, Store<typeof ROOM>>} */
const kept = new WeakMap();

/** @type {Screen["open"]} */
async function open(place, page) {
  const state = kept.get(page) ?? createStore({ ...ROOM });
  kept.set(page, state);
  const disconnect = page.address.connect(state, { defaults: ROOM, visited: ["show"] });
  const main = element("main", { class: "studio-screen room-screen" });
  const note = element("p", { class: "stays" });
  const said = element("div", { role: "status" });
  const join = element("section", { class: "panel join-panel" });
  const shown = element("div", { class: "room-parts" });
  const end = element("section", { class: "panel" });
  main.append(note, said, join, shown, end);
  place.append(main);
  let isOpen = true;
  let leaving = "";
  /** Of what is shown, so that nothing is shown anew that has not changed. */
  let last = "";

  const language = () => languageOfPage(page.store);
  const words = () => studioTextsIn(language());
  /** @param {unknown} thrown */
  const fail = (thrown) => said.replaceChildren(failure(thrown, language()));

  /** @param {string} pupil @param {string} run */
  function linkTo(pupil, run) {
    const { language: code } = page.store.get();
    const hash = new URLSearchParams({ ...code && { language: code }, ...run && { run } });
    return `/?${new URLSearchParams({ pupil })}#${hash}`;
  }

  /** @param {any} room */
  function showJoin(room) {
    const t = words();
    const isAlone = state.get().show === "join";
    main.classList.toggle("is-alone", isAlone);
    const focused = whereFocusIs(join);
    join.replaceChildren(
      element("h2", {}, t("room.join")),
      element(
        "div",
        { class: "join-parts" },
        element("img", {
          // Another picture after the class was wiped, at the same address.
          src: `/api/room/code.svg?${new URLSearchParams({ code: room.code })}`,
          alt: t("room.picture", { link: room.link }),
        }),
        element(
          "div",
          {},
          element("p", {}, t("room.open")),
          element("p", { class: "large" }, room.address),
          element("p", {}, t("room.type")),
          element("p", { class: "large code" }, room.code),
          element("p", { class: "note" }, t("room.how")),
        ),
      ),
      element(
        "div",
        { class: "tools" },
        button(
          t(isAlone ? "room.showAll" : "room.showAlone"),
          () => state.set({ show: isAlone ? "" : "join" }),
        ),
      ),
    );
    focusAgain(join, focused);
  }

  /** @param {any} room */
  function showPupils(room) {
    const t = words();
    const { pupils, is_locked: isLocked } = room;
    const here = pupils.filter((/** @type {any} */ pupil) => pupil.is_here).length;
    const focused = whereFocusIs(shown);
    shown.replaceChildren(
      element(
        "section",
        { class: "panel" },
        element("h2", {}, t("room.pupils", { here, count: pupils.length })),
        element(
          "div",
          { class: "tools" },
          button(
            t(isLocked ? "room.unlock" : "room.lock"),
            () => act(() => tell(["room", "lock"], { is_locked: !isLocked })),
            { "aria-pressed": String(isLocked), class: "main-button" },
          ),
          element(
            "span",
            { class: "note" },
            t("room.queue", {
              running: room.running,
              waiting: room.waiting,
            }),
          ),
        ),
        pupils.length
          ? createPupilsTable(pupils, leaving, t, language(), linkTo, {
            ask: (id) => {
              leaving = id;
              showPupils(room);
            },
            remove: (id) =>
              act(async () => {
                leaving = "";
                await remove(["room", "pupils", id]);
              }),
          })
          : element("p", {}, t("room.nobody")),
      ),
      createBets(room.bets, room.won_within, t, language(), linkTo),
    );
    focusAgain(shown, focused);
  }

  /** @param {any} room */
  function showEnd(room) {
    const t = words();
    end.replaceChildren(
      element("h2", {}, t("room.end")),
      element("p", {}, t("room.folder", { folder: room.folder })),
      createConfirmation(t("room.wipe"), t("room.wipeSure"), t("room.no"), async () => {
        const { removed } = await tell(["room", "wipe"], { confirm: "wipe" });
        said.textContent = words()("room.wiped", { count: removed });
        await look(true);
      }, fail),
    );
  }

  /** @param {boolean} isAll whether everything is shown anew */
  async function look(isAll) {
    try {
      const room = await ask(["room"]);
      if (!isOpen) return;
      const now = JSON.stringify(room);
      if (now === last && !isAll) return;
      const before = last && JSON.parse(last);
      last = now;
      note.textContent = staysText(words(), page.settings);
      if (isAll || before.code !== room.code) {
        showJoin(room);
        showEnd(room);
      }
      showPupils(room);
    } catch (thrown) {
      if (isOpen) fail(thrown);
    }
  }

  /** @param {() => Promise<any>} change */
  async function act(change) {
    try {
      await change();
      said.replaceChildren();
    } catch (thrown) {
      fail(thrown);
    }
    await look(false);
  }

  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;
  function follow() {
    socket = new WebSocket(`ws://${location.host}/api/room/live`);
    socket.onmessage = () => look(false);
    socket.onclose = () => {
      if (isOpen) retry = setTimeout(follow, LOOK_MS);
    };
  }

  await look(true);
  follow();
  const timer = setInterval(() => document.hidden || look(false), LOOK_MS);
  const stops = [
    state.subscribe(() => last && showJoin(JSON.parse(last))),
    page.store.subscribe((_, changed) => {
      if (changed.has("language")) look(true);
    }),
  ];
  return () => {
    isOpen = false;
    clearInterval(timer);
    clearTimeout(retry);
    socket?.close();
    stops.forEach((stop) => stop());
    disconnect();
  };
}
