import { Command, InvalidArgumentError, Option } from 'commander';
import { SCHEMES, ACTIVATIONS, TARGETS } from '../contract/problem';
import { EFFORTS } from '../contract/plan';
import { PRESETS } from '../contract/presets';
import { EXPORT_FORMATS, REPORT_SECTIONS } from '../contract/report';
import { version } from '../../package.json';
import { build } from './buildCommand';
import { compare, gate } from './compareCommand';
import { conformance } from './conformanceCommand';
import { doctor } from './doctor';
import { exportRun } from './exportCommand';
import { interleave } from './interleaveCommand';
import { registers } from './registersCommand';
import { judge } from './judgeCommand';
import { resume, run } from './runCommand';
import { show } from './showCommand';
import { template } from './templateCommand';
import { tactics } from './tacticsCommand';
import { tune } from './tuneCommand';

/** The command line as people see it with --help. */
export function buildProgram(): Command {
  const program = new Command('moe-workbench')
    .description(
      'Measures Mixture-of-Experts kernels, tactic by tactic and batch size by batch size',
    )
    .version(version)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'moe-workbench: ')),
    });

  planOptions(program.command('run').description('measure, and write a run file'))
    .option('--out <file>', 'the run file; default: a new one in the library')
    .option('--json', 'print the summary as JSON', false)
    .action(run);

  program
    .command('build')
    .description("build a branch of kernels: runs that repository's own build files")
    .argument('[ref]', 'a git ref, a folder, REPOSITORY#REF; default: the working tree')
    .option('--target <name>', TARGETS.join(' or '), 'cpu')
    .option(...repositoryOption)
    .option(...trustOption)
    .option('--json', 'print as JSON', false)
    .action(build);

  comparisonOptions(
    program
      .command('compare')
      .description('measure two branches A B B A, or compare two run files'),
  ).action(compare);

  comparisonOptions(
    program
      .command('gate')
      .description('as compare; ends with 0 pass, 1 slower, 2 wrong, 3 undecided, 4 usage'),
  ).action(gate);

  program
    .command('judge')
    .description("a comparison's data judged by our rule and by those of other tools, side by side")
    .argument('<files...>', 'run files that compare two sides')
    .option('--json', 'print as JSON', false)
    .action(judge);

  program
    .command('template')
    .description('write a repository for kernels of your own: builds, conforms, can be compared')
    .argument('<folder>', 'a new folder')
    .action(template);

  program
    .command('conformance')
    .description(
      'check every tactic of a kernel library against the oracle; ends with 1 if one is wrong',
    )
    .argument('<branch>', 'a git ref, a folder, REPOSITORY#REF, or a .so')
    .option('--target <name>', 'cpu or sm90', 'cpu')
    .option(...repositoryOption)
    .option(...trustOption)
    .option('--json', 'print as JSON', false)
    .action(conformance);

  planOptions(
    program
      .command('tune')
      .description('race tactics, prove the winners on fresh replicates, write a tactic cache'),
  )
    .option('--out <file>', 'the tactic cache', 'tactics.json')
    .option('--json', 'print the cache', false)
    .action(tune);

  program
    .command('resume')
    .description('go on with a run that was cancelled or cut off')
    .argument('<file>', 'the run file')
    .option('--json', 'print the summary as JSON', false)
    .action(resume);

  program
    .command('show')
    .description('print what a run file says')
    .argument('<file>', 'the run file')
    .option('--json', 'print the summary as JSON', false)
    .action(show);

  program
    .command('export')
    .description(
      'a run as a report (html, pdf, md), data (csv, json, parquet), pictures (svg, png), or for other tools',
    )
    .argument('<file>', 'the run file')
    .addOption(
      new Option('--format <name>', 'what to write').choices(EXPORT_FORMATS).makeOptionMandatory(),
    )
    .option(
      '--baseline <run>',
      "what it is held against: another run file, or family:NAME; default: the run's own sides or families",
    )
    .option(
      '--sections <list>',
      `of a report or the pictures, in this order: ${REPORT_SECTIONS.join(', ')}`,
    )
    .addOption(
      new Option(
        '--side <side>',
        'of nvbench and google-benchmark: A, before, or B, after',
      ).choices(['A', 'B']),
    )
    .option('--title <text>', 'of a report')
    .option('--remarks <markdown>', 'of a report, below its title')
    .option('--out <path>', 'a file, or a folder for several pictures; default: standard output')
    .action(exportRun);

  program
    .command('tactics')
    .description('what this machine offers, and why not the rest')
    .argument('[id]', 'one tactic: how it is made, in the words of TensorRT-LLM where it has them')
    .option('--json', 'print as JSON', false)
    .action(tactics);

  program
    .command('registers')
    .description('what the compiler gave each tactic: registers, spills, occupancy, notes')
    .option('--json', 'print as JSON', false)
    .action(registers);

  program
    .command('interleave')
    .description('rewrite raw weights or scales into the layout of the interleaved kernels')
    .argument(
      '<in>',
      'raw bytes: weights [rows, cols/2], low nibble = even k; scales [rows, cols/group]',
    )
    .argument('<out>', 'raw bytes in the other layout')
    .addOption(
      new Option('--scheme <name>', 'weights x activations').choices(SCHEMES).makeOptionMandatory(),
    )
    .addOption(
      new Option('--kind <kind>', 'what the file holds')
        .choices(['weights', 'scales'])
        .makeOptionMandatory(),
    )
    .requiredOption('--rows <count>', 'output channels, of all experts for weights', wholeNumber)
    .requiredOption('--cols <count>', 'values of the contraction', wholeNumber)
    .option('--group <size>', 'values that share a scale; default 32 or 128 by scheme', wholeNumber)
    .option('--inverse', 'from the interleaved layout back to the natural one', false)
    .action(interleave);

  program
    .command('doctor')
    .description(
      'processor, caches, measured bandwidth and compute peak, compilers, GPU or why none',
    )
    .option('--json', 'print as JSON', false)
    .action(doctor);

  return program;
}

