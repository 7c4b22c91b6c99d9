/** Says on every screen that the server does not answer, for as long as it does not. */

/** @import { Page } from "../screens/page.js" */
import { element } from "../core/dom.js";
import { SERVER_ANSWERS } from "../core/requests.js";
import { languageFor } from "../core/texts.js";
import { follow } from "./live_socket.js";
import { studioTextsIn } from "./texts.js";

/**
 * Puts the note below the header; the page stays in touch with its server for as long as it is open.
 *
 * @param {Page} page
 */
export function createServerNote({ store }) {
  const note = element("p", { class: "server-note", role: "status" });
  document.querySelector(".convscope .head-place")?.after(note);
  let isThere = true;

  function show() {
    note.hidden = isThere;
    note.textContent = isThere
      ? ""
      : studioTextsIn(languageFor(store.get().language, navigator.languages))("studio.offline");
  }

  follow("", {
    server(answers) {
      isThere = answers;
      show();
      if (isThere) document.dispatchEvent(new Event(SERVER_ANSWERS));
    },
  });
  store.subscribe((_, changed) => changed.has("language") && show());
  show();
}
