import { copyFile, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appFolder, nativeFolder, root } from '../../../build/lib/paths.mjs';
import { capture } from '../../../build/lib/run.mjs';
import { faultyLibrary } from '../worker/startWorker';
import { faultyTactic } from '../worker/tinyPlan';

const cli = join(appFolder, 'cli.mjs');
const own = join(nativeFolder, 'libmoe_cpu.so');
const small =
  '--hidden 128 --intermediate 64 --experts 4 --top-k 2 --batch 1 --cache hot --effort quick';
const oneTactic = '--tactics natural.generic --threads 1';

let home: string;
/** A git repository whose one commit holds the kernels of this one. */
let repository: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-compare-'));
  repository = join(home, 'repository');
  await mkdir(join(repository, 'native'), { recursive: true });
  for (const part of ['native/kernels', 'native/api']) {
    await cp(join(root, part), join(repository, part), { recursive: true });
  }
  await git('init', '--quiet', '--initial-branch=main');
  await commit('kernels');
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function git(...words: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
  await capture('git', ['-C', repository, ...identity, ...words], {});
}

async function commit(message: string): Promise<void> {
  await git('add', '--all');
  await git('commit', '--quiet', '--message', message);
}

function run(commandLine: string) {
  const env = { ...process.env, MOE_WORKBENCH_HOME: join(home, 'data') };
  return capture(process.execPath, [cli, ...commandLine.split(' ')], { env });
}

