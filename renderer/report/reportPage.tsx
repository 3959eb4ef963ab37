import { renderToStaticMarkup } from 'react-dom/server';
import type { Report } from '../../electron/engine/report/report';
import { StaticDrawing } from './ChartFigure';
import { ReportView } from './ReportView';
import { chartDrawing, StaticChart } from './StaticChart';

/** What a page brings along, as text: built beside this program. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  /** The policy's words for exactly this script and this style: `'sha256-…'`. */
  readonly scriptHash: string;
  readonly styleHash: string;
}

/**
 * A report as one file that needs nothing else: it opens from a disk, loads nothing, and is complete without its
 * script, which adds filter, sorting, tooltips and the dark look.
 *
 * @param data everything in the tables, for other programs
 */
export function reportPage(report: Report, data: object, assets: PageAssets): string {
  const body = renderToStaticMarkup(
    <StaticDrawing value={(spec) => <StaticChart spec={spec} drawing={chartDrawing(spec)} />}>
      <header className="report-tools" hidden>
        <label>
          Filter{' '}
          <input
            id="report-filter"
            type="search"
            placeholder="regret<5 family:streaming batch:4..64 verdict:slower"
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <output id="report-count" className="note" />
        <button id="report-theme" type="button">
          Dark
        </button>
      </header>
      <main>
        <ReportView report={report} />
      </main>
    </StaticDrawing>,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="MoE Workbench ${escapeHtml(report.provenance.version)}">
<title>${escapeHtml(report.title)}</title>
<style>${assets.style}</style>
<script>${assets.script}</script>
</head>
<body class="report-page">
${withoutNul(body)}
<script type="application/json" id="report-data">${jsonInPage(data)}</script>
</body>
</html>
`;
}

/** Nothing is loaded and only our own script runs; drawings carry style attributes. */
function contentPolicy({ scriptHash, styleHash }: PageAssets): string {
  return [
    "default-src 'none'",
    `script-src ${scriptHash}`,
    `style-src-elem ${styleHash}`,
    "style-src-attr 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** JSON that cannot end the element it stands in. */
function jsonInPage(data: object): string {
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}

/** HTML may not hold NUL: a parser would leave it out of a name without a trace. */
function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

function escapeHtml(text: string): string {
  return withoutNul(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
