import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { ReportChoice } from '../../../electron/contract/report';
import type { RunDocument } from '../../../electron/contract/runFile';
import { useAppState } from '../../state/hooks';
import { updateView, useRoute } from '../../state/router';
import { useLinkText } from '../../state/useLinkText';
import { Card } from '../../widgets/Card';
import { OpenRun } from '../../widgets/OpenRun';
import { baselineChoices } from './baselineChoices';
import { ExportCard } from './ExportCard';
import { choiceIn, orderOf, sectionsToView } from './reportDraft';
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
  const title = useLinkText('title');
  const remarks = useLinkText('remarks');
  const choice = useMemo(
    (): ReportChoice => ({ ...choiceIn(view), title: title.text, remarks: remarks.text }),
    [view, title.text, remarks.text],
  );
  const baseline = view['baseline'];
  return (
    <div className="reports-page">
      <h1 className="visually-hidden">Reports</h1>
      <div className="reports-side">
        <ExportCard order={orderOf(document.header.runId, choice, baseline)} />
        <Card title="Contents" className="reports-contents">
          <div className="reports-fields">
            <BaselineField document={document} baseline={baseline} />
            <TextInput
              label="Title"
              placeholder="the report names itself"
              maxLength={200}
              value={title.text}
              onChange={({ currentTarget: { value } }) => title.type(value)}
              onBlur={title.settle}
            />
            <Textarea
              label="Remarks"
              description="Markdown, below the title"
              autosize
              minRows={2}
              maxRows={12}
              maxLength={LONGEST_REMARKS}
              value={remarks.text}
              onChange={({ currentTarget: { value } }) => remarks.type(value)}
              onBlur={remarks.settle}
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

function BaselineField(props: {
  readonly document: RunDocument;
  readonly baseline: string | undefined;
}) {
  const { document, baseline = '' } = props;
  const runs = useAppState((state) => state.runs);
  const others = runs.status === 'ready' ? runs.value : [];
  return (
    <NativeSelect
      label="Held against"
      data={baselineChoices(document, others, baseline)}
      value={baseline}
      onChange={({ currentTarget: { value } }) =>
        updateView({ baseline: value === '' ? undefined : value }, 'push')
      }
    />
  );
}
