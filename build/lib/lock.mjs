// @ts-check
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { out } from './paths.mjs';

const lock = join(out, '.setup-lock');

/**
 * Runs `body` while no other set-up runs: two builds into one folder would spoil each other.
 *
 * @template T
 * @param {() => Promise<T>} body
 */
export async function withLock(body) {
  mkdirSync(out, { recursive: true });
  let told = false;
  while (!take()) {
    if (!told) {
      process.stdout.write('another set-up is running; waiting for it\n');
      told = true;
    }
    await sleep(200);
  }
  try {
    return await body();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A lock whose process is gone was left by a crash. */
function take() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(Number(readFileSync(lock, 'utf8')))) {
      rmSync(lock, { force: true });
    }
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
