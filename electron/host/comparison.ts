import { resolve } from 'node:path';
import type { CompareRequest } from '../contract/api';
import type { Result } from '../contract/errors';
import { findBranch } from './branches/findBranch';
import type { KernelCache } from './branches/kernelCache';
import type { TrustedRepositories } from './branches/trust';
import { startSession, type RunSession, type SessionPorts } from './runSession';
import type { RunStore } from './runStore';

export interface ComparisonPorts {
  readonly cache: KernelCache;
  readonly trusted: TrustedRepositories;
  readonly store: RunStore;
  onOutput(text: string): void;
}

/** Both branches built or found, then a session that measures them. */
export async function startComparison(
  { plan, a, b, repository, trust }: CompareRequest,
  session: SessionPorts,
  { cache, trusted, store, onOutput }: ComparisonPorts,
): Promise<Result<RunSession>> {
  const ports = {
    cache,
    trusted,
    repository: resolve(repository),
    askTrust: () => Promise.resolve(trust),
    onOutput,
  };
  const A = await findBranch(a, plan.target, ports);
  if (!A.ok) {
    return A;
  }
  const B = await findBranch(b, plan.target, ports);
  if (!B.ok) {
    return B;
  }
  const pathFor = ({ runId }: { readonly runId: string }): string => store.pathOf(runId);
  return startSession(plan, session, pathFor, { A: A.value, B: B.value });
}
