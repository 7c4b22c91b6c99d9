// deno-lint-ignore-file no-var
/*
 * Says in plain words that a browser is too old, where the page would stay blank otherwise. This is
 * a classic script in the syntax of 2009: every browser can read it. The oldest that pass are Chrome
 * and Edge 110, Firefox 115, Safari 16.4.
 */
(function () {
  var passed = false;
  try {
    passed = "noModule" in document.createElement("script") &&
      typeof Object.hasOwn === "function" &&
      typeof Array.prototype.toReversed === "function" &&
      typeof structuredClone === "function" &&
      typeof DecompressionStream === "function" &&
      typeof ResizeObserver === "function" &&
      CSS.supports("container-type: inline-size");
  } catch (_error) {
    passed = false;
  }
  if (passed) return;
  document.documentElement.setAttribute("data-too-old", "");

  function show() {
    var texts = [
      [
        "en",
        "This browser is too old for convscope. Take Chrome or Edge 110, Firefox 115, " +
        "Safari 16.4 or a newer one, and open this page again.",
      ],
      [
        "ja",
        "このブラウザーは古いため、convscope を表示できません。Chrome か Edge の 110、Firefox の 115、" +
        "Safari の 16.4、またはそれより新しいものでこのページを開いてください。",
      ],
    ];
    if (String(navigator.language || "").slice(0, 2) === "ja") texts.reverse();
    var opening = document.getElementById("opening");
    if (opening && opening.parentNode) opening.parentNode.removeChild(opening);
    var box = document.createElement("div");
    box.id = "too-old";
    box.setAttribute("role", "alert");
    texts.forEach(function (text) {
      var line = document.createElement("p");
      line.lang = text[0];
      line.appendChild(document.createTextNode(text[1]));
      box.appendChild(line);
    });
    document.body.appendChild(box);
  }

  if (document.body) show();
  else document.addEventListener("DOMContentLoaded", show);
})();
