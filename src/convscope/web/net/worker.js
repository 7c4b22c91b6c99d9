/** The entry of the worker that computes off the main thread. */

import { createService } from "./service.js";

const answer = createService();

self.addEventListener("message", ({ data: { id, request } }) => {
  const { transfer, ...reply } = answer(request);
  self.postMessage({ id, reply }, { transfer });
});
