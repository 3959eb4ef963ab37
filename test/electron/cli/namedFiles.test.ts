/** Every command that takes a file, given one that it cannot use. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appFolder, root } from '../../../build/lib/paths.mjs';
import { capture } from '../../../build/lib/run.mjs';

const sample = join(root, 'renderer/samples/h200-streaming.moerun');

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-named-'));
  const whole = await readFile(sample, 'utf8');
  await Promise.all([
    mkdir(join(home, 'folder.moerun')),
    writeFile(join(home, 'text.moerun'), 'hello\n'),
    writeFile(join(home, 'empty.moerun'), ''),
    writeFile(join(home, 'head.moerun'), whole.slice(0, 500)),
    writeFile(join(home, 'torn.moerun'), whole.slice(0, -30)),
  ]);
});
afterAll(() => rm(home, { recursive: true, force: true }));

function run(commandLine: string) {
  const env = { ...process.env, MOE_WORKBENCH_HOME: home };
  const words = commandLine.replaceAll('HOME', home).replaceAll('SAMPLE', sample).split(' ');
  return capture(process.execPath, [join(appFolder, 'cli.mjs'), ...words], { env });
}

const COMMANDS = [
  'show FILE',
  'resume FILE',
  'judge SAMPLE FILE',
  'compare SAMPLE FILE',
  'gate FILE SAMPLE',
  'export FILE --format md',
  'export FILE --format pdf --out HOME/x.pdf',
  'export SAMPLE --format md --baseline FILE',
];
const FAULTS = [
  ['missing.moerun', 'cannot read HOME/missing.moerun: there is no such file'],
  ['folder.moerun', 'cannot read HOME/folder.moerun: it is a folder'],
  [
    'text.moerun/x.moerun',
    'cannot read HOME/text.moerun/x.moerun: a part of its path is a file, not a folder',
  ],
  ['text.moerun', 'HOME/text.moerun: this is not a run file: its first line is not a header'],
  ['empty.moerun', 'HOME/empty.moerun: this is not a run file: it is empty'],
  [
    'head.moerun',
    'HOME/head.moerun: this run file was cut off in its first line: nothing that was measured is in it',
  ],
] as const;

describe.each(COMMANDS)('%s', (command) => {
  it('says in one line what is wrong with the file, by its path', async () => {
    for (const [name, sentence] of FAULTS) {
      const { code, output } = await run(command.replace('FILE', `HOME/${name}`));
      expect(output).toBe(`moe-workbench: ${sentence.replaceAll('HOME', home)}\n`);
      expect(code).toBe(command.startsWith('gate') ? 4 : 2);
    }
  });
});

describe('a run file whose last line was cut off', () => {
  it.each(['show FILE', 'judge FILE', 'gate FILE@batch:4 FILE@batch:16'])(
    'is read without it, and that is said: %s',
    async (command) => {
      const { output } = await run(command.replaceAll('FILE', 'HOME/torn.moerun'));
      expect(output).toMatch(
        /warning: \S+torn.moerun: the last line was cut off after \d+ characters and dropped/,
      );
    },
  );
});

describe('files of other kinds', () => {
  it.each([
    [
      'interleave --scheme mxfp4_bf16 --kind weights --rows 16 --cols 64 HOME HOME/x',
      /^moe-workbench: cannot read \S+: it is a folder\n$/,
    ],
    [
      'compare SAMPLE main',
      /h200-streaming\.moerun is a run file, and main is none: name two run files/,
    ],
    ['conformance SAMPLE', /h200-streaming\.moerun is a file, but no kernel library \(\.so\)\n$/],
    [
      'conformance HOME/lib.so',
      /^moe-workbench: cannot read the kernel library \S+lib.so: there is no such file\n$/,
    ],
    [
      'template HOME/text.moerun',
      /^moe-workbench: cannot write \S+text.moerun: there is a file of that name/,
    ],
    ['template HOME', /is not empty: name a new folder/],
  ])('%s', async (commandLine, sentence) => {
    const { code, output } = await run(commandLine);
    expect(output).toMatch(sentence);
    expect(code).toBe(2);
  });
});
