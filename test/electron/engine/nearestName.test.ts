import { describe, expect, it } from 'vitest';
import { unknownName } from '../../../electron/engine/nearestName';

describe('a name that is not known', () => {
  it.each([
    ['quik', 'unknown effort "quik"; did you mean quick?'],
    ['defualt', 'unknown effort "defualt"; did you mean default?'],
    ['GATE', 'unknown effort "GATE"; did you mean gate?'],
    ['ga', 'unknown effort "ga"; did you mean gate?'],
    // Three of its four letters differ from those of gate.
    ['fast', 'unknown effort "fast"; there is quick, default, gate'],
  ])('%s is answered with what was meant, or with all there is', (wanted, sentence) => {
    expect(unknownName('effort', wanted, ['quick', 'default', 'gate'])).toBe(sentence);
  });
});