const repositoryOption = ['--repository <folder>', 'where git refs are looked for', '.'] as const;
const trustOption = ['--trust', 'allow the build files of this repository to run', false] as const;

function comparisonOptions(command: Command): Command {
  return planOptions(
    command
      .argument(
        '<a>',
        'the baseline: a git ref, a folder, REPOSITORY#REF, a .so, a .moerun, or a part of it: FILE.moerun@family:NAME, @tactic:ID, @batch:SIZE',
      )
      .argument('<b>', 'the contender'),
  )
    .option('--baseline-tactic <id>', "side A's tactic in every cell; default: the cell's own")
    .option('--weights <list>', 'BATCH:WEIGHT, ...: of the headline; default: all the same')
    .option(...repositoryOption)
    .option(...trustOption)
    .option('--out <file>', 'the run file; default: a new one in the library')
    .option('--json', 'print the comparison as JSON', false)
    .option('--markdown', 'print a table for a pull request', false);
}

/** What is measured: the same words for every command that measures. */
function planOptions(command: Command): Command {
  return command
    .option('--preset <name>', `a model's layer: ${PRESETS.map(({ name }) => name).join(', ')}`)
    .option('--hidden <size>', 'hidden size', wholeNumber)
    .option('--intermediate <size>', 'intermediate size', wholeNumber)
    .option('--experts <count>', 'number of experts', wholeNumber)
    .option('--top-k <count>', 'experts per token', wholeNumber)
    .option('--scheme <name>', SCHEMES.join(' or '))
    .option('--activation <name>', ACTIVATIONS.join(', '))
    .option('--bias', 'a bias after each projection; a preset knows')
    .option('--batch <sizes>', 'batch sizes, e.g. 1,4,16', '1,4,16,64')
    .option('--stage <stages>', 'gemm1, gemm2, layer; several with commas', 'layer')
    .option(
      '--routing <routing>',
      'uniform, balanced, zipf:S, dirichlet:A, single:E; several with commas',
      'uniform',
    )
    .option(
      '--tactics <filter>',
      'words that must be in the tactic id, family:NAME, !WORD for not, or * for all',
      '',
    )
    .option('--gemm2-tactic <id>', "of stage layer: gemm2's tactic; default: the same as gemm1's")
    .option('--target <name>', TARGETS.join(' or '), 'cpu')
    .option('--threads <count>', 'threads; 0 is every hardware thread', wholeNumber, 0)
    .option('--effort <name>', EFFORTS.join(', '), 'default')
    .option('--cache <mode>', 'cold or hot weights', 'cold')
    .option('--seed <number>', 'seed of weights, inputs, routing and order', wholeNumber, 42);
}

function wholeNumber(text: string): number {
  if (!/^-?\d+$/.test(text)) {
    throw new InvalidArgumentError('expected a whole number.');
  }
  return Number(text);
}
