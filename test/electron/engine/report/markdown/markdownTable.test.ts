import { describe, expect, it } from 'vitest';
import {
  figure,
  markdownTable,
  rowsThatFit,
  text,
} from '../../../../../electron/engine/report/markdown/markdownTable';

interface Fruit {
  readonly name: string;
  readonly grams: number;
}

const columns = [
  text<Fruit>('fruit', ({ name }) => name),
  figure<Fruit>('mass, g', ({ grams }) => String(grams)),
];
const fruits = [
  { name: 'apple', grams: 150 },
  { name: 'plum', grams: 60 },
  { name: 'fig', grams: 50 },
];

describe('a table', () => {
  it('has words on the left and figures on the right', () => {
    expect(markdownTable(columns, fruits)).toEqual([
      '| fruit | mass, g |',
      '| --- | ---: |',
      '| apple | 150 |',
      '| plum | 60 |',
      '| fig | 50 |',
    ]);
  });

  it('takes the first rows that it has room for, by what is written', () => {
    // '| apple | 150 |' and '| plum | 60 |' with their line ends.
    expect(rowsThatFit(columns, fruits, 16 + 14)).toEqual(fruits.slice(0, 2));
    expect(rowsThatFit(columns, fruits, 16 + 13)).toEqual(fruits.slice(0, 1));
    expect(rowsThatFit(columns, fruits)).toEqual(fruits);
  });
});
