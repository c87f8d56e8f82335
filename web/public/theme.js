// Runs before the first paint, from our own origin: the content security policy allows no inline script.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("kith.theme");
  } catch {
    // Storage may be switched off; the system's preference is a good answer then.
  }
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#1b1519" : "#fcf9f6");
})();
