import { NativeSelect } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import type { RunPlan } from '../../electron/contract/plan';
import { useAppState } from '../state/hooks';
import { useRoute } from '../state/router';
import { THEME_LABELS, THEME_MODES, type ThemeMode } from '../theme/themeMode';
import { problemText } from '../widgets/planText';

/** What is open, on which machine, and how the window looks. */
export function TopBar(props: {
  readonly themeMode: ThemeMode;
  readonly onThemeMode: (mode: ThemeMode) => void;
  readonly onKeys: () => void;
}) {
  const opened = useAppState((state) => state.opened);
  const machine = useAppState((state) => state.machine);
  const runs = useAppState((state) => state.runs);
  const { runId } = useRoute();
  // A plan that is being built belongs to no run, whichever was open before.
  const shown = opened?.runId === runId ? opened : undefined;
  const header = shown?.document.status === 'ready' ? shown.document.value.header : undefined;
  const entry =
    runs.status === 'ready' ? runs.value.find((candidate) => candidate.runId === runId) : undefined;
  const host =
    header?.environment.hostname ??
    (machine.status === 'ready' ? machine.value.environment.hostname : undefined);
  return (
    <header className="top-bar">
      <span className="brand">MoE Workbench</span>
      {header !== undefined && (
        <>
          <span className="chip chip-run">
            run <b>{entry?.name ?? header.runId}</b>
          </span>
          <span className="chip chip-problem">{planTitle(header.plan)}</span>
        </>
      )}
      <span className="spacer" />
      {host !== undefined && <span className="chip chip-host">{host}</span>}
      <NativeSelect
        size="xs"
        className="theme-select"
        aria-label="Look"
        value={props.themeMode}
        onChange={(event) => {
          const mode = THEME_MODES.find((known) => known === event.currentTarget.value);
          if (mode !== undefined) props.onThemeMode(mode);
        }}
        data={THEME_MODES.map((mode) => ({ value: mode, label: THEME_LABELS[mode] }))}
      />
      <button type="button" className="kbd key-button" onClick={() => spotlight.open()}>
        Ctrl K<span className="visually-hidden">, every action</span>
      </button>
    </header>
  );
}

function planTitle(plan: RunPlan): string {
  return `${plan.preset ?? 'free sizes'} · ${problemText(plan.problem)}`;
}
