// The window must be there before React is loaded.
import './emulatedWindow';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../contract/errors';
import type { MadeFile } from '../engine/report/exportJob';
import type { Report } from '../engine/report/report';
import { failure, success } from '../engine/result';
import { pictureOf } from '../../renderer/charts/exports';
import { reportPictures } from '../../renderer/report/reportPictures';
import { assetsFolder } from './appAssets';
import { loadRasteriser } from './rasterise';

/** The report's pictures, one file each, in the light look. */
export async function pictureFiles(
  report: Report,
  format: 'svg' | 'png',
): Promise<Result<readonly MadeFile[]>> {
  const pictures = reportPictures(report);
  if (pictures.length === 0) {
    return failure(
      'invalid_request',
      'none of the sections is a picture with something in it: speedup, times and regrets are',
    );
  }
  const colorOf = await lightColors();
  const rasteriser = format === 'png' ? await loadRasteriser(assetsFolder) : undefined;
  return success(
    pictures.map(({ name, chart }) => {
      const svg = pictureOf(chart, colorOf);
      const content = rasteriser?.png(svg) ?? new TextEncoder().encode(`${svg}\n`);
      return { name: `${report.provenance.run.runId}-${name}.${format}`, content };
    }),
  );
}

/** The custom properties of the page's style, before any other look changes them. */
async function lightColors(): Promise<(cssVariable: string) => string> {
  const style = await readFile(join(assetsFolder, 'page.css'), 'utf8');
  const colors = new Map<string, string>();
  for (const [, name = '', value = ''] of style.matchAll(/(--[\w-]+):\s*([^;}]+)/g)) {
    if (!colors.has(name)) {
      colors.set(name, value.trim());
    }
  }
  return (cssVariable) => colors.get(cssVariable) ?? '#000000';
}
