// @ts-check
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { appFolder } from './lib/paths.mjs';
import { runMain } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';

await runMain(async () => {
  await setUp();
  const child = spawn(process.execPath, [join(appFolder, 'cli.mjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // Ctrl+C reaches the command itself; it ends by its own rules.
  process.on('SIGINT', () => undefined);
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
});
