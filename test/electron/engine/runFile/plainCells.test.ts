import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../electron/contract/plan';
import { buildPlan } from '../../../../electron/engine/planBuilder';
import { hasPlainCells } from '../../../../electron/engine/runFile/plainCells';
import { headerSchema } from '../../../../electron/engine/schemas/runFile';
import { headerOf, machineFacts, smallRequest } from '../../../fixtures/plans';

const preview = buildPlan(smallRequest, machineFacts());
const header = headerOf(preview.ok ? preview.value.plan : (undefined as never)); // a failure fails every test below

/** What a careless or hostile writer may put in the place of a value. */
const anything = fc.oneof(
  fc.constantFrom(null, '', 'layer', 'a'.repeat(301), -1, 0, 1.5, 1e308, 2 ** 53, true, [], {}),
  fc.constantFrom(undefined, { kind: 'zipf', exponent: 1 }, { kind: 'balanced' }, { kind: 'x' }),
  fc.constantFrom({ kind: 'uniform', more: 1 }, 1_048_576, 1_048_577),
  fc.jsonValue(),
);

function withCell(cell: unknown): object {
  return { ...header, plan: { ...header.plan, cells: [...header.plan.cells, cell] } };
}

function plainCell(changes: Partial<Record<keyof Cell | 'more', unknown>> = {}): object {
  const plain = { tacticId: 'natural', batchSize: 4, routing: { kind: 'uniform' }, stage: 'gemm1' };
  return { index: 3, ...plain, ...changes };
}

describe('plain cells', () => {
  it('are those of a plan that measures one side', () => {
    expect(header.plan.cells.length).toBeGreaterThan(0);
    expect(hasPlainCells(withCell(plainCell()))).toBe(true);
  });

  it('are what the schema accepts, unchanged, whatever is wrong with them', () => {
    const keys = ['index', 'tacticId', 'batchSize', 'routing', 'stage', 'control', 'more'] as const;
    const accepted: unknown[] = [];
    fc.assert(
      fc.property(fc.constantFrom(...keys), anything, (key, value) => {
        const json = withCell(plainCell({ [key]: value }));
        accepted.push(...(hasPlainCells(json) ? [json] : []));
      }),
      { numRuns: 5000 },
    );
    expect(accepted.length).toBeGreaterThan(50);
    expect(accepted.map((json) => headerSchema.parse(json))).toEqual(accepted);
  });

  it.each([
    ['a control', { control: true }],
    ['another gemm2', { gemm2TacticId: 'streaming' }],
    ['a skewed routing', { routing: { kind: 'zipf', exponent: 1 } }],
    ['a reason not to be measured', { unsupported: 'no AVX-512' }],
  ])('with %s are left to the schema, which takes them', (_, changes) => {
    const json = withCell(plainCell(changes));
    expect(hasPlainCells(json)).toBe(false);
    expect(headerSchema.parse(json)).toEqual(json);
  });

  it.each([undefined, null, 3, {}, { plan: null }, { plan: { cells: {} } }])(
    'are not in %j',
    (json) => expect(hasPlainCells(json)).toBe(false),
  );
});
