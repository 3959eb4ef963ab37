import { usePlotArea } from 'recharts';
import type { ChartSpec } from '../charts/chartSpec';
import { ChartTooltip } from '../charts/ChartTooltip';
import { drawSvg } from '../charts/drawSvg';
import { LogLineChart } from '../charts/LogLineChart';
import { CHART_SIZE } from './ChartFigure';

/** Pixels from the left edge of the drawing. */
interface PlotArea {
  readonly x: number;
  readonly width: number;
}

/** A drawing as text, and where in it batch sizes lie. */
export interface ChartDrawing {
  readonly svg: string;
  readonly plot?: PlotArea | undefined;
}

/** Draws a chart aside; colours stay custom properties, so that they follow the page it is put into. */
export function chartDrawing(spec: ChartSpec): ChartDrawing {
  let plot: PlotArea | undefined;
  const svg = drawSvg(
    <LogLineChart spec={spec} {...CHART_SIZE}>
      <PlotAreaProbe onPlot={(area) => (plot = area)} />
    </LogLineChart>,
  );
  return { svg, plot };
}

/**
 * A chart on the page of a report: the drawing as it stands, and over it a strip for each batch size with the
 * figures that show when it is pointed at.
 */
export function StaticChart(props: { readonly spec: ChartSpec; readonly drawing: ChartDrawing }) {
  const { spec, drawing } = props;
  return (
    <div className="static-chart">
      {/* Drawn by our own components a moment ago; text in it is escaped by svgXml. */}
      <div
        role="img"
        aria-label={`${spec.title}; the same data is in the table below`}
        dangerouslySetInnerHTML={{ __html: fluid(drawing.svg) }}
      />
      {drawing.plot !== undefined && <PointerStrips spec={spec} plot={drawing.plot} />}
    </div>
  );
}

function PlotAreaProbe({ onPlot }: { readonly onPlot: (area: PlotArea) => void }) {
  const area = usePlotArea();
  if (area !== undefined) onPlot(area);
  return null;
}

/** As wide as the page, with the proportions of the drawing. */
function fluid(svg: string): string {
  return svg.replace('<svg ', '<svg style="width:100%;height:auto;display:block" ');
}

/** Each strip reaches half-way to its neighbours. */
function PointerStrips({ spec, plot }: { readonly spec: ChartSpec; readonly plot: PlotArea }) {
  const [low, high] = spec.xDomain.map(Math.log);
  const places = spec.xTicks.map(
    (x) => plot.x + ((Math.log(x) - (low ?? 0)) / ((high ?? 1) - (low ?? 0))) * plot.width,
  );
  const edges = [
    plot.x,
    ...places.slice(1).map((place, index) => (place + (places[index] ?? place)) / 2),
    plot.x + plot.width,
  ];
  return spec.xTicks.map((x, index) => {
    const left = edges[index] ?? plot.x;
    const right = edges[index + 1] ?? left;
    return (
      <div
        key={x}
        className="pointer-strip"
        style={{ left: share(left), width: share(right - left) }}
      >
        <ChartTooltip spec={spec} active label={x} />
      </div>
    );
  });
}

function share(pixels: number): string {
  return `${((100 * pixels) / CHART_SIZE.width).toFixed(3)}%`;
}
