import type { ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { svgXml } from './svgXml';

/**
 * A chart as the text of one svg element, drawn aside in the global `document`: that of a window, or one that
 * is emulated. The chart gets its size as props, for nothing is laid out here.
 *
 * @throws when the chart draws no svg, which is a bug
 */
export function drawSvg(chart: ReactElement): string {
  const place = document.createElement('div');
  const root = createRoot(place);
  try {
    flushSync(() => root.render(chart));
    const svg = place.querySelector('svg.recharts-surface') ?? place.querySelector('svg');
    if (svg === null) throw new Error('The chart has drawn no picture.');
    return svgXml(svg);
  } finally {
    flushSync(() => root.unmount());
  }
}
