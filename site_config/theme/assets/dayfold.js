/* Two comforts, no layout: the colour choice (kept under Material's own key, so that hand-written pages agree)
   and the place in the rail. */
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const form = document.querySelector("[data-md-component=palette]");
  if (form) {
    const inputs = [...form.querySelectorAll("input")], labels = [...form.querySelectorAll("label")];
    let now = (__md_get("__palette") || {}).index || 0;
    const paint = () => {
      const data = inputs[now].dataset, auto = data.mdColorMedia === "(prefers-color-scheme)";
      document.body.dataset.mdColorScheme = auto ? (dark.matches ? "slate" : "default") : data.mdColorScheme;
      document.body.dataset.mdColorMedia = data.mdColorMedia;
      inputs[now].checked = true;
      labels.forEach((label, i) => { label.hidden = i !== now; });
    };
    inputs.forEach((input, i) => input.addEventListener("change", () => {
      now = i;
      paint();
      const color = { media: input.dataset.mdColorMedia, scheme: input.dataset.mdColorScheme, primary: "custom", accent: "custom" };
      __md_set("__palette", { index: i, color });
    }));
    dark.addEventListener("change", paint);
    paint();
  }
  const links = new Map([...document.querySelectorAll(".df-rail a")].map(a => [decodeURIComponent(a.hash.slice(1)), a]));
  const heads = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    const top = heads.filter(head => head.getBoundingClientRect().top < innerHeight / 3).pop();
    links.forEach((a, id) => a.classList.toggle("md-nav__link--active", !!top && id === top.id));
  };
  if (heads.length) {
    addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    mark();
  }
})();
