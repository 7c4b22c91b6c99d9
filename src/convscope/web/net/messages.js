/** What a worker does with the messages that it is sent. */

import { createService } from "./service.js";

/** Answers every request of the page that has started this worker. */
export function answerMessages() {
  const answer = createService();
  self.addEventListener("message", ({ data: { id, request } }) => {
    const { transfer, ...reply } = answer(request);
    self.postMessage({ id, reply }, { transfer });
  });
}
