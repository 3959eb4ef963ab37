import { TextInput } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import type { RunDocument } from '../../../electron/contract/runFile';
import { BASELINE_FAMILY } from '../../../electron/contract/tactic';
import { sourceLine } from '../../../electron/engine/report/sourceLine';
import { updateView, useRoute } from '../../state/router';
import { comparisonOf, pickGroup, summaryOf } from '../../state/selectors';
import { Card } from '../../widgets/Card';
import { countOf, formatNumber } from '../../../electron/engine/text/format';
import { GroupChoice } from '../../widgets/GroupChoice';
import { OpenRun } from '../../widgets/OpenRun';
import { Provisional } from '../../widgets/StatusMark';
import { parseFilter } from './filterGrammar';
import { RegretMap } from './RegretMap';
import { formatSorting, parseSorting } from './sortingLink';
import { TACTIC_COLUMNS } from './tacticColumns';
import { tacticRows } from './tacticRows';
import { tacticsNote } from './tacticsNote';
import { BY_BATCH_AND_TIME, TacticTable } from './TacticTable';

/** Every cell of a run: a map of regrets and the table behind it. */
export function TacticsPlace() {
  return <OpenRun render={(document) => <Tactics document={document} />} />;
}

function Tactics({ document }: { readonly document: RunDocument }) {
  const { view } = useRoute();
  const summary = summaryOf(document);
  const { plan } = document.header;
  const [text, setText] = useState(view['filter'] ?? '');
  const filter = useDeferredValue(text);
  const baseline = BASELINE_FAMILY[plan.target];
  const comparison = comparisonOf(document);
  const rows = useMemo(() => tacticRows(plan, summary, comparison), [plan, summary, comparison]);
  const parsed = useMemo(() => parseFilter(filter), [filter]);
  const matching = useMemo(() => (parsed.ok ? rows.filter(parsed.matches) : rows), [parsed, rows]);
  const sortWord = view['sort'];
  const sorting = useMemo(
    () =>
      sortWord === undefined
        ? BY_BATCH_AND_TIME
        : parseSorting(
            sortWord,
            TACTIC_COLUMNS.map(({ id }) => id),
          ),
    [sortWord],
  );
  const group = pickGroup(summary, view['group']);
  const mark = summary.provisional ? <Provisional /> : undefined;
  return (
    <div className="tactics-page">
      <h1 className="visually-hidden">Tactics</h1>
      <div className="card filter-bar">
        <TextInput
          data-filter=""
          className="filter-field"
          aria-label="Filter"
          leftSection={<span aria-hidden="true">/</span>}
          placeholder="regret<5 family:streaming batch:4..64"
          value={text}
          error={parsed.ok ? undefined : parsed.message}
          onChange={(event) => {
            setText(event.currentTarget.value);
            updateView({ filter: event.currentTarget.value });
          }}
        />
        <span className="note" role="status">
          {formatNumber(matching.length)} of {countOf(rows.length, 'cell')}
        </span>
        <span className="spacer" />
        <GroupChoice summary={summary} chosen={group} />
      </div>
      {group !== undefined && (
        <RegretMap
          plan={plan}
          rows={matching}
          group={group}
          provisional={summary.provisional}
          source={sourceLine(document)}
        />
      )}
      <Card
        title="Cells"
        mark={mark}
        className="tactics-card"
        note={tacticsNote(matching, baseline)}
      >
        <TacticTable
          rows={matching}
          columns="all"
          sorting={sorting}
          onSorting={(next) => updateView({ sort: formatSorting(next) })}
          height={560}
          empty="No cell matches the filter."
        />
      </Card>
    </div>
  );
}
