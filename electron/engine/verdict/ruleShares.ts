import type { RunDocument } from '../../contract/runFile';
import { collectRecords } from '../cellRecords';
import { compareRun } from './compareRun';
import { PEER_RULES } from './peerRules';

/** How often a rule claimed a difference. */
export interface RuleShare {
  readonly rule: string;
  readonly description: string;
  readonly cells: number;
  readonly faster: number;
  readonly slower: number;
}

/** Contenders of comparisons, judged by our rule and by those of other tools. */
export function ruleShares(documents: readonly RunDocument[]): readonly RuleShare[] {
  const own = documents.flatMap((document) => {
    const summary = compareRun(document);
    return summary?.cells ?? [];
  });
  const sides = documents.flatMap(slotsOfSides);
  return [
    {
      rule: 'MoE Workbench',
      description:
        'A B B A, t over replicates, beyond the margin, corrected for the number of cells',
      cells: own.length,
      faster: own.filter(({ word }) => word === 'FASTER').length,
      slower: own.filter(({ word }) => word === 'SLOWER').length,
    },
    ...PEER_RULES.map(({ name, description, judge }) => {
      const words = sides.map(({ a, b }) => judge(a, b));
      return {
        rule: name,
        description,
        cells: words.length,
        faster: words.filter((word) => word === 'FASTER').length,
        slower: words.filter((word) => word === 'SLOWER').length,
      };
    }),
  ];
}

/** Every slot of both sides of every cell that has some. */
function slotsOfSides(document: RunDocument) {
  const { cells } = document.header.plan;
  return collectRecords(document).flatMap(({ blocks }, index) => {
    if (cells[index]?.control === true) {
      return [];
    }
    const slots = blocks.flatMap((block) => block.slots);
    const timesOf = (side: 'A' | 'B'): readonly number[] =>
      slots.filter((slot) => slot.side === side).map(({ medianUs }) => medianUs);
    const [a, b] = [timesOf('A'), timesOf('B')];
    return a.length < 2 || b.length < 2 ? [] : [{ a, b }];
  });
}
