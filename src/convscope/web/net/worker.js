/** The entry of the worker that computes off the main thread. */

import { answerMessages } from "./messages.js";

answerMessages();
