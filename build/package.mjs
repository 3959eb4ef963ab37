// @ts-check
/** `npm run package`: the desktop program for this machine, in build/out/package. */
import { join } from 'node:path';
import { nodeModules } from './lib/paths.mjs';
import { must, runMain } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';

await runMain(async () => {
  await setUp();
  const builder = join(nodeModules, '.bin', 'electron-builder');
  const commandArguments = ['--config', 'build/electron-builder.mjs', ...process.argv.slice(2)];
  process.stdout.write(await must('packaging', builder, commandArguments));
});
