/** What the studio asks its server. */

import { fetchJson, sendJson } from "../core/requests.js";
import { whose } from "./whose.js";

const API = "/api/";

/**
 * Returns an address of the server's.
 *
 * @param {readonly string[]} path its parts, as they are called
 * @param {Record<string, string | number>} [query] empty texts are left out
 * @returns {string}
 */
export function addressFor(path, query = {}) {
  const told = Object.entries({ ...query, pupil: whose() }).filter(([, value]) => value !== "");
  const asked = new URLSearchParams(told.map(([key, value]) => [key, String(value)])).toString();
  return API + path.map(encodeURIComponent).join("/") + (asked && `?${asked}`);
}

/**
 * Asks for something.
 *
 * @param {readonly string[]} path
 * @param {Record<string, string | number>} [query]
 * @returns {Promise<any>}
 * @throws {import("../core/errors.js").ConvscopeError}
 */
export function ask(path, query) {
  return fetchJson(addressFor(path, query));
}

/**
 * Has something changed.
 *
 * @param {readonly string[]} path
 * @param {Record<string, unknown>} [body]
 * @returns {Promise<any>}
 * @throws {import("../core/errors.js").ConvscopeError}
 */
export function tell(path, body = {}) {
  return sendJson(addressFor(path), "POST", body);
}

/**
 * Has something removed.
 *
 * @param {readonly string[]} path
 * @returns {Promise<any>}
 * @throws {import("../core/errors.js").ConvscopeError}
 */
export function remove(path) {
  return sendJson(addressFor(path), "DELETE");
}
