import { assert, constantFrom, property, shuffledSubarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPORT_SECTIONS, type ReportSection } from '../../../../electron/contract/report';
import { formatRoute, parseRoute } from '../../../../renderer/state/route';
import {
  choiceIn,
  moved,
  orderIn,
  sectionList,
  sectionsToView,
  toggled,
} from '../../../../renderer/views/reports/reportDraft';

const someSections = shuffledSubarray([...REPORT_SECTIONS], { minLength: 1 });

describe('what a link says of a report', () => {
  it('is everything in its usual order when it says nothing', () => {
    expect(choiceIn({})).toEqual({ sections: REPORT_SECTIONS, title: '', remarks: '' });
    expect(sectionsToView(REPORT_SECTIONS)).toBeUndefined();
  });

  it('is what was put into it, whatever the order and the text', () => {
    assert(
      property(someSections, (sections) => {
        const remarks = `100 % & "50 €"?#=+\n\n- ${sections.length}`;
        const link = formatRoute({
          place: 'reports',
          runId: 'mine',
          view: { sections: sectionsToView(sections) ?? '', title: 'a/b ü', remarks },
        });
        expect(choiceIn(parseRoute(link).view)).toEqual({ sections, title: 'a/b ü', remarks });
      }),
    );
  });

  it.each([
    ['methods,verdicts', ['methods', 'verdicts']],
    ['methods,methods,verdicts,methods', ['methods', 'verdicts']],
    ['methods,spells,__proto__,', ['methods']],
    ['spells', REPORT_SECTIONS],
    ['', REPORT_SECTIONS],
  ])('%j names the sections %j', (word, sections) => {
    expect(choiceIn({ sections: word }).sections).toEqual(sections);
  });
});

describe('the sections of a report', () => {
  it('are listed with those that are out behind their usual neighbour', () => {
    expect(sectionList(REPORT_SECTIONS)).toEqual(REPORT_SECTIONS);
    expect(sectionList(['methods', 'verdicts'])).toEqual([
      'methods',
      'repeat',
      'verdicts',
      'speedup',
      'times',
      'regrets',
      'tactics',
      'registers',
      'environment',
      'dropped',
    ]);
  });

  it('are all listed once, the chosen ones in their order', () => {
    assert(
      property(someSections, (chosen) => {
        const list = sectionList(chosen);
        expect(list.toSorted()).toEqual(REPORT_SECTIONS.toSorted());
        expect(list.filter((section) => chosen.includes(section))).toEqual(chosen);
      }),
    );
  });

  it('stay where they are in the list when they go out and come in again', () => {
    assert(
      property(constantFrom(...REPORT_SECTIONS), (section) => {
        const out = toggled(REPORT_SECTIONS, section);
        expect(out).not.toContain(section);
        expect(sectionList(out)).toEqual(REPORT_SECTIONS);
        expect(toggled(out, section)).toEqual(REPORT_SECTIONS);
      }),
    );
  });

  it('keep their order when another comes in', () => {
    const chosen: readonly ReportSection[] = ['repeat', 'verdicts'];
    expect(toggled(chosen, 'speedup')).toEqual(['repeat', 'verdicts', 'speedup']);
  });

  it('are never none', () => {
    expect(toggled(['times'], 'times')).toEqual(['times']);
  });

  it.each([
    ['times', -1, ['times', 'verdicts', 'repeat']],
    ['times', 1, ['verdicts', 'repeat', 'times']],
    ['verdicts', -1, ['verdicts', 'times', 'repeat']],
    ['repeat', 1, ['verdicts', 'times', 'repeat']],
    ['methods', 1, ['verdicts', 'times', 'repeat']],
  ] as const)('%s moved by %i give %j', (section, by, order) => {
    expect(moved(['verdicts', 'times', 'repeat'], section, by)).toEqual(order);
  });
});

describe('what is exported', () => {
  const view = { sections: 'methods', title: 'Mine', baseline: 'other', filter: 'x' };

  it('is what the link of the Reports place says', () => {
    expect(orderIn({ place: 'reports', runId: 'mine', view }, 'mine')).toEqual({
      runId: 'mine',
      baseline: 'other',
      choice: { sections: ['methods'], title: 'Mine', remarks: '' },
    });
  });

  it('is everything from any other place', () => {
    expect(orderIn({ place: 'tactics', runId: 'mine', view }, 'mine')).toEqual({
      runId: 'mine',
      choice: { sections: REPORT_SECTIONS, title: '', remarks: '' },
    });
  });
});
