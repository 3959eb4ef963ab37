import { describe, expect, it } from 'vitest';
import { registerRows, rowKey } from '../../../../electron/engine/registers/registerRows';
import { inventedReport } from '../../../fixtures/registers';

describe('rows of a resource report', () => {
  const rows = registerRows(inventedReport());

  it('show a duplicate with the figures of the kernel that runs for it', () => {
    const duplicate = rows.find(({ standing }) => standing === 'duplicate');
    expect(duplicate?.structure.schedule).toBe('cooperative');
    expect(duplicate?.kernel).toMatchObject({ schedule: 'pingpong', spillStoreBytes: 1540 });
  });

  it('end with the kernels that no list entry runs', () => {
    expect(rows.map(({ standing }) => standing)).toEqual([
      'offered',
      'offered',
      'duplicate',
      'excluded',
      'unlisted',
    ]);
    expect(rows.at(-1)?.kernel.schedule).toBe('cooperative');
  });

  it('have keys of their own though a duplicate bears the id of an unlisted kernel', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBeLessThan(rows.length);
    expect(new Set(rows.map(rowKey)).size).toBe(rows.length);
  });
});
