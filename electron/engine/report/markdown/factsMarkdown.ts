import { shortKernelLabel } from '../../tacticId';
import { countOf, formatNumber, NO_VALUE } from '../../text/format';
import type { DroppedLine } from '../droppedParts';
import { differs, type EnvironmentFact } from '../environmentFacts';
import { registerParts, type RegisterPart } from '../registerParts';
import type { Report, RunSource } from '../report';
import { figure, markdownTable, rowsThatFit, text, type Column } from './markdownTable';
import { codeBlock, codeText, plainText, thatFit, writtenText } from './markdownText';

/** Characters of a list: what is left over is counted. */
const listRoom = 6000;
const longestReason = 300;

type Kernel = RegisterPart['row']['kernel'];

const kernelColumns: readonly Column<RegisterPart>[] = [
  text('kernel', ({ row }) => kernelName(row)),
  figure(
    'registers at launch',
    change(({ registersPerThread }) => registersPerThread),
  ),
  figure(
    'producer',
    change(({ producerRegisters }) => producerRegisters),
  ),
  figure(
    'consumer',
    change(({ consumerRegisters }) => consumerRegisters),
  ),
  figure(
    'spilled, B',
    change(({ spillStoreBytes }) => spillStoreBytes),
  ),
  figure(
    'shared, B',
    change(({ dynamicSharedBytes }) => dynamicSharedBytes),
  ),
  figure('CTAs per SM', ({ row: { occupancy } }) =>
    occupancy === undefined ? NO_VALUE : String(occupancy.ctasPerSm),
  ),
];

/** What the compiler gave each tactic, before and after where both are known, with notes in words. */
export function registersMarkdown(report: Report): readonly string[] {
  const { compiler, parts, remarks } = registerParts(report);
  const shown = rowsThatFit(kernelColumns, parts);
  const left = parts.length - shown.length;
  const notes = shown.flatMap(({ row, notes: own }) =>
    own.map(
      ({ title, text: words }) =>
        `- ${kernelName(row)}: **${plainText(title)}** ${plainText(words)}`,
    ),
  );
  return [
    ...(compiler === '' ? [] : [`As ${codeText(compiler)} gave them.`]),
    ...(parts.length === 0 ? [] : ['', ...markdownTable(kernelColumns, shown)]),
    ...(left === 0 ? [] : ['', `${countOf(left, 'kernel')} more in the HTML report.`]),
    ...(notes.length === 0 ? [] : ['', ...fittedList(notes)]),
    ...remarks.flatMap((remark) => ['', plainText(remark)]),
    ...(report.notes === ''
      ? []
      : ['', 'Notes of the engineer:', '', ...writtenText(report.notes)]),
  ];
}

function kernelName({ structure }: RegisterPart['row']): string {
  return codeText(`${structure.family} ${shortKernelLabel(structure)}`);
}

/** `90 → 104` where the baseline has another figure. */
function change(of: (kernel: Kernel) => number | null): (part: RegisterPart) => string {
  const figureOf = (kernel: Kernel): string => {
    const value = of(kernel);
    return value === null ? NO_VALUE : formatNumber(value);
  };
  return ({ row, before }) => {
    const now = figureOf(row.kernel);
    const old = before === undefined ? now : figureOf(before);
    return old === now ? now : `${old} → ${now}`;
  };
}

/** What the sides were built from and measured on; what differs is marked. */
export function environmentMarkdown({ environment }: Report): readonly string[] {
  const name = text<EnvironmentFact>('fact', (fact) => fact.name);
  const value = (heading: string) => text<EnvironmentFact>(heading, ({ b }) => codeText(b));
  return environment.some(({ a }) => a !== undefined)
    ? markdownTable(
        [
          name,
          text<EnvironmentFact>('A', ({ a = '' }) => codeText(a)),
          value('B'),
          text<EnvironmentFact>('same', (fact) => (differs(fact) ? '**differs**' : 'same')),
        ],
        environment,
      )
    : markdownTable([name, value('value')], environment);
}

/** What the figures do not rest on, and why. */
export function droppedMarkdown({ dropped }: Report): readonly string[] {
  const { droppedBlocks, blocks, lines } = dropped;
  return [
    `${formatNumber(droppedBlocks)} of ${formatNumber(blocks)} blocks were dropped.`,
    ...(lines.length === 0 ? [] : ['', ...fittedList(lines.map(droppedLine))]),
  ];
}

function droppedLine({ what, why, examples }: DroppedLine): string {
  const such = examples.length === 0 ? '' : `, e.g. ${examples.map(codeText).join('; ')}`;
  return `- ${what}: ${plainText(why, longestReason)}${such}`;
}

/** Lines of a list, and how many more there would be. */
function fittedList(lines: readonly string[]): readonly string[] {
  const shown = thatFit(lines, (line) => line.length + 1, listRoom);
  const left = lines.length - shown.length;
  return left === 0 ? shown : [...shown, `- and ${formatNumber(left)} more, in the HTML report`];
}

/** The command that measures the same again, and what proves which data this is. */
export function repeatMarkdown({ command, provenance }: Report): readonly string[] {
  const { run, baseline, version, device } = provenance;
  return [
    ...codeBlock('sh', command),
    '',
    ...[run, ...(baseline === undefined ? [] : [baseline])].map(sourceLine),
    '',
    `Measured on ${codeText(device)}; written by MoE Workbench ${version}.`,
  ];
}

function sourceLine({ runId, createdAt, digestSha256 }: RunSource): string {
  return `- run ${codeText(runId)} of ${createdAt}, SHA-256 of its file \`${digestSha256}\``;
}
