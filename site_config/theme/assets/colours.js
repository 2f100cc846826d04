/* What Material does in inline scripts, which a strict Content-Security-Policy forbids: where the site begins, what
   is kept there (for Material's bundle, and for dayfold.js), and the reader's colours before anything is painted.
   Material's names and keys, so that hand-written pages and generated ones agree. */
window.__md_scope = new URL("..", document.currentScript.src);
window.__md_hash = text => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0);
window.__md_get = (key, storage, scope = __md_scope) => {
  // Reading throws where storage is blocked, or holds what is no JSON.
  try { return JSON.parse((storage || localStorage).getItem(`${scope.pathname}.${key}`)); } catch { return null; }
};
window.__md_set = (key, value, storage, scope = __md_scope) => {
  try { (storage || localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value)); } catch { /* full or blocked */ }
};
(() => {
  const kept = __md_get("__palette");
  if (kept && kept.color) {
    const auto = kept.color.media === "(prefers-color-scheme)";
    const dark = auto && matchMedia("(prefers-color-scheme: dark)").matches;
    const color = auto ? { ...kept.color, scheme: dark ? "slate" : "default" } : kept.color;
    for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, value);
  }
  // A tab of hand-written content that the address names is opened; Material's bundle does the rest.
  document.addEventListener("DOMContentLoaded", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.name) target.checked = target.name.startsWith("__tabbed_");
  });
})();
