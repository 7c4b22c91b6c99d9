/** Keeps the page beside it, so that it opens without network. It asks for nothing else. */

/** Of the page; it stands here when `convscope lessons --site` has written it. */
const VERSION = "unversioned";

const worker = /** @type {any} */ (self);

/** What this folder's workers keep begins so: other folders of the host have workers of their own. */
const OURS = `convscope ${worker.registration.scope} `;

async function fetchPage() {
  const cache = await caches.open(OURS + VERSION);
  await cache.add(new Request("./", { cache: "no-cache" }));
  await worker.skipWaiting();
}

async function removeOldPages() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== OURS + VERSION) await caches.delete(name);
  }
  await worker.clients.claim();
}

/** @param {Request} request @returns {Promise<Response>} */
async function answer(request) {
  const cache = await caches.open(OURS + VERSION);
  return await cache.match("./") ?? fetch(request);
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(fetchPage()));
worker.addEventListener(
  "activate",
  (/** @type {any} */ event) => event.waitUntil(removeOldPages()),
);
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const here = new URL(event.request.url);
  const page = new URL("./", worker.location.href);
  const isPage = here.origin === page.origin &&
    [page.pathname, `${page.pathname}index.html`].includes(here.pathname);
  if (event.request.mode === "navigate" && isPage) event.respondWith(answer(event.request));
});
