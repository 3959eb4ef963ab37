import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import type { Bytes } from '../contract/units';

/**
 * Memory that a new process can take without pushing others out: what the kernel calls available, or
 * what is left of the control group's limit when that is less.
 */
export function freeMemoryBytes(): Bytes {
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(readOrEmpty('/proc/meminfo'))?.[1];
  const ofMachine = available === undefined ? freemem() : Number(available) * 1024;
  const limit = Number(readOrEmpty('/sys/fs/cgroup/memory.max') || Number.NaN);
  const used = Number(readOrEmpty('/sys/fs/cgroup/memory.current') || Number.NaN);
  const ofGroup = Number.isFinite(limit) && Number.isFinite(used) ? limit - used : Infinity;
  return Math.max(0, Math.min(ofMachine, ofGroup));
}

export function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
