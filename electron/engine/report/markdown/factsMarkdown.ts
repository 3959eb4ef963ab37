import { shortKernelLabel } from '../../tacticId';
import { formatNumber, NO_VALUE } from '../../text/format';
import { differs } from '../environmentFacts';
import { registerParts, type RegisterPart } from '../registerParts';
import type { Report, RunSource } from '../report';
import {
  codeBlock,
  codeText,
  markdownTable,
  plainText,
  writtenText,
  type Alignment,
} from './markdownText';

const mostKernels = 60;

/** What the compiler gave each tactic, before and after where both are known, with notes in words. */
export function registersMarkdown(report: Report): readonly string[] {
  const { compiler, parts, remarks } = registerParts(report);
  const headings: readonly (readonly [string, Alignment])[] = [
    ['kernel', 'left'],
    ['registers at launch', 'right'],
    ['producer', 'right'],
    ['consumer', 'right'],
    ['spilled, B', 'right'],
    ['shared, B', 'right'],
    ['CTAs per SM', 'right'],
  ];
  const shown = parts.slice(0, mostKernels);
  const notes = shown.flatMap(({ row, notes: own }) =>
    own.map(
      ({ title, text }) =>
        `- ${codeText(`${row.structure.family} ${shortKernelLabel(row.structure)}`)}: **${plainText(title)}** ${plainText(text)}`,
    ),
  );
  return [
    ...(compiler === '' ? [] : [`As ${codeText(compiler)} gave them.`, '']),
    ...(parts.length === 0 ? [] : markdownTable(headings, shown.map(kernelRow))),
    ...(notes.length === 0 ? [] : ['', ...notes]),
    ...remarks.flatMap((remark) => ['', plainText(remark)]),
    ...(report.notes === '' ? [] : ['', 'Notes of the engineer:', '', writtenText(report.notes)]),
  ];
}

function kernelRow({ row, before }: RegisterPart): readonly string[] {
  const { kernel, structure, occupancy } = row;
  const figure = (of: (one: typeof kernel) => number | null): string => {
    const [old, now] = [before === undefined ? null : of(before), of(kernel)].map((value) =>
      value === null ? NO_VALUE : formatNumber(value),
    );
    return before === undefined || old === now ? (now ?? NO_VALUE) : `${old} → ${now}`;
  };
  return [
    codeText(`${structure.family} ${shortKernelLabel(structure)}`),
    figure(({ registersPerThread }) => registersPerThread),
    figure(({ producerRegisters }) => producerRegisters),
    figure(({ consumerRegisters }) => consumerRegisters),
    figure(({ spillStoreBytes }) => spillStoreBytes),
    figure(({ dynamicSharedBytes }) => dynamicSharedBytes),
    occupancy === undefined ? NO_VALUE : String(occupancy.ctasPerSm),
  ];
}

/** What the sides were built from and measured on; what differs is marked. */
export function environmentMarkdown({ environment }: Report): readonly string[] {
  const twoSides = environment.some(({ a }) => a !== undefined);
  return twoSides
    ? markdownTable(
        [
          ['fact', 'left'],
          ['A', 'left'],
          ['B', 'left'],
          ['', 'left'],
        ],
        environment.map((fact) => [
          fact.name,
          codeText(fact.a ?? ''),
          codeText(fact.b),
          differs(fact) ? '**differs**' : 'same',
        ]),
      )
    : markdownTable(
        [
          ['fact', 'left'],
          ['value', 'left'],
        ],
        environment.map(({ name, b }) => [name, codeText(b)]),
      );
}

/** What the figures do not rest on, and why. */
export function droppedMarkdown({ dropped }: Report): readonly string[] {
  const { droppedBlocks, blocks, lines } = dropped;
  return [
    `${formatNumber(droppedBlocks)} of ${formatNumber(blocks)} blocks were dropped.`,
    ...(lines.length === 0 ? [] : ['']),
    ...lines.map(({ what, why, examples }) => {
      const such = examples.length === 0 ? '' : `, e.g. ${examples.map(codeText).join('; ')}`;
      return `- ${what}: ${plainText(why)}${such}`;
    }),
  ];
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
