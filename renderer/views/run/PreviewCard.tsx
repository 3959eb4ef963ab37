import { Button } from '@mantine/core';
import type { Result } from '../../../electron/contract/errors';
import type { PlanPreview } from '../../../electron/contract/plan';
import { useAppState } from '../../state/hooks';
import { navigate } from '../../state/router';
import { Card } from '../../widgets/Card';
import {
  countOf,
  formatBytes,
  formatDuration,
  formatNumber,
} from '../../../electron/engine/text/format';
import { KeyValues } from '../../widgets/KeyValues';
import { Loading } from '../../widgets/Loading';
import { ErrorMessage, Message } from '../../widgets/Message';
import { threadsText, uniqueOf } from '../../widgets/planText';
import type { ParsedDraft } from './planDraft';
import { refusalOf } from './refusal';
import { UnsupportedCells } from './UnsupportedCells';

/** What the plan would come to: a prediction, and marked as one. */
export function PreviewCard(props: {
  readonly parsed: ParsedDraft;
  readonly preview: Result<PlanPreview> | undefined;
  readonly filter: string;
  readonly canStart: boolean;
  /** The start has been asked for: the bandwidth is measured before the run begins. */
  readonly starting: boolean;
}) {
  const { parsed, preview, canStart } = props;
  const active = useAppState((state) => state.activeRunId);
  return (
    <Card
      className="preview"
      title="Before the start"
      note="predicted from bytes, arithmetic and effort; not measured"
    >
      {!parsed.ok && (
        <Message tone="warn" word="Not yet a plan">
          {countOf(Object.keys(parsed.errors).length, 'field')} to mend.
        </Message>
      )}
      {parsed.ok && preview === undefined && <Loading what="Asking what this plan would take" />}
      {parsed.ok && preview?.ok === false && <ErrorMessage error={preview.error} />}
      {preview?.ok === true && parsed.ok && <PreviewFigures preview={preview.value} />}
      {active !== undefined && (
        <Message
          tone="busy"
          word="Running"
          actions={
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => navigate({ place: 'run', runId: active, view: {} })}
            >
              Watch it
            </Button>
          }
        >
          A run is going on; one is measured at a time.
        </Message>
      )}
      <Button type="submit" size="sm" fullWidth disabled={!canStart || active !== undefined}>
        {props.starting ? 'Starting…' : 'Start'}
      </Button>
    </Card>
  );
}

function PreviewFigures({ preview }: { readonly preview: PlanPreview }) {
  const { plan, memory, measurableCells, predictedSeconds } = preview;
  const { effortPlan } = plan;
  const hardwareThreads = useAppState(({ machine }) =>
    machine.status === 'ready' ? machine.value.environment.cpu.hardwareThreads : undefined,
  );
  const refusal = refusalOf(preview);
  const tactics = uniqueOf(plan, ({ tacticId }) => tacticId);
  const replicates =
    effortPlan.minReplicates === effortPlan.maxReplicates
      ? String(effortPlan.minReplicates)
      : `${effortPlan.minReplicates} to ${effortPlan.maxReplicates}`;
  return (
    <>
      <p className="predicted">
        <strong>{formatDuration(predictedSeconds)}</strong> <span className="note">predicted</span>
      </p>
      <KeyValues
        entries={[
          [
            'Memory',
            `${formatBytes(memory.neededBytes)} of ${formatBytes(memory.availableBytes)} available`,
          ],
          ['Tactics', formatNumber(tactics.length)],
          [
            'Cells',
            `${formatNumber(measurableCells)} of ${formatNumber(plan.cells.length)} can be measured`,
          ],
          ['Replicates', `${replicates}, each a fresh process`],
          ['Budget', `no new replicate after ${formatDuration(effortPlan.budgetSeconds)}`],
          ['Threads', threadsText(plan.threads, hardwareThreads)],
        ]}
      />
      {refusal !== undefined && (
        <Message tone="bad" word="Does not fit">
          {refusal}
        </Message>
      )}
      <UnsupportedCells plan={plan} />
    </>
  );
}
