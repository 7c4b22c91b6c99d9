/** Keeps a picture for as long as its tab is open, so that loading the page again keeps it too. */

/** Where the picture lies: on this machine, for this tab alone, gone when it is closed. */
const KEY = "convscope.picture";

/**
 * Remembers a picture under a name, in place of any other; forgets where there is no room for it.
 *
 * @param {string} name
 * @param {string | null} dataUrl null for no picture
 */
export function rememberPicture(name, dataUrl) {
  try {
    sessionStorage.removeItem(KEY);
    if (dataUrl) sessionStorage.setItem(KEY, JSON.stringify({ name, dataUrl }));
  } catch {
    // Too large, or storage is forbidden here: loading the page again shows the drawing instead.
  }
}

/**
 * Returns the picture that was remembered under a name.
 *
 * @param {string} name
 * @returns {string | null} a data URL
 */
export function rememberedPicture(name) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return kept?.name === name ? String(kept.dataUrl) : null;
  } catch {
    return null;
  }
}
