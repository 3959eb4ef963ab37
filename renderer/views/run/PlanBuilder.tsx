import { useState } from 'react';
import { useSession } from '../../state/hooks';
import { startAndWatch } from '../../state/quickPlan';
import { updateView, useRoute } from '../../state/router';
import { usePreview } from '../../state/usePreview';
import { Card } from '../../widgets/Card';
import { refusalOf } from './refusal';
import { draftOfView, parseDraft, viewOfDraft, type PlanDraft } from './planDraft';
import { MeasureFields } from './MeasureFields';
import { PreviewCard } from './PreviewCard';
import { ProblemFields } from './ProblemFields';
import type { FieldProps } from './fieldProps';

/** The plan as fields on the left and what it would come to on the right; the link keeps it. */
export function PlanBuilder() {
  const session = useSession();
  const { view } = useRoute();
  const [draft, setDraft] = useState<PlanDraft>(() => draftOfView(view));
  const [starting, setStarting] = useState(false);
  const parsed = parseDraft(draft);
  const preview = usePreview(parsed.ok ? parsed.request : undefined);
  const change = (next: PlanDraft): void => {
    setDraft(next);
    const cleared = Object.fromEntries(Object.keys(next).map((field) => [field, undefined]));
    updateView({ ...cleared, ...viewOfDraft(next) });
  };
  const fields: FieldProps = { draft, change, errors: parsed.ok ? {} : parsed.errors };
  const canStart = parsed.ok && preview?.ok === true && refusalOf(preview.value) === undefined;
  const start = async (): Promise<void> => {
    if (!parsed.ok || !canStart) return;
    setStarting(true);
    await startAndWatch(session, parsed.request);
    setStarting(false);
  };
  return (
    <form
      className="builder"
      aria-label="Plan"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <h1 className="visually-hidden">Run</h1>
      <div className="builder-fields">
        <Card title="Problem" note="one MoE layer: a model's, or sizes of your own">
          <ProblemFields {...fields} />
        </Card>
        <Card title="Measurement" note="which cells, how carefully, from cold or hot weights">
          <MeasureFields {...fields} preview={preview?.ok === true ? preview.value : undefined} />
        </Card>
      </div>
      <PreviewCard
        parsed={parsed}
        preview={preview}
        filter={draft.tactics}
        canStart={canStart && !starting}
        starting={starting}
      />
    </form>
  );
}
