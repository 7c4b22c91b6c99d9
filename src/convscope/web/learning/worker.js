/** The entry of the worker that trains off the main thread. */

import { createLearningService } from "./service.js";

const answer = createLearningService((news) => self.postMessage({ news }));

self.addEventListener("message", ({ data: { id, request } }) => {
  self.postMessage({ id, reply: answer(request) });
});
