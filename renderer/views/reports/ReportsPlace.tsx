import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { RunDocument } from '../../../electron/contract/runFile';
import { useAppState } from '../../state/hooks';
import { updateView, useRoute } from '../../state/router';
import { Card } from '../../widgets/Card';
import { OpenRun } from '../../widgets/OpenRun';
import { baselineChoices } from './baselineChoices';
import { ExportCard } from './ExportCard';
import { choiceIn, sectionsToView } from './reportDraft';
import { ReportPreview } from './ReportPreview';
import { SectionChoice } from './SectionChoice';

/** Longer remarks are a document of their own, and no link holds them. */
const LONGEST_REMARKS = 10_000;

/** What of a run leaves the program, and how it will look. */
export function ReportsPlace() {
  return (
    <OpenRun render={(document) => <Reports key={document.header.runId} document={document} />} />
  );
}

function Reports({ document }: { readonly document: RunDocument }) {
  const { view } = useRoute();
  const runs = useAppState((state) => state.runs);
  const choice = choiceIn(view);
  const baseline = view['baseline'];
  const { runId } = document.header;
  const others = runs.status === 'ready' ? runs.value : [];
  return (
    <div className="reports-page">
      <h1 className="visually-hidden">Reports</h1>
      <div className="reports-side">
        <ExportCard request={{ runId, choice, ...(baseline === undefined ? {} : { baseline }) }} />
        <Card title="Contents">
          <div className="reports-fields">
            <NativeSelect
              label="Held against"
              data={baselineChoices(document, others)}
              value={baseline ?? ''}
              onChange={({ currentTarget: { value } }) =>
                updateView({ baseline: value === '' ? undefined : value }, 'push')
              }
            />
            <TextInput
              label="Title"
              placeholder="the report names itself"
              maxLength={200}
              value={choice.title}
              onChange={({ currentTarget: { value } }) => updateView({ title: value })}
            />
            <Textarea
              label="Remarks"
              description="Markdown, below the title"
              autosize
              minRows={2}
              maxRows={12}
              maxLength={LONGEST_REMARKS}
              value={choice.remarks}
              onChange={({ currentTarget: { value } }) => updateView({ remarks: value })}
            />
          </div>
          <SectionChoice
            chosen={choice.sections}
            onChange={(sections) => updateView({ sections: sectionsToView(sections) }, 'push')}
          />
        </Card>
      </div>
      <ReportPreview document={document} choice={choice} baseline={baseline} />
    </div>
  );
}
