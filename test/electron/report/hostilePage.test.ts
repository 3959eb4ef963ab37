import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { appFolder } from '../../../build/lib/paths.mjs';
import type { RunDocument } from '../../../electron/contract/runFile';
import { htmlFile } from '../../../electron/report/htmlFile';
import { inventedReport, kernelOf, listedOf } from '../../fixtures/registers';
import { hostileNames, hostileRun } from '../engine/export/hostileRuns';
import { DIGEST, reportOf } from '../engine/report/reports';
import { pageRows, parsedPage, sectionOf } from './readFormats';

vi.mock('../../../electron/report/appAssets', () => ({
  assetsFolder: join(appFolder, 'report'),
}));

/** What a page could be made to load, run or lead to. */
const FOREIGN = 'img, iframe, object, embed, link, base, form, a, audio, video, source, template';
/** What Markdown of remarks and notes may become, and what breaks long names. */
const WRITTEN = /^(p|em|strong|code|pre|ul|ol|li|blockquote|hr|br|h[1-4]|wbr)\[.*\]$/;

/** Those that mean something to a page; a page takes a second to make. */
const shownHere = hostileNames.filter((name) => /[<&\0\r`"[\ud800\u202e]|a{99}/.test(name));

async function htmlOf(name: string): Promise<string> {
  const run = hostileRun(name);
  const report = reportOf(onGpu(run), {
    registers: {
      A: { reports: [], missing: [{ library: name, reason: name }] },
      B: { reports: [hostileRegisters(name)], missing: [] },
    },
    notes: `${name}\n\n[link](javascript:alert(1)) ![image](http://example.invalid/x.png)`,
    choice: { title: name, remarks: `${name}\n\n<http://example.invalid> <b onclick="x()">b</b>` },
  });
  const page = await htmlFile(report, run, { digestSha256: DIGEST, version: name });
  return new TextDecoder('utf-8', { fatal: true }).decode(page);
}

/** There registers are of interest. */
function onGpu({ header, ...run }: RunDocument): RunDocument {
  return { ...run, header: { ...header, plan: { ...header.plan, target: 'sm90' } } };
}

function hostileRegisters(name: string) {
  const kernel = kernelOf({
    id: name,
    family: name,
    schedule: name,
    warnings: name,
    failure: name,
  });
  return { ...inventedReport(), compiler: name, tactics: [listedOf(kernel)], kernels: [kernel] };
}

/** As a page can hold it: no NUL, one kind of line end, no half of a pair. */
function asPage(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('utf8')
    .replaceAll('\0', '\ufffd')
    .replaceAll(/\r\n?/g, '\n');
}

/** Name and attributes of every element. */
function kindsOf(page: Document): ReadonlySet<string> {
  return new Set(
    [...page.querySelectorAll('*')].map(
      ({ localName, attributes }) =>
        `${localName}[${[...attributes]
          .map((attribute) => attribute.name)
          .toSorted()
          .join(' ')}]`,
    ),
  );
}

function ownScript(page: Document): Element | null {
  return page.querySelector('script:not([type])');
}

/** As a content policy names a script or style. */
function hashWord(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

let plain: Document;
beforeAll(async () => {
  plain = parsedPage(await htmlOf('plain'));
});

describe.each(shownHere.map((name) => [name.slice(0, 30), name] as const))('%j', (_, name) => {
  let html: string;
  let page: Document;
  beforeAll(async () => {
    html = await htmlOf(name);
    page = parsedPage(html);
  });

  it('makes no element and no attribute that we did not write', () => {
    expect([...page.querySelectorAll(FOREIGN)].map(({ outerHTML }) => outerHTML)).toEqual([]);
    const known = kindsOf(plain);
    const unknown = [...kindsOf(page)].filter((kind) => !known.has(kind) && !WRITTEN.test(kind));
    expect(unknown).toEqual([]);
    const attributes = [...page.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes].map(({ name: attribute, value }) => ({ attribute, value })),
    );
    expect(attributes.filter(({ attribute }) => /^on|href|^src/.test(attribute))).toEqual([]);
    const styles = attributes.filter(({ attribute }) => attribute === 'style');
    expect(styles.length).toBeGreaterThan(0);
    expect(
      styles.filter(({ value }) => !/^[a-z0-9:;%.() -]*$/.test(value) || value.includes('url')),
    ).toEqual([]);
  });

  it('runs nothing: the one script is ours', async () => {
    expect(page.querySelectorAll('script')).toHaveLength(2);
    expect(page.querySelectorAll('script[type="application/json"]#report-data')).toHaveLength(1);
    const script = ownScript(page);
    expect(script?.attributes).toHaveLength(0);
    expect(script?.textContent).toBe(await readFile(join(appFolder, 'report', 'page.js'), 'utf8'));
  });

  it('leaves the content policy what it is: exactly our script and our style', () => {
    const [first, policy] = page.querySelectorAll('meta');
    expect(first?.getAttribute('charset')).toBe('utf-8');
    expect(policy?.getAttribute('http-equiv')).toBe('Content-Security-Policy');
    const rules = new Map(
      (policy?.getAttribute('content') ?? '').split('; ').map((rule) => {
        const [name = '', ...words] = rule.split(' ');
        return [name, words.join(' ')];
      }),
    );
    const styles = page.querySelectorAll('style');
    expect(styles).toHaveLength(1);
    expect(Object.fromEntries(rules)).toEqual({
      'default-src': "'none'",
      'script-src': hashWord(ownScript(page)?.textContent ?? ''),
      'style-src-elem': hashWord(styles[0]?.textContent ?? ''),
      'style-src-attr': "'unsafe-inline'",
      'img-src': 'data:',
      'font-src': 'data:',
      'base-uri': "'none'",
      'form-action': "'none'",
    });
  });

  it('is found again as text, whole', () => {
    const shown = asPage(name);
    expect(page.querySelector('h1')?.textContent).toBe(shown);
    expect(page.title).toBe(shown.replaceAll(/[\t\n\f\r ]+/g, ' ').trim());
    const [before] = page.querySelectorAll('.report-sides dd');
    expect(before?.textContent.startsWith(`${shown} (`)).toBe(true);
    const facts = sectionOf(page, 'Environment')?.textContent ?? '';
    expect(facts.split(shown).length).toBeGreaterThan(5);
    expect(sectionOf(page, 'What was dropped, and why')?.textContent).toContain(
      `unsupported: ${shown}`,
    );
    expect(sectionOf(page, 'Registers')?.textContent).toContain(shown);
  });

  it('is in the data exactly as it was', () => {
    const data = page.querySelector('#report-data')?.textContent ?? '';
    expect(data).not.toContain('<');
    const { plan, environment, provenance } = JSON.parse(data);
    expect(plan.preset).toBe(name);
    expect(plan.comparison.branches.A.name).toBe(name);
    expect(environment.hostname).toBe(name);
    expect(provenance.workbenchVersion).toBe(name);
    const rows = pageRows(page);
    expect(new Set(rows.map((row) => row['tactic']))).toEqual(new Set([name]));
    expect(rows.slice(3, 5).map((row) => row['reason'])).toEqual([name, name]);
  });
});

it('what a person wrote keeps its structure, and its links and pictures are text or gone', () => {
  const written = [...plain.querySelectorAll('.written-markdown')];
  expect(written).toHaveLength(2);
  const [remarks, notes] = written.map(({ textContent }) => textContent);
  expect(remarks).toContain('<b onclick="x()">b</b>');
  expect(notes).toContain('link');
});
