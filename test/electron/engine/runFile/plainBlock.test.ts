import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainBlock } from '../../../../electron/engine/runFile/plainBlock';
import { recordSchema } from '../../../../electron/engine/schemas/runFile';
import { pairedBlock } from '../../../fixtures/comparisons';
import { block } from '../../../fixtures/plans';

const device = { clockMhz: 1980, temperatureC: 61, powerW: 612.5, throttleReasons: [] };

/** What a careless or hostile writer may put in the place of a value. */
const anything = fc.oneof(
  fc.constantFrom(null, '', 'A', 'C', -1, 0, 1.5, 1e308, 2 ** 53, true, [], {}, [null], undefined),
  fc.constantFrom(Number.POSITIVE_INFINITY, Number.NaN, '2026-02-29T00:00:00.000Z'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.jsonValue(),
);

/** A good block with one value of it, at any depth, replaced, removed or added. */
const spoilt = fc
  .tuple(
    fc.constantFrom<readonly (string | number)[]>(
      ...['type', 'cell', 'replicate', 'block', 'at', 'slots', 'weightBytes'].map((key) => [key]),
      ['reuseDistanceBytes'],
      ['device'],
      ['more'],
      ['slots', 0],
      ...['side', 'medianUs', 'minUs', 'maxUs', 'launches', 'more'].map((key) => ['slots', 1, key]),
      ...['clockMhz', 'temperatureC', 'powerW', 'throttleReasons', 'more'].map((key) => [
        'device',
        key,
      ]),
    ),
    anything,
  )
  .map(([path, value]) => {
    const json = structuredClone({ ...pairedBlock(3, 1, 10, 11), device }) as object;
    const place = path.slice(0, -1).reduce((at, key) => Reflect.get(at, key) as object, json);
    Reflect.set(place, path.at(-1) ?? '', value);
    return json;
  });

describe('a plain block', () => {
  it.each([
    ['of one side', block(0, 0, 12.5)],
    ['of two sides', pairedBlock(7, 2, 10, 11)],
    ['of a GPU', { ...pairedBlock(7, 2, 10, 11), device }],
  ])('%s is known as one', (_, json) => {
    expect(isPlainBlock(json)).toBe(true);
  });

  it('is what the schema accepts, unchanged, whatever is wrong with it', () => {
    const accepted: unknown[] = [];
    fc.assert(
      fc.property(spoilt, (json) => {
        accepted.push(...(isPlainBlock(json) ? [json] : []));
      }),
      { numRuns: 5000 },
    );
    expect(accepted.length).toBeGreaterThan(50);
    expect(accepted.map((json) => recordSchema.parse(json))).toEqual(accepted);
  });

  it.each([
    ['a throttled GPU', { ...block(0, 0, 1), device: { ...device, throttleReasons: ['power'] } }],
    ['a leap day', { ...block(0, 0, 1), at: '2028-02-29T00:00:00.000Z' }],
  ])('of %s is left to the schema, which takes it', (_, json) => {
    expect(isPlainBlock(json)).toBe(false);
    expect(recordSchema.parse(json)).toEqual(json);
  });
});