describe('build', () => {
  it('asks before it runs the build files of a repository for the first time', async () => {
    const { code, output } = await run(`build main --repository ${repository}`);
    expect(code).toBe(2);
    expect(output).toMatch(/runs the build files of .*repository, .* use --trust/);
  });

  it('builds a ref once, and finds it by its content afterwards', async () => {
    const first = await run(`build main --repository ${repository} --trust --json`);
    expect(first.output).toContain('libmoe_cpu.so');
    const { branch, libraryPath } = JSON.parse(first.output);
    expect(branch).toMatchObject({ name: 'main', origin: repository, dirty: false });
    expect(branch.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(branch.compilers[0]).toMatch(/\d+\.\d+/);
    const builtAt = JSON.parse(
      await readFile(libraryPath.replace('libmoe_cpu.so', 'build.json'), 'utf8'),
    ).builtAt;
    const again = JSON.parse((await run(`build ${repository} --json`)).output);
    expect(again.libraryPath).toBe(libraryPath);
    expect(again.branch).toMatchObject({ name: repository, builtAt });
  }, 120_000);

  it.each([
    ['build no-such-ref', /has no git ref "no-such-ref"/],
    ['build --upload-pack=x', /unknown option/],
    ['build main --target sm100', /unknown target "sm100"/],
    ['build main --repository /tmp', /main is no folder, and \/tmp is no git repository/],
    ['build /tmp', /\/tmp holds no kernels: there is no native\/kernels/],
    [
      'build /nowhere/lib.so',
      /cannot read the kernel library \/nowhere\/lib.so: there is no such file/,
    ],
  ])('%s', async (commandLine, sentence) => {
    const place = commandLine.includes('--repository') ? '' : ` --repository ${repository}`;
    const { code, output } = await run(commandLine + place);
    expect(output).toMatch(sentence);
    expect(code).toBe(2);
  });

  it("keeps and shows the compiler's output of a build that fails", async () => {
    const broken = join(home, 'broken');
    await mkdir(join(broken, 'native/api'), { recursive: true });
    await mkdir(join(broken, 'native/kernels'));
    await writeFile(
      join(broken, 'native/kernels/CMakeLists.txt'),
      'cmake_minimum_required(VERSION 3.25)\nproject(x LANGUAGES CXX)\n' +
        'set(MOE_OUTPUT_DIR x CACHE PATH "")\nset(MOE_KERNEL_OBJECTS x CACHE PATH "")\n' +
        'add_library(moe_cpu SHARED broken.cpp)\n',
    );
    await writeFile(join(broken, 'native/kernels/broken.cpp'), 'int f() { return nonsense; }\n');
    const { code, output } = await run(`build ${broken} --trust`);
    expect(code).toBe(2);
    expect(output).toMatch(/does not build for target cpu; .* is in .*failed\.log/);
    expect(output).toMatch(/nonsense.*was not declared/);
    const left = await readdir(join(home, 'data/kernels'));
    expect(left.filter((name) => name.startsWith('building-'))).toEqual([]);
  }, 60_000);
});

describe('compare', () => {
  it('measures two branches A B B A and says what it found and how far to trust it', async () => {
    const file = join(home, 'pair.moerun');
    const { code, output } = await run(
      `compare ${own} ${repository} ${small} ${oneTactic} --trust --out ${file}`,
    );
    expect(output).toMatch(/minimum detectable effect: .* with 5 replicates, assuming a spread/);
    expect(output).toMatch(/A\/A control: \d of 2 cells/);
    expect(output).toMatch(/design: A B B A in one process/);
    expect(code).toBe(0);
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    const records = lines.map((line) => JSON.parse(line));
    expect(records[0].plan.comparison.branches.B).toMatchObject({ name: repository });
    const blocks = records.filter(({ type }) => type === 'block');
    const orders = blocks.map(({ slots }) =>
      slots.map(({ side }: { side: string }) => side).join(''),
    );
    expect(new Set(orders)).toEqual(new Set(['ABBA', 'BAAB']));
    for (const { slots } of blocks) {
      expect(new Set(slots.map(({ launches }: { launches: number }) => launches)).size).toBe(1);
    }
    const sides = records.filter(({ type }) => type === 'check').map(({ side }) => side);
    expect(new Set(sides)).toEqual(new Set(['A', 'B']));

    const later = join(home, 'later.moerun');
    await writeFile(later, laterThan(lines));
    const markdown = await run(`compare ${file} ${later} --markdown`);
    expect(markdown.output).toMatch(/^\*\*no headline|^\*\*/);
    expect(markdown.output).toMatch(/needs 8 replicates and a margin of 1 %/);
  }, 60_000);

  it.each([
    [`compare main nowhere-ref ${small}`, /has no git ref "nowhere-ref"/],
    [
      `compare OWN OWN ${small} --baseline-tactic natural.genric`,
      /unknown tactic "natural.genric"/,
    ],
    [`compare OWN OWN ${small} --weights 4`, /weight "4" is not BATCH:WEIGHT/],
    [`compare OWN OWN ${small} --weights 4:1`, /weight is given for batch size 4/],
    [`compare /nowhere.moerun /nowhere.moerun`, /cannot read/],
    [`compare OWN OTHER_ABI ${small}`, /another version of the kernel library ABI/],
    [`compare OWN FAULTY ${small} --tactics *`, /no cell in common/],
    [`compare OWN OWN ${small} --out /dev/full/x.moerun`, /cannot write/],
  ])('%s', async (commandLine, sentence) => {
    const { code, output } = await run(
      withPaths(commandLine) + ` --repository ${repository} --trust`,
    );
    expect(output).toMatch(sentence);
    expect(code).toBe(2);
  });
});

describe('gate', () => {
  it('ends with 2 for a branch whose kernel is wrong, and gives it no time', async () => {
    const copy = join(home, 'libcopy.so');
    await copyFile(faultyLibrary(), copy);
    const { code, output } = await run(
      withPaths(
        `gate ${copy} FAULTY --hidden 64 --intermediate 64 --experts 8 --top-k 2 --batch 4 ` +
          `--effort quick --cache hot --threads 1 --tactics ${faultyTactic('wrong')}`,
      ),
    );
    expect(output).toMatch(/1 of 1 cells INCORRECT/);
    expect(output).toMatch(/INCORRECT: side A is wrong against the oracle/);
    expect(code).toBe(2);
  });

  it('ends with 4 for usage and environment', async () => {
    expect((await run(`gate nowhere-ref main ${small}`)).code).toBe(4);
    expect((await run('gate')).code).toBe(4);
    expect((await run(`gate main main ${small} --frobnicate`)).code).toBe(4);
  });

  it('ends with 0, 1 or 3 otherwise, and its code is what it says', async () => {
    const { code, output } = await run(withPaths(`gate OWN OWN ${small} ${oneTactic}`));
    const [, outcome] = /^(pass|regression|undecided): /m.exec(output) ?? [];
    expect(code).toBe({ pass: 0, regression: 1, undecided: 3 }[outcome ?? '']);
  }, 60_000);
});

/** The records of another run of the same plan, each slot a microsecond longer. */
function laterThan(lines: readonly string[]): string {
  const times = /"medianUs":([\d.]+)/g;
  return lines
    .map((line) => line.replaceAll(times, (_, us: string) => `"medianUs":${Number(us) + 1}`))
    .map((line, index) => (index === 0 ? line.replace(/"runId":"[^"]+"/, '"runId":"later"') : line))
    .map((line) => `${line}\n`)
    .join('');
}

function withPaths(commandLine: string): string {
  return commandLine
    .replaceAll('OWN', own)
    .replace('OTHER_ABI', join(nativeFolder, 'cmake/test/fixtures/libmoe_other_abi.so'))
    .replace('FAULTY', faultyLibrary());
}

describe('a disk that fills', () => {
  /** The system refuses to make any file larger than so many KiB. */
  function runLimited(kibibytes: number, commandLine: string) {
    const env = { ...process.env, MOE_WORKBENCH_HOME: join(home, 'data') };
    const script = 'ulimit -f "$1"; shift; exec "$@"';
    const words = [process.execPath, cli, ...commandLine.split(' ')];
    return capture('bash', ['-c', script, 'bash', String(kibibytes), ...words], { env });
  }

  it('while the control is copied, ends with a sentence and leaves no half of a file', async () => {
    const library = join(home, 'libcopied.so');
    // Content of its own, so that no earlier copy is found.
    await writeFile(library, Buffer.concat([await readFile(own), Buffer.from('copied')]));
    const { code, output } = await runLimited(
      16,
      `compare ${library} ${own} ${small} ${oneTactic}`,
    );
    expect(output).toMatch(
      /libcopied.so cannot be copied .* for the control: it would be larger than/,
    );
    expect(code).toBe(2);
    const left = await readdir(join(home, 'data/kernels/control'));
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }, 60_000);

  it('in the middle of a run, keeps what was measured, and the run is resumed to its end', async () => {
    const file = join(home, 'full.moerun');
    const compared = `compare ${own} ${own} ${small} ${oneTactic} --out`;
    const whole = join(home, 'whole.moerun');
    expect((await run(`${compared} ${whole}`)).code).toBe(0);
    const wholeBytes = (await readFile(whole)).length;
    const { code, output } = await runLimited(
      Math.floor(wholeBytes / 2 / 1024),
      `${compared} ${file}`,
    );
    expect(output).toMatch(
      /full.moerun could not be written \(it would be larger than .*\); free some space and resume/,
    );
    expect(code).toBe(2);
    expect((await readFile(file, 'utf8')).split('\n').length).toBeGreaterThan(5);

    const resumed = await run(`resume ${file}`);
    expect(resumed.code).toBe(0);
    const again = await run(`compare ${file} ${whole}`);
    expect(again.output).toMatch(/5 +(SAME|FASTER|SLOWER|INCONCLUSIVE)/);
  }, 120_000);
});
