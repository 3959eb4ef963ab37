import { useCallback } from 'react';
import type { RunDocument } from '../../../electron/contract/runFile';
import { useSession } from '../../state/hooks';
import { useLoaded } from '../../state/useLoaded';
import { Card } from '../../widgets/Card';
import { countOf } from '../../../electron/engine/text/format';
import { Loading } from '../../widgets/Loading';
import { ErrorMessage, Message } from '../../widgets/Message';
import { StatusMark } from '../../widgets/StatusMark';
import { RESOURCE_FIGURES, resourcePairs, type ResourcePair } from './resourcePairs';

/** What the compiler gave each tactic, before and after: registers, spills, stack, shared memory. */
export function SideResources({ header }: { readonly header: RunDocument['header'] }) {
  const { runId } = header;
  const { target } = header.plan;
  const session = useSession();
  const answer = useLoaded(useCallback(() => session.fetchSideRegisters(runId), [session, runId]));
  if (answer.status === 'loading') return <Loading what="Reading the compilers' reports" />;
  if (answer.status === 'error') return <ErrorMessage error={answer.error} />;
  const { A, B } = answer.value;
  const pairs = resourcePairs(A.reports, B.reports);
  const changed = pairs.filter(({ differs }) => differs).length;
  const missing = new Set(
    [...A.missing, ...B.missing].map(({ library, reason }) => `${library}: ${reason}`),
  );
  return (
    <>
      {[...missing].map((sentence) => (
        <Message key={sentence} tone="warn" word="No report">
          {sentence}
        </Message>
      ))}
      {pairs.length === 0 ? (
        <Message tone="neutral" word="Nothing to show">
          Neither side has a compiler’s report
          {target === 'cpu' ? ': the CPU’s compiler gives none, nvcc does.' : '.'}
        </Message>
      ) : (
        <Card
          title="Resources before and after"
          note={`A → B; ${countOf(changed, 'tactic')} of ${pairs.length} changed`}
        >
          <ResourceTable pairs={pairs} />
        </Card>
      )}
    </>
  );
}

function ResourceTable({ pairs }: { readonly pairs: readonly ResourcePair[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Table of resources">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col" className="text">
              Tactic
            </th>
            {RESOURCE_FIGURES.map(({ label }) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
            <th scope="col" className="text">
              Same
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ id, figures, differs }) => (
            <tr key={id}>
              <th scope="row" className="text">
                {id}
              </th>
              {figures.map((figure, index) => (
                <td key={RESOURCE_FIGURES[index]?.label}>{figure}</td>
              ))}
              <td className="text">
                {differs ? <StatusMark tone="warn" mark="≠" word="differs" /> : 'same'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
