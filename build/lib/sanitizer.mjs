// @ts-check
import { join } from 'node:path';
import { nativeConfiguration } from './native.mjs';
import { nativeFolder } from './paths.mjs';
import { capture } from './run.mjs';

/** Apart from the ordinary build, because every object file is another one. */
const folder = join(nativeFolder, 'address-sanitizer');

/** What reaches every inner loop: each tactic on odd shapes, and the ABI with wrong arguments. */
const tests = [
  'cpu_buffer_test',
  'cpu_int4_test',
  'cpu_layer_test',
  'cpu_library_test',
  'cpu_split_test',
  'cpu_tiles_test',
  'cpu_pool_test',
];

/** Without the search for leaks, whose tracer itself crashes at times after many threads (GCC 12). */
const env = { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' };

/**
 * Builds the CPU kernels and their tests with AddressSanitizer and runs them: no kernel may read or
 * write past a buffer. What is built already is used again.
 *
 * @returns {Promise<{ passed: number, failed: number, output: string }>}
 */
export async function runUnderAddressSanitizer() {
  const configured = await capture('cmake', [
    ...nativeConfiguration(folder, folder),
    '-DMOE_SANITIZE=address',
  ]);
  if (configured.code !== 0) {
    return { passed: 0, failed: 1, output: configured.output };
  }
  const built = await capture('cmake', ['--build', folder, '--target', ...tests]);
  if (built.code !== 0) {
    return { passed: 0, failed: 1, output: built.output };
  }
  let failed = 0;
  let output = '';
  for (const test of tests) {
    const result = await capture(join(folder, 'test', 'kernels', test), [], { env });
    failed += result.code === 0 ? 0 : 1;
    output += result.output;
  }
  return { passed: tests.length - failed, failed, output };
}
