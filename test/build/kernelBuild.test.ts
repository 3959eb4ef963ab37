import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

/** A compiler in a few lines of shell: refuses sources that say so, joins the others, and says what
 * is in the file `ptxas`. */
async function fakeNvcc(version = '13.0.88'): Promise<string> {
  const nvcc = join(folder, 'nvcc');
  await writeFile(
    nvcc,
    `#!/bin/sh
    if [ "$1" = --version ]; then echo "release, V${version}"; exit 0; fi
    echo run >> ${folder}/runs
    for last; do :; done
    sources=$(sed -n 's/#include "\\(.*\\)"/\\1/p' "$2")
    for source in \${sources:-$2}; do
      if grep -q BROKEN "$source"; then echo "$source(7): error: no such type"; exit 1; fi
    done
    cat ${folder}/ptxas
    cat \${sources:-$2} > "$last"`,
  );
  await chmod(nvcc, 0o755);
  await writeFile(join(folder, 'ptxas'), 'ptxas info : Used 168 registers, used 16 barriers\n');
  await writeFile(join(folder, 'disassembly'), '');
  return nvcc;
}

/** Compiles sources by name into kernels.o; logs have the names of the sources. */
async function compileKernels(nvcc: string, sources: Readonly<Record<string, string>>) {
  const names = Object.keys(sources);
  for (const name of names) {
    await writeFile(join(folder, `${name}.cu`), `${sources[name]}\n`);
    await writeFile(join(folder, `${name}.stub.cu`), `the stub of ${name}\n`);
  }
  const list = (extension: string) =>
    names.map((name) => join(folder, `${name}.${extension}`)).join('|');
  const settings = {
    NVCC: nvcc,
    NVCC_VERSION: '13.0.88',
    FLAGS: '',
    SOURCES: list('cu'),
    STUBS: list('stub.cu'),
    LOGS: list('log'),
    OBJECT: join(folder, 'kernels.o'),
    INPUTS: '',
    CACHE: join(folder, 'cache'),
    DISASSEMBLER: join(folder, 'disassembler'),
  };
  await writeFile(settings.DISASSEMBLER, `#!/bin/sh\ncat ${folder}/disassembly\n`);
  await chmod(settings.DISASSEMBLER, 0o755);
  const defines = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  return capture('cmake', [...defines, '-P', join(compile, 'compile_kernels.cmake')]);
}

const read = (name: string) => readFile(join(folder, name), 'utf8');

/** A row of the table that the library is built with, from the logs of the folder. */
async function tableOf(...kernels: readonly string[]): Promise<string> {
  const settings = [
    `-DOUT=${join(folder, 'table.cpp')}`,
    `-DKERNELS=${kernels.join('|')}`,
    `-DLOGS=${folder}`,
    '-DVERSION=nvcc 13.0.88',
  ];
  await capture('cmake', [...settings, '-P', join(compile, 'kernel_table.cmake')]);
  return read('table.cpp');
}

describe('compiling kernels', () => {
  it('puts a stub in the place of one that does not compile, and keeps the message', async () => {
    const { code, output } = await compileKernels(await fakeNvcc(), { kernel: 'BROKEN' });
    expect(code).toBe(0);
    expect(output).toContain('kernel did not compile; the rest is still built');
    expect(await read('kernels.o')).toBe('the stub of kernel\n');
    expect(await read('kernel.log')).toMatch(/^FAILED\n.*kernel\.cu\(7\): error: no such type/s);
  });

  it('keeps those that are compiled together with one that does not compile', async () => {
    const sources = { first: 'one', second: 'BROKEN', third: 'three' };
    const { code, output } = await compileKernels(await fakeNvcc(), sources);
    expect(code).toBe(0);
    expect(output).toContain('second did not compile; the rest is still built');
    expect(await read('kernels.o')).toBe('one\nthe stub of second\nthree\n');
    expect(await read('first.log')).toContain('Used 168 registers');
    expect(await read('second.log')).toMatch(/^FAILED\n.*second\.cu\(7\): error: no such type/s);
    expect(await read('third.log')).toContain('Used 168 registers');
  });

  it('does not compile the same sources twice, and others anew', async () => {
    const nvcc = await fakeNvcc();
    const runs = async () => (await read('runs')).trim().split('\n').length;
    await compileKernels(nvcc, { a: 'one', b: 'two' });
    await rm(join(folder, 'a.log'));
    await compileKernels(nvcc, { a: 'one', b: 'two' });
    expect(await runs()).toBe(1);
    expect(await read('a.log')).toMatch(/roles: -1 -1/);
    await compileKernels(nvcc, { a: 'one', b: 'three' });
    expect(await runs()).toBe(2);
    expect(await read('kernels.o')).toBe('one\nthree\n');
  });

  it('tells apart what the compiler and the disassembler say of each', async () => {
    const nvcc = await fakeNvcc();
    const of = (cluster: string, stage: number) =>
      `_ZN3moe4sm9019grouped_gemm_kernelINS0_10GemmTraitsILNS0_6FamilyE1ELi64ELi16ELNS0_8ScheduleE0` +
      `${cluster}LNS0_6SchemeE1ELi${stage}EEEEEvNS0_10GemmParamsE`;
    const wide = of('ELi2ELi1E', 512);
    const [first, second] = [of('ELi1ELi1E', 512), of('ELi1ELi1E', 128)];
    const used = (name: string, registers: number) =>
      `ptxas info    : Compiling entry function '${name}' for 'sm_90a'\n` +
      `    ${registers} bytes stack frame, 0 bytes spill stores, 0 bytes spill loads\n` +
      `ptxas info    : Used ${registers} registers, used 16 barriers\n`;
    await writeFile(
      join(folder, 'ptxas'),
      `ptxas info    : (C7512) wgmma serialized due to registers for the function '${second}'\n` +
        used(wide, 201) +
        used(second, 202) +
        used(first, 203),
    );
    const code = (name: string, registers: number) =>
      `\t\tFunction : ${name}\n USETMAXREG.DEALLOC.CTAPOOL 0x28 ;\n MOV R7, R8 ;\n` +
      ` USETMAXREG.TRY_ALLOC.CTAPOOL P1, 0xe8 ;\n FADD R${registers}, R1, R2 ;\n`;
    await writeFile(join(folder, 'disassembly'), code(first, 103) + code(wide, 101));
    const names = ['1x1_int4k512', '2x1_int4k512', '1x1_int4k128'];
    const kernels = names.map((name) => `pr12451_64x16_pingpong_${name}`);
    await compileKernels(nvcc, Object.fromEntries(kernels.map((name) => [name, name])));
    const rows = (await tableOf(...kernels)).match(/\{\d+, 0, 0, .*\}/g);
    const none = 'R"moe()moe"';
    expect(rows).toEqual([
      `{203, 0, 0, 203, 0, 16, 8, 103, ${none}, ${none}}}`,
      `{201, 0, 0, 201, 0, 16, 8, 101, ${none}, ${none}}}`,
      `{202, 0, 0, 202, 0, 16, -1, -1, R"moe((C7512) wgmma serialized due to registers)moe", ${none}}}`,
    ]);
  });

  it('names the broken kernel and its message in the table that the library is built with', async () => {
    await compileKernels(await fakeNvcc(), { original_64x16_pingpong_1x1: 'BROKEN' });
    const table = await tableOf('original_64x16_pingpong_1x1');
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
