// @ts-check
import { join } from 'node:path';
import { nativeConfiguration } from './native.mjs';
import { nativeFolder } from './paths.mjs';
import { capture } from './run.mjs';

/**
 * What a sanitizer of the compiler looks at, and how.
 *
 * @typedef {object} Sanitizer
 * @property {readonly string[]} tests
 * @property {NodeJS.ProcessEnv} options
 */

/** @type {Readonly<Record<'address' | 'thread', Sanitizer>>} */
const sanitizers = {
  /**
   * No kernel may read or write past a buffer: what reaches every inner loop, each tactic on odd
   * shapes and the ABI with wrong arguments. Without the search for leaks, whose tracer itself
   * crashes at times after many threads (GCC 12).
   */
  address: {
    tests: [
      'cpu_buffer_test',
      'cpu_int4_test',
      'cpu_layer_test',
      'cpu_library_test',
      'cpu_split_test',
      'cpu_tiles_test',
      'cpu_pool_test',
    ],
    options: { ASAN_OPTIONS: 'detect_leaks=0' },
  },
  /** No two threads of the pool may touch the same bytes unordered: the pool, and layers on it. */
  thread: {
    tests: ['cpu_pool_test', 'cpu_split_test', 'cpu_layer_test'],
    options: {},
  },
};

/**
 * Builds the CPU kernels and their tests with a sanitizer and runs them. What is built already is
 * used again; each sanitizer has a folder, because every object file is another one.
 *
 * @param {keyof typeof sanitizers} name
 * @returns {Promise<{ passed: number, failed: number, output: string }>}
 */
export async function runUnderSanitizer(name) {
  const { tests, options } = sanitizers[name];
  const folder = join(nativeFolder, `${name}-sanitizer`);
  const configured = await capture('cmake', [
    ...nativeConfiguration(folder, folder),
    `-DMOE_SANITIZE=${name}`,
  ]);
  if (configured.code !== 0) {
    return { passed: 0, failed: 1, output: configured.output };
  }
  const built = await capture('cmake', ['--build', folder, '--target', ...tests]);
  if (built.code !== 0) {
    return { passed: 0, failed: 1, output: built.output };
  }
  const env = { ...process.env, ...options };
  let failed = 0;
  let output = '';
  for (const test of tests) {
    const result = await capture(join(folder, 'test', 'kernels', test), [], { env });
    failed += result.code === 0 ? 0 : 1;
    output += result.output;
  }
  return { passed: tests.length - failed, failed, output };
}
