/** The parts of a page that is a single file: those that come after its beginning, in order. */

import { inflate } from "./core/inflate.js";

/**
 * Runs the script of each part as it arrives, then hands over what the page is told with it.
 *
 * @returns {AsyncGenerator<any, void>}
 */
export async function* lateParts() {
  const { late } = JSON.parse(document.getElementById("convscope-page")?.textContent ?? "{}");
  for (let number = 0; number < late; number++) {
    const { script, data } = JSON.parse(await whole(number));
    const element = document.createElement("script");
    element.textContent = await unpacked(script); // The page's policy names it by its hash.
    document.head.append(element);
    yield JSON.parse(await unpacked(data));
  }
}

/** @param {string} text @returns {Promise<string>} */
async function unpacked(text) {
  return new TextDecoder().decode(await inflate(text));
}

/** @param {number} number of a part @returns {Promise<string>} its text, once nothing is missing */
function whole(number) {
  const find = (/** @type {number} */ index) => document.getElementById(`convscope-late-${index}`);
  return new Promise((resolve) => {
    const look = () => {
      if (!find(number + 1) && document.readyState === "loading") return;
      observer.disconnect();
      document.removeEventListener("readystatechange", look);
      resolve(find(number)?.textContent ?? "");
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true });
    document.addEventListener("readystatechange", look);
    look();
  });
}
