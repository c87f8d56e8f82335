/** Where the keyboard is real, a screen may take the focus without raising one. */
export const finePointer = (): boolean => matchMedia("(pointer: fine)").matches;

/** iOS lays its keyboard over the page without changing `dvh`: give the page the height that can be seen. */
export function followVisibleHeight(): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const fit = () => {
    const covered = window.innerHeight - viewport.height > 80 && viewport.scale === 1;
    if (covered) document.documentElement.style.setProperty("--visible-height", `${viewport.height}px`);
    else document.documentElement.style.removeProperty("--visible-height");
    if (covered) window.scrollTo(0, 0);
  };
  viewport.addEventListener("resize", fit);
}
