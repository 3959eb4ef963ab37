// @vitest-environment jsdom
import '../../fixtures/jsdomWindow';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '../../../../renderer/app/App';
import { ALWAYS_CONNECTED } from '../../../../renderer/bridge/connection';
import { Session } from '../../../../renderer/state/session';
import { createFakeWorkbench } from '../../fixtures/fakeWorkbench';
import { runFromText } from '../../fixtures/runFromText';

afterEach(cleanup);

const TACTIC = 'natural.avx2.m16n1k64.arith.direct.after';

function run(runId: string, speed: number) {
  return runFromText(
    `${TACTIC} | 1 | ${1000 / speed} ${1010 / speed} | layer uniform
     ${TACTIC} | 1 | ${300 / speed} ${303 / speed} | gemm1 uniform
     ${TACTIC} | 1 | 50 51 | gemm2 ${runId === 'b' ? 'uniform' : 'zipf:1.1'}`,
    { runId },
  );
}

describe('the speed-up of two runs with several stages', () => {
  it('is shown stage by stage, of those that both have', async () => {
    window.location.hash = '#/compare/b?against=a&tab=speed-up';
    const workbench = createFakeWorkbench([run('a', 1), run('b', 2)]);
    render(<App session={new Session({ workbench, connection: ALWAYS_CONNECTED })} />);
    const choice = await screen.findByRole('group', { name: 'Stage and routing' });
    const names = [...choice.querySelectorAll('button')].map((button) => button.textContent);
    expect(names).toEqual(['layer, uniform', 'gemm1, uniform']);
    expect(screen.getByText(/^layer, uniform routing/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'gemm1, uniform' }));
    expect(await screen.findByText(/^gemm1, uniform routing/)).toBeTruthy();
  });
});
