import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../build/lib/paths.mjs';
import { capture } from '../../build/lib/run.mjs';

const compile = join(root, 'native', 'kernels', 'sm90', 'compile');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moe-kernel-build-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A compiler in a few lines of shell: refuses sources that say so, copies the others. */
async function fakeNvcc(version = '13.0.88'): Promise<string> {
  const nvcc = join(folder, 'nvcc');
  await writeFile(
    nvcc,
    `#!/bin/sh
    if [ "$1" = --version ]; then echo "release, V${version}"; exit 0; fi
    echo run >> ${folder}/runs
    for last; do :; done
    if grep -q BROKEN "$2"; then echo "$2(7): error: no such type"; exit 1; fi
    echo "ptxas info : Used 168 registers, used 16 barriers"
    cp "$2" "$last"`,
  );
  await chmod(nvcc, 0o755);
  return nvcc;
}

async function compileKernel(nvcc: string, source: string) {
  await writeFile(join(folder, 'kernel.cu'), source);
  await writeFile(join(folder, 'stub.cu'), 'the stub');
  const settings = {
    NVCC: nvcc,
    NVCC_VERSION: '13.0.88',
    FLAGS: '',
    SOURCE: join(folder, 'kernel.cu'),
    STUB: join(folder, 'stub.cu'),
    OBJECT: join(folder, 'kernel.o'),
    LOG: join(folder, 'kernel.log'),
    INPUTS: '',
    CACHE: join(folder, 'cache'),
    DISASSEMBLER: '',
  };
  const defines = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  return capture('cmake', [...defines, '-P', join(compile, 'compile_kernel.cmake')]);
}

const read = (name: string) => readFile(join(folder, name), 'utf8');

describe('compiling one kernel', () => {
  it('puts a stub in the place of one that does not compile, and keeps the message', async () => {
    const { code, output } = await compileKernel(await fakeNvcc(), 'BROKEN');
    expect(code).toBe(0);
    expect(output).toContain('kernel did not compile; the rest is still built');
    expect(await read('kernel.o')).toBe('the stub');
    expect(await read('kernel.log')).toMatch(/^FAILED\n.*kernel\.cu\(7\): error: no such type/s);
  });

  it('does not compile the same source twice, and another one anew', async () => {
    const nvcc = await fakeNvcc();
    const runs = async () => (await read('runs')).trim().split('\n').length;
    await compileKernel(nvcc, 'one');
    await compileKernel(nvcc, 'one');
    expect(await runs()).toBe(1);
    await compileKernel(nvcc, 'two');
    expect(await runs()).toBe(2);
    expect(await read('kernel.o')).toBe('two');
  });

  it('names the broken kernel and its message in the table that the library is built with', async () => {
    await compileKernel(await fakeNvcc(), 'BROKEN');
    const logs = join(folder, 'logs');
    await mkdir(logs);
    await writeFile(join(logs, 'original_64x16_pingpong_1x1.log'), await read('kernel.log'));
    const settings = [
      `-DOUT=${join(folder, 'table.cpp')}`,
      '-DKERNELS=original_64x16_pingpong_1x1',
      `-DLOGS=${logs}`,
      '-DVERSION=nvcc 13.0.88',
    ];
    await capture('cmake', [...settings, '-P', join(compile, 'kernel_table.cmake')]);
    const table = await read('table.cpp');
    expect(table).toContain(
      '{Family::kOriginal, 64, 16, Schedule::kPingpong, 1, 1, Scheme::kMxfp4Bf16, 128}',
    );
    expect(table).toContain('error: no such type');
  });
});

describe('a build without a fitting nvcc', () => {
  const configure = (nvcc: string) =>
    capture('cmake', [
      '-S',
      join(root, 'test', 'native', 'device'),
      '-B',
      join(folder, 'build'),
      '-G',
      'Ninja',
      `-DMOE_NVCC=${nvcc}`,
      `-DMOE_OUTPUT_DIR=${folder}`,
    ]);

  it.each([
    ['12.3.107', /is version 12\.3\.107; 12\.4 or newer is needed/],
    ['?', /does not say its version/],
  ])('with nvcc %s says so and builds the rest', async (version, reason) => {
    const { code, output } = await configure(await fakeNvcc(version));
    expect(code).toBe(0);
    expect(output).toContain('libmoe_sm90 is not built');
    expect(await read('libmoe_sm90.not-built.txt')).toMatch(reason);
  });

  it('without any nvcc says where it looked', async () => {
    expect((await configure('')).code).toBe(0);
    expect(await read('libmoe_sm90.not-built.txt')).toContain('nvcc was not found on the PATH');
  });
});
