import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CompareRequest } from '../../../electron/contract/api';
import type { WorkbenchError } from '../../../electron/contract/errors';
import { EFFORTS } from '../../../electron/contract/plan';
import { PRESETS } from '../../../electron/contract/presets';
import { TARGETS } from '../../../electron/contract/problem';
import { useAppState, useSession } from '../../state/hooks';
import { navigate, updateView, useRoute } from '../../state/router';
import { Card } from '../../widgets/Card';
import { ErrorMessage, Message } from '../../widgets/Message';
import { BRANCH_FIELDS, draftOfLink, parseBranches, type BranchDraft } from './branchDraft';

/** Names two branches and what to measure; builds what is not built, in view. */
export function BranchForm() {
  const session = useSession();
  const { view } = useRoute();
  const active = useAppState((state) => state.activeRunId);
  const output = useAppState((state) => state.buildOutput);
  const [draft, setDraft] = useState<BranchDraft>(() => draftOfLink(view));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<WorkbenchError>();
  const parsed = parseBranches(draft);
  const change = (field: keyof BranchDraft) => (event: { currentTarget: { value: string } }) => {
    const next = { ...draft, [field]: event.currentTarget.value };
    setDraft(next);
    updateView({ [field]: next[field] === BRANCH_FIELDS[field] ? undefined : next[field] });
  };
  const field = (name: keyof BranchDraft) => ({ value: draft[name], onChange: change(name) });
  const start = async (request: CompareRequest): Promise<void> => {
    setBusy(true);
    setError(undefined);
    const started = await session.startComparison(request);
    setBusy(false);
    if (started.ok) navigate({ place: 'compare', runId: started.value, view: {} });
    else setError(started.error);
  };
  return (
    <form
      className="branch-form"
      aria-label="Branches"
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.ok) void start({ ...parsed.request, trust: false });
      }}
    >
      <Card
        title="Two branches"
        note="a git ref, a folder that holds native/kernels, REPOSITORY#REF, or a kernel library (.so)"
      >
        <div className="fields">
          <TextInput label="A, the baseline" {...field('a')} />
          <TextInput label="B, the contender" {...field('b')} />
          <TextInput className="wide" label="Repository of git refs" {...field('repository')} />
        </div>
      </Card>
      <Card title="Measurement" note="A B B A in fresh processes, beside an A/A control">
        <div className="fields">
          <NativeSelect
            label="Problem"
            data={PRESETS.map(({ name }) => name)}
            {...field('problem')}
          />
          <NativeSelect label="Target" data={[...TARGETS]} {...field('target')} />
          <TextInput label="Batch sizes" {...field('batch')} />
          <NativeSelect label="Effort" data={[...EFFORTS]} {...field('effort')} />
          <TextInput
            className="wide"
            label="Tactics"
            description="words of the tactic id, family:NAME, !WORD for not; empty: the best instruction set"
            {...field('tactics')}
          />
        </div>
        <div className="branch-start">
          <Button type="submit" disabled={!parsed.ok || busy || active !== undefined}>
            {busy ? 'Building and starting…' : 'Build and compare'}
          </Button>
          <span className="note">
            {parsed.ok
              ? active === undefined
                ? 'A branch that has been built is found by its content.'
                : 'A run is going on; one is measured at a time.'
              : parsed.message}
          </span>
        </div>
      </Card>
      {error?.code === 'not_trusted' && parsed.ok && (
        <Message
          tone="warn"
          word="Not yet allowed"
          actions={
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => void start({ ...parsed.request, trust: true })}
            >
              Allow from now on
            </Button>
          }
        >
          {error.message.replace(/: use --trust$/, '.')}
        </Message>
      )}
      {error !== undefined && error.code !== 'not_trusted' && <ErrorMessage error={error} />}
      {output !== '' && (
        <Card title="What the compilers say">
          <pre className="build-output" tabIndex={0} aria-label="Output of the build">
            {output}
          </pre>
        </Card>
      )}
    </form>
  );
}
