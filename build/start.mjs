// @ts-check
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { appFolder } from './lib/paths.mjs';
import { pickShell } from './lib/pickShell.mjs';
import { runMain } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';

await runMain(async () => {
  await setUp();
  const { shell, electron, reason } = pickShell(process.env);
  process.stdout.write(`${reason}\n`);
  const extra = process.argv.slice(2);
  const [command, commandArguments] =
    shell === 'electron' && electron !== undefined
      ? [electron, [join(appFolder, 'main.cjs'), ...extra]]
      : [process.execPath, [join(appFolder, 'web.mjs'), ...extra]];
  const child = spawn(command, commandArguments, { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
});
