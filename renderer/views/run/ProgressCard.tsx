import { Button, Progress } from '@mantine/core';
import type { RunProgress } from '../../../electron/contract/api';
import type { RunDocument } from '../../../electron/contract/runFile';
import type { RunSummary } from '../../../electron/engine/runSummary';
import { useAppState, useSession } from '../../state/hooks';
import { formatRoute } from '../../state/route';
import { navigate } from '../../state/router';
import { formatDuration, formatNumber } from '../../../electron/engine/text/format';
import { RunStatus } from '../../widgets/RunStatus';
import { StatusMark } from '../../widgets/StatusMark';
import { runStanding } from './runStanding';

/** How far a run is and what can be done with it. */
export function ProgressCard(props: {
  readonly document: RunDocument;
  readonly summary: RunSummary;
  readonly active: boolean;
}) {
  const progress = useAppState((state) => state.progress);
  if (!props.active) return <Standing {...props} />;
  return progress === undefined ? <Starting /> : <Going progress={progress} />;
}

function Starting() {
  return (
    <section className="card progress-card" aria-label="Progress">
      <div className="progress-line">
        <StatusMark tone="busy" word="starting" />
        <span className="progress-activity">The first worker process is being started.</span>
      </div>
    </section>
  );
}

function Going({ progress }: { readonly progress: RunProgress }) {
  const session = useSession();
  const percent = Math.round(progress.fraction * 100);
  return (
    <section className="card progress-card" aria-label="Progress">
      <div className="progress-line">
        <StatusMark tone="busy" word={PHASES[progress.phase]} />
        <span className="progress-activity">{progress.activity}</span>
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => void session.cancelRun(progress.runId)}
        >
          Cancel
        </Button>
      </div>
      <Progress.Root size={8} transitionDuration={0}>
        <Progress.Section
          value={percent}
          withAria
          aria-label="Share of the run that is done"
          color="blue"
        />
      </Progress.Root>
      <div className="progress-line note">
        <span>
          replicate {progress.replicate + 1} of {progress.plannedReplicates}
        </span>
        <span>
          {formatNumber(progress.doneCells)} of {formatNumber(progress.plannedCells)} cells
        </span>
        <span>{percent} %</span>
        <span className="spacer" />
        <span>{formatDuration(progress.elapsedSeconds)} gone</span>
        <span>
          {progress.remainingSeconds === undefined
            ? 'time left not known yet'
            : `about ${formatDuration(progress.remainingSeconds)} left`}
        </span>
      </div>
    </section>
  );
}

const PHASES = {
  preparing: 'preparing',
  measuring: 'measuring',
  finishing: 'finishing',
} as const;

function Standing({
  document,
  summary,
}: {
  readonly document: RunDocument;
  readonly summary: RunSummary;
}) {
  const session = useSession();
  const { runId } = document.header;
  const standing = runStanding(document, summary);
  return (
    <section className="card progress-card" aria-label="How the run stands">
      <div className="progress-line">
        <RunStatus status={standing.status} />
        <span className="progress-activity">{standing.sentence}</span>
        {standing.resumable && (
          <Button size="compact-xs" onClick={() => void session.resumeRun(runId)}>
            Resume
          </Button>
        )}
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => navigate({ place: 'run', view: standing.planView })}
        >
          New plan from this one
        </Button>
        <Button
          component="a"
          variant="default"
          size="compact-xs"
          href={formatRoute({ place: 'overview', runId, view: {} })}
        >
          Overview
        </Button>
      </div>
    </section>
  );
}
