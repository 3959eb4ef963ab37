// @ts-check
import { join } from 'node:path';
import { nodeModules } from './paths.mjs';
import { must } from './run.mjs';
import { hashOf, isFresh, writeStamp } from './stamps.mjs';

const stamp = join(nodeModules, '.moe-workbench-lock');

/** Installs what package-lock.json says, when it has changed. Returns whether anything was done. */
export async function installPackages() {
  const hash = hashOf(['package-lock.json'], [process.version]);
  if (isFresh(stamp, hash)) {
    return false;
  }
  process.stdout.write('installing packages (npm ci)\n');
  await must('npm ci', 'npm', ['ci', '--no-audit', '--no-fund'], { next: 'npm run setup' });
  writeStamp(stamp, hash);
  return true;
}
