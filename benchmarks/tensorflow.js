/** TensorFlow.js with one thread of WebAssembly, from the packages that a benchmark was given. */

/** @param {string} source */
function loadScript(source) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: source });
    script.onload = resolve;
    script.onerror = () => reject(new Error(source));
    document.head.append(script);
  });
}

/** Makes `tf` global, with the backends `wasm` (chosen) and `cpu`. */
export async function loadTensorflow() {
  await loadScript("/packages/@tensorflow/tfjs/dist/tf.min.js");
  await loadScript("/packages/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js");
  tf.wasm.setWasmPaths("/packages/@tensorflow/tfjs-backend-wasm/dist/");
  tf.wasm.setThreadsCount(1);
  await tf.setBackend("wasm");
  await tf.ready();
}
