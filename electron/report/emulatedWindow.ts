import { parseHTML } from 'linkedom';

/**
 * A window for React to draw charts in: Recharts draws only into a document. It must be there before React is
 * loaded, which looks for it once. There is no layout; what asks for a style is told of none.
 */
const { window, document } = parseHTML('<!doctype html><html><body></body></html>');

Object.assign(globalThis, {
  window: Object.assign(window, { getComputedStyle: () => ({}) }),
  document,
  navigator: globalThis.navigator ?? { userAgent: 'node' },
  HTMLElement: window.HTMLElement,
  SVGElement: window.SVGElement,
  Element: window.Element,
  Node: window.Node,
  HTMLIFrameElement: window.HTMLIFrameElement,
  requestAnimationFrame: (callback: (timeMs: number) => void) =>
    setTimeout(() => callback(performance.now()), 0),
  cancelAnimationFrame: (handle: NodeJS.Timeout) => clearTimeout(handle),
});
