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
        return (
          <li key={section} className={place < 0 ? 'section-out' : ''}>
            <Checkbox
              size="xs"
              label={sectionTitles[section]}
              checked={place >= 0}
              disabled={place === 0 && chosen.length === 1}
              onChange={() => onChange(toggled(chosen, section))}
            />
            <MoveButton
              label={`Move ${sectionTitles[section]} up`}
              arrow="↑"
              disabled={place <= 0}
              onClick={() => onChange(moved(chosen, section, -1))}
            />
            <MoveButton
              label={`Move ${sectionTitles[section]} down`}
              arrow="↓"
              disabled={place < 0 || place === chosen.length - 1}
              onClick={() => onChange(moved(chosen, section, 1))}
            />
          </li>
        );
      })}
    </ol>
  );
}

function MoveButton(props: {
  readonly label: string;
  readonly arrow: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}) {
  const { label, arrow, ...button } = props;
  return (
    <button type="button" className="move-button" aria-label={label} {...button}>
      {arrow}
    </button>
  );
}
