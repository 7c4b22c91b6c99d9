import assert from "node:assert/strict";
import {
  ConvscopeError,
  errorFromParts,
  errorParts,
} from "../../../src/convscope/web/core/errors.js";

Deno.test("an error crosses threads whole", () => {
  const error = new ConvscopeError("Received 3.", "Expected 2.", "Take one away.");
  const back = errorFromParts(structuredClone(errorParts(error)));
  assert.equal(back.message, "Received 3. Expected 2. Take one away.");
  assert.deepEqual(back.asJson(), error.asJson());
});

Deno.test("a bug says that it is ours", () => {
  assert.match(errorParts(new TypeError("x is undefined")).error, /failed: x is undefined/);
  assert.match(errorParts("odd").expected, /bug of convscope/);
});
