/**
 * Every chart of the built window, exported from its own menu in real Chromium. Set CHART_PICTURES to a folder
 * to keep what is exported and look at it.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scene } from './fakeHostPage';
import { windowPages } from './windowPage';

const KEPT = process.env['CHART_PICTURES'];
const LIMIT_MS = 60_000;
const LOOKS = ['light', 'dark', 'contrast'] as const;

const { show } = windowPages(LIMIT_MS);

let folder: string;

beforeAll(async () => {
  folder = KEPT ?? (await mkdtemp(join(tmpdir(), 'chart-pictures-')));
  await mkdir(folder, { recursive: true });
});

afterAll(async () => {
  if (KEPT === undefined) await rm(folder, { recursive: true });
});

/** Chooses an item of a chart's menu and keeps what is downloaded. */
async function exported(page: Page, title: string, item: string, prefix: string): Promise<Buffer> {
  await page.getByRole('button', { name: `Export ${title}`, exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  const path = join(folder, `${prefix}-${download.suggestedFilename()}`);
  await download.saveAs(path);
  return readFile(path);
}

/** Width and height as its first chunk says. */
function pngSize(png: Buffer): readonly number[] {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

interface ExportedChart {
  readonly scene: Scene;
  readonly hash: string;
  readonly title: string;
  /** Texts inside the picture. */
  readonly words: readonly string[];
  /** First heading of the data, and how many lines follow. */
  readonly csv: readonly [heading: string, lines: number];
}

const RUN = 'run demo · Invented Processor 9000 @ 2.00GHz · 2026-11-20 · MoE Workbench 0.1.0';
const COMPARED_RUN = 'run demo · a processor · 2026-11-23 · MoE Workbench 0.1.0';
const CHARTS: readonly ExportedChart[] = [
  {
    scene: 'finished',
    hash: '/overview/demo',
    title: 'Speed-up over natural by batch size',
    words: ['speed-up over natural, ×', 'batch size, tokens', 'streaming', RUN],
    csv: ['"batch size, tokens"', 4],
  },
  {
    scene: 'finished',
    hash: '/overview/demo?times=table',
    title: 'Best time by batch size',
    words: ['best time, µs', 'batch size, tokens', 'natural', RUN],
    csv: ['"batch size, tokens"', 4],
  },
  {
    scene: 'compared',
    hash: '/compare/demo?tab=speed-up',
    title: 'Speed-up of B over A by batch size',
    words: ['speed-up of B over A, ×', 'A, the baseline', 'margin', COMPARED_RUN],
    csv: ['"batch size, tokens"', 4],
  },
  {
    scene: 'compared',
    hash: '/compare/demo?tab=distributions',
    title: 'Slots of both sides',
    words: ['share of slots, %', 'time of a slot, µs', 'A', 'B', COMPARED_RUN],
    csv: ['side', 64],
  },
  {
    scene: 'compared',
    hash: '/compare/demo?tab=distributions',
    title: 'Blocks in the order of time',
    words: ['speed-up of B over A, ×', 'block, in the order of time', COMPARED_RUN],
    csv: ['"block, in the order of time"', 16],
  },
  {
    scene: 'finished',
    hash: '/tactics/demo',
    title: 'How far each tactic is from the best, by batch size',
    words: ['batch size, tokens', 'Tactic; regret, %', 'as good as the best', 'm32n12k64', RUN],
    csv: ['tactic', 48],
  },
  {
    scene: 'finished',
    hash: '/registers/demo',
    title: 'Registers per thread, as the compiler gave them',
    words: ['registers per thread', 'its setmaxnreg limit', 'report of nvcc 13.0.88 for sm90'],
    csv: ['tactic', 5],
  },
];

describe.each(LOOKS)('in the %s look', (look) => {
  it.each(CHARTS.map((chart) => [`${chart.title}, at ${chart.hash}`, chart] as const))(
    '%s',
    async (_, { scene, hash, title, words, csv }) => {
      const { page, complaints } = await show(scene, hash, { look });
      const svg = (await exported(page, title, 'SVG picture', look)).toString('utf8');
      // Refuses what is not well-formed.
      const root = new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document.documentElement;
      const texts = [...root.querySelectorAll('text')].map((text) => text.textContent);
      for (const word of [title, ...words]) expect(texts).toContain(word);
      expect(svg).not.toMatch(/var\(|NaN/);
      const size = ['width', 'height'].map((name) => Number(root.getAttribute(name)));
      const png = await exported(page, title, 'PNG picture', look);
      expect(pngSize(png)).toEqual(size.map((length) => 2 * length));
      const data = (await exported(page, title, 'CSV data', look)).toString('utf8');
      expect(data.startsWith(`${csv[0]},`)).toBe(true);
      expect(data.trimEnd().split('\r\n')).toHaveLength(1 + csv[1]);
      expect(await clippedTexts(page, svg)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LIMIT_MS,
  );
});

/** Texts of a picture that leave it, or run into another text, as the browser lays them out. */
function clippedTexts(page: Page, svg: string): Promise<readonly string[]> {
  return page.evaluate((markup) => {
    const place = document.createElement('div');
    place.style.position = 'absolute';
    document.body.append(place);
    const parsed = new DOMParser().parseFromString(markup, 'image/svg+xml');
    place.append(document.importNode(parsed.documentElement, true));
    const edge = place.getBoundingClientRect();
    const boxes = [...place.querySelectorAll('text')].map((text) => ({
      text: text.textContent,
      box: text.getBoundingClientRect(),
    }));
    const leaving = boxes.filter(
      ({ box }) =>
        box.left < edge.left ||
        box.right > edge.right ||
        box.top < edge.top ||
        box.bottom > edge.bottom,
    );
    // The boxes of lines of text hold room above and below the letters.
    const overlapping = boxes.filter(({ box }, index) =>
      boxes.some(
        ({ box: other }, place) =>
          place > index &&
          box.left < other.right &&
          other.left < box.right &&
          box.top + 4 < other.bottom &&
          other.top + 4 < box.bottom,
      ),
    );
    place.remove();
    return [...leaving, ...overlapping].map(({ text }) => text);
  }, svg);
}
