/** Tells the room which screen a pupil's page shows, and the page what the teacher decides. */

/** @import { Page } from "../screens/page.js" */
import { element } from "../core/dom.js";
import { languageFor } from "../core/texts.js";
import { studioTextsIn } from "./texts.js";

/** Milliseconds between two tries to reach the room, at first and at most. */
const FIRST_MS = 1000;
const MOST_MS = 8000;

/**
 * Stays in touch with the room for as long as the page is open.
 *
 * @param {Page} page
 * @param {boolean} isLockedNow whether pupils may begin no training
 */
export function createAnnouncer({ store, settings }, isLockedNow) {
  const note = element("p", { class: "room-note", role: "status" });
  document.querySelector(".convscope .head")?.parentElement?.after(note);
  let isLocked = isLockedNow;
  let waitMs = FIRST_MS;
  /** @type {WebSocket | null} */
  let socket = null;

  function show() {
    const t = studioTextsIn(languageFor(store.get().language, navigator.languages));
    note.hidden = !isLocked;
    note.textContent = isLocked ? t("room.lockedNote") : "";
  }

  const say = () => {
    if (socket?.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify({ screen: store.get().screen }));
  };

  function connect() {
    socket = new WebSocket(`ws://${location.host}/api/room/live`);
    socket.onopen = () => {
      waitMs = FIRST_MS;
      say();
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.kind === "removed") location.replace("/join");
      if (message.kind === "locked") {
        isLocked = message.is_locked;
        if (settings.room) settings.room.is_locked = isLocked;
        show();
      }
    };
    socket.onclose = () => {
      setTimeout(connect, waitMs);
      waitMs = Math.min(2 * waitMs, MOST_MS);
    };
  }
  store.subscribe((_, changed) => {
    if (changed.has("screen")) say();
    if (changed.has("language")) show();
  });
  show();
  connect();
}
