/** Tells the room which screen a pupil's page shows, and the page what the teacher decides. */

/** @import { Page } from "../screens/page.js" */
import { element } from "../core/dom.js";
import { languageFor } from "../core/texts.js";
import { joinRoomChannel } from "../core/room_channel.js";
import { studioTextsIn } from "./texts.js";

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

  function show() {
    const t = studioTextsIn(languageFor(store.get().language, navigator.languages));
    note.hidden = !isLocked;
    note.textContent = isLocked ? t("room.lockedNote") : "";
  }

  const say = joinRoomChannel(() => store.get().screen, (message) => {
    if (message.kind !== "locked") return;
    isLocked = message.is_locked;
    if (settings.room) settings.room.is_locked = isLocked;
    show();
  });
  store.subscribe((_, changed) => {
    if (changed.has("screen")) say();
    if (changed.has("language")) show();
  });
  show();
}
