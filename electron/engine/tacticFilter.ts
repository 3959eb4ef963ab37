import type { Scheme } from '../contract/problem';
import type { Tactic, TacticOffer } from '../contract/tactic';
import { groupBy } from './groupBy';

/** Instruction sets from the fastest down; unknown ones come last. */
const instructionSetOrder = ['sm90a', 'amx_bf16', 'avx512_bf16', 'avx512', 'avx2', 'generic'];

/** The instruction set of the fastest of these tactics that this machine can run. */
function bestInstructionSet(offers: readonly TacticOffer[]): string | undefined {
  const available = offers.filter(({ supported }) => supported);
  return instructionSetOrder.find((name) =>
    available.some(({ tactic }) => tactic.instructionSet === name),
  );
}

/** Those that take problems of the scheme, or may. */
export function takingScheme(
  offers: readonly TacticOffer[],
  scheme: Scheme,
): readonly TacticOffer[] {
  return offers.filter(({ schemes }) => schemes?.includes(scheme) ?? true);
}

/**
 * The tactics that a filter selects, in the library's order.
 *
 * @param filter empty: of each family every tactic of its best instruction set; `*`: all that the machine can run;
 *   else words separated by spaces or commas, each of which must be part of the id, or, as
 *   `family:name`, be its family; a word after `!` must not
 */
export function selectTactics(
  offers: readonly TacticOffer[],
  filter: string,
): readonly TacticOffer[] {
  const words = filter.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) {
    const families = groupBy(offers, ({ tactic }) => tactic.family);
    const best = new Map([...families].map(([family, own]) => [family, bestInstructionSet(own)]));
    return offers.filter(
      ({ tactic: { family, instructionSet } }) => instructionSet === best.get(family),
    );
  }
  if (words.length === 1 && words[0] === '*') {
    return offers.filter((offer) => offer.supported);
  }
  return offers.filter(({ tactic }) => words.every((word) => matches(tactic, word)));
}

function matches(tactic: Tactic, word: string): boolean {
  if (word.startsWith('!')) {
    return !matches(tactic, word.slice(1));
  }
  const family = /^family:(.*)$/.exec(word)?.[1];
  return family === undefined ? tactic.id.includes(word) : tactic.family === family;
}
