import type { KernelResources, ResourceReport } from '../../../electron/contract/registers';
import { formatNumber, NO_VALUE } from '../../../electron/engine/text/format';

export interface ResourcePair {
  readonly id: string;
  /** One per RESOURCE_FIGURES: `90 → 104`, or one figure where both sides have it. */
  readonly figures: readonly string[];
  readonly differs: boolean;
}

interface ResourceFigure {
  readonly label: string;
  readonly of: (kernel: KernelResources) => number | null;
}

export const RESOURCE_FIGURES: readonly ResourceFigure[] = [
  { label: 'Registers at launch', of: ({ registersPerThread }) => registersPerThread },
  { label: 'Producer', of: ({ producerRegisters }) => producerRegisters },
  { label: 'Consumer', of: ({ consumerRegisters }) => consumerRegisters },
  { label: 'Spilled, B', of: ({ spillStoreBytes }) => spillStoreBytes },
  { label: 'Stack, B', of: ({ stackBytes }) => stackBytes },
  { label: 'Shared, B', of: ({ dynamicSharedBytes }) => dynamicSharedBytes },
];

/** Every kernel of either side, what changed first. */
export function resourcePairs(
  a: readonly ResourceReport[],
  b: readonly ResourceReport[],
): readonly ResourcePair[] {
  const [ofA, ofB] = [kernelsById(a), kernelsById(b)];
  return [...new Set([...ofA.keys(), ...ofB.keys()])]
    .map((id) => pairOf(id, ofA.get(id), ofB.get(id)))
    .toSorted((left, right) => Number(right.differs) - Number(left.differs));
}

function pairOf(
  id: string,
  a: KernelResources | undefined,
  b: KernelResources | undefined,
): ResourcePair {
  const figures = RESOURCE_FIGURES.map(({ of }) => {
    const [textA, textB] = [figureText(a, of), figureText(b, of)];
    return textA === textB ? textA : `${textA} → ${textB}`;
  });
  return { id, figures, differs: figures.some((figure) => figure.includes('→')) };
}

function figureText(kernel: KernelResources | undefined, of: ResourceFigure['of']): string {
  const value = kernel === undefined ? null : of(kernel);
  return value === null ? NO_VALUE : formatNumber(value);
}

function kernelsById(reports: readonly ResourceReport[]): ReadonlyMap<string, KernelResources> {
  return new Map(reports.flatMap(({ kernels }) => kernels.map((kernel) => [kernel.id, kernel])));
}
