import type { ReportSection } from '../../contract/report';

/** What the sections of a report are called, in every form of it. */
export const sectionTitles: Readonly<Record<ReportSection, string>> = {
  verdicts: 'Verdicts',
  speedup: 'Speed-up',
  times: 'Time by batch size',
  regrets: 'How far each tactic is from the best',
  tactics: 'Tactics',
  registers: 'Registers',
  environment: 'Environment',
  dropped: 'What was dropped, and why',
  methods: 'Methods',
  repeat: 'Measure the same again',
};
