import assert from "node:assert/strict";
import { createStore, fromHash, toHash } from "../../../src/convscope/web/core/state.js";

const DEFAULTS = { panel: "draw", layer: 0, isDark: false, neuron: [0, 0, 0] };

Deno.test("listeners hear what changed, once, and nothing when nothing changed", () => {
  const store = createStore(DEFAULTS);
  /** @type {unknown[]} */
  const heard = [];
  const stop = store.subscribe((state, changed) => heard.push([state.layer, [...changed]]));
  store.set({ layer: 2, panel: "draw" });
  store.set({ layer: 2 });
  stop();
  store.set({ layer: 3 });
  assert.deepEqual(heard, [[2, ["layer"]]]);
  assert.equal(store.get().layer, 3);
  assert.equal(DEFAULTS.layer, 0);
});

Deno.test("a listener that leaves while it is called does not disturb the others", () => {
  const store = createStore({ value: 0 });
  let calls = 0;
  const stop = store.subscribe(() => stop());
  store.subscribe(() => calls++);
  store.set({ value: 1 });
  assert.equal(calls, 1);
});

Deno.test("a state goes through the URL and back", () => {
  const state = { panel: "inspect & more", layer: 3, isDark: true, neuron: [1, 2, 3] };
  assert.deepEqual(fromHash(`#${toHash(state, DEFAULTS)}`, DEFAULTS), state);
});

Deno.test("defaults make an empty hash", () => {
  const state = { ...DEFAULTS, notInTheUrl: 5 };
  assert.equal(toHash(/** @type {typeof DEFAULTS} */ (state), DEFAULTS), "");
  assert.deepEqual(fromHash("", DEFAULTS), DEFAULTS);
});

Deno.test("a text that looks like a number stays a text", () => {
  assert.equal(fromHash("panel=7", DEFAULTS).panel, "7");
});

Deno.test("what does not fit is ignored", () => {
  const hash = "#layer=abc&isDark=1&neuron=7&unknown=5&__proto__=x&toString=y";
  assert.deepEqual(fromHash(hash, DEFAULTS), DEFAULTS);
});
