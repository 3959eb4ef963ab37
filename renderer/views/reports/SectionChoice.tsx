import { Checkbox } from '@mantine/core';
import type { ReportSection } from '../../../electron/contract/report';
import { sectionTitles } from '../../../electron/engine/report/sectionTitles';
import { moved, sectionList, toggled } from './reportDraft';

/** Which sections the report has, and in which order. */
export function SectionChoice(props: {
  readonly chosen: readonly ReportSection[];
  readonly onChange: (sections: readonly ReportSection[]) => void;
}) {
  const { chosen, onChange } = props;
  return (
    <ol className="section-choice" aria-label="Sections in their order">
      {sectionList(chosen).map((section) => {
        const place = chosen.indexOf(section);
        const title = sectionTitles[section];
        return (
          <li key={section} className={place < 0 ? 'section-out' : ''}>
            <Checkbox
              size="xs"
              label={title}
              checked={place >= 0}
              disabled={place === 0 && chosen.length === 1}
              onChange={() => onChange(toggled(chosen, section))}
            />
            {place >= 0 && (
              <>
                <MoveButton
                  label={`Move ${title} up`}
                  arrow="↑"
                  atEnd={place === 0}
                  onMove={() => onChange(moved(chosen, section, -1))}
                />
                <MoveButton
                  label={`Move ${title} down`}
                  arrow="↓"
                  atEnd={place === chosen.length - 1}
                  onMove={() => onChange(moved(chosen, section, 1))}
                />
              </>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** Keeps the focus at either end, where it does nothing: a disabled button would lose it. */
function MoveButton(props: {
  readonly label: string;
  readonly arrow: string;
  readonly atEnd: boolean;
  readonly onMove: () => void;
}) {
  const { label, arrow, atEnd, onMove } = props;
  return (
    <button
      type="button"
      className="move-button"
      aria-label={label}
      aria-disabled={atEnd}
      onClick={atEnd ? undefined : onMove}
    >
      {arrow}
    </button>
  );
}
