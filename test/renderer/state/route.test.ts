import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute } from '../../../renderer/state/route';

describe('routes', () => {
  it.each([
    { place: 'overview', view: {} },
    { place: 'run', runId: 'a run/with ünlikely.name', view: {} },
    { place: 'tactics', runId: 'r1', view: { filter: 'regret<5 family:a,b', sort: '-regret' } },
  ] as const)('survive their link: %j', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  it.each(['', '#', '#/nowhere/x', '#/%E0%A4%A', '#/overview/%E0%A4%A?x'])(
    'of a broken link %j lead to a place that exists',
    (hash) => {
      expect(parseRoute(hash).place).toBe('overview');
    },
  );
});
