/** Asking the page's own server, with errors that say what has happened to it. */

import { ConvscopeError, errorFromParts, UnreachableError } from "./errors.js";

/** Event of the document: a server that had fallen silent answers again. */
export const SERVER_ANSWERS = "convscope-server-answers";

/**
 * Returns what the server says in JSON.
 *
 * @param {string} url
 * @returns {Promise<any>}
 * @throws {ConvscopeError} the server is gone, or answers with something else
 */
export function fetchJson(url) {
  return fetchBytes(url).then((bytes) => parsed(url, bytes));
}

/**
 * Sends something to the server, and returns what it says in JSON.
 *
 * @param {string} url
 * @param {"POST" | "DELETE"} method
 * @param {unknown} [body] becomes JSON
 * @returns {Promise<any>}
 * @throws {ConvscopeError} the server is gone, or cannot use it
 */
export async function sendJson(url, method, body) {
  const sent = body === undefined
    ? { method }
    : { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return parsed(url, await bytesOf(url, sent));
}

/**
 * Sends a file as it is, and returns what the server says in JSON.
 *
 * @param {string} url
 * @param {Blob} file its kind goes along; it is not read here
 * @returns {Promise<any>}
 * @throws {ConvscopeError} the server is gone, or cannot use it
 */
export async function sendFile(url, file) {
  const headers = { "Content-Type": file.type || "application/octet-stream" };
  return parsed(url, await bytesOf(url, { method: "POST", headers, body: file }));
}

/** @param {string} url @param {ArrayBuffer} bytes @returns {any} */
function parsed(url, bytes) {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new ConvscopeError(
      `${url} is not what this page's server sends.`,
      "Expected JSON from convscope itself; something else may listen on this port now.",
      "Start it again in its terminal. Where it prints another address, open that one.",
    );
  }
}

/**
 * Returns the bytes of a file of the server.
 *
 * @param {string} url
 * @returns {Promise<ArrayBuffer>}
 * @throws {ConvscopeError} the server is gone, or does not have it
 */
export function fetchBytes(url) {
  return bytesOf(url);
}

/** @param {string} url @param {RequestInit} [request] @returns {Promise<ArrayBuffer>} */
async function bytesOf(url, request) {
  const response = await reach(() => fetch(url, request));
  const bytes = await reach(() => response.arrayBuffer());
  if (response.ok) return bytes;
  throw errorOf(url, response.status, new TextDecoder().decode(bytes));
}

/**
 * @template Answer
 * @param {() => Promise<Answer>} ask
 * @returns {Promise<Answer>}
 */
async function reach(ask) {
  try {
    return await ask();
  } catch {
    throw new UnreachableError(
      "The page's server does not answer.",
      "Expected convscope to be still running in its terminal.",
      "Start it again in its terminal. Where it prints another address, open that one.",
    );
  }
}

/** @param {string} url @param {number} status @param {string} body @returns {ConvscopeError} */
function errorOf(url, status, body) {
  try {
    const { error, expected, fix } = JSON.parse(body);
    if ([error, expected, fix].every((part) => typeof part === "string")) {
      return errorFromParts({ error, expected, fix });
    }
  } catch {
    // The answer of something else than convscope: its status has to do.
  }
  return new ConvscopeError(
    `${url}: the server answered ${status}.`,
    "Expected a file of this page from convscope itself.",
    "Start it again in its terminal. Where it prints another address, open that one.",
  );
}
