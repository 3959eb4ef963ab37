// @ts-check
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { root } from './lib/paths.mjs';

const alias = {
  // Outside Electron the real module would start a download of its binary.
  electron: join(root, 'test', 'mocks', 'electron.ts'),
};
const browser = ['test/e2e/**/*.test.ts', 'test/renderer/browser/**/*.test.ts'];

/** `unit`: everything that runs in Node. `browser`: everything that drives a real Chromium. */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          root,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: browser,
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'browser',
          root,
          include: browser,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // What a page shows in a moment may take it seconds on two busy cores.
          expect: { poll: { timeout: 20_000 } },
          // Two browsers at once would disturb each other's measurements.
          fileParallelism: false,
        },
      },
    ],
  },
});
