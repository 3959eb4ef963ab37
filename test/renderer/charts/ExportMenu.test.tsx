// @vitest-environment jsdom
import '../fixtures/jsdomWindow';
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ExportMenu } from '../../../renderer/charts/ExportMenu';
import type { ChartExport } from '../../../renderer/charts/exports';
import { watchSavedFiles } from '../fixtures/savedFiles';

const CHART: ChartExport = {
  title: `Speed-up: <B> over A ${'x'.repeat(500)}`,
  note: '',
  legend: [],
  source: 'run demo',
  width: 100,
  height: 50,
  draw: () => <svg width={100} height={50} />,
  csv: () => 'a,b\r\n',
};

const saved = watchSavedFiles();

afterEach(cleanup);

async function choose(item: string): Promise<void> {
  render(
    <MantineProvider>
      <ExportMenu chart={CHART} />
    </MantineProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: /^Export/ }));
  fireEvent.click(await screen.findByRole('menuitem', { name: item }));
}

describe('the export menu', () => {
  it('saves the data under a name that any file system takes', async () => {
    await choose('CSV data');
    const [file] = saved;
    expect(file?.name).toMatch(/^speed-up-b-over-a-x+\.csv$/);
    expect(file?.name.length).toBeLessThan(100);
    expect(await file?.blob.text()).toBe('a,b\r\n');
  });

  it('saves a picture that is drawn for it alone', async () => {
    await choose('SVG picture');
    expect(saved[0]?.blob.type).toBe('image/svg+xml');
    expect(await saved[0]?.blob.text()).toContain('run demo');
  });

  it('says why there is no PNG where the window cannot draw one', async () => {
    await choose('PNG picture');
    expect((await screen.findByRole('alert')).textContent).toContain('too large to become a PNG');
    expect(saved).toEqual([]);
  });
});
