import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from '@mantine/spotlight';
import type { ExportFormat } from '../../electron/contract/report';
import type { RunId } from '../../electron/contract/runFile';
import { useAppState, useSession } from '../state/hooks';
import { canResume, isActive } from '../state/selectors';
import { PLACES } from '../state/route';
import { currentRoute, navigate, useRoute } from '../state/router';
import { startQuickRun } from '../state/quickPlan';
import { saveExport } from '../state/saveExport';
import type { Session } from '../state/session';
import { THEME_LABELS, THEME_MODES, type ThemeMode } from '../theme/themeMode';
import { FORMAT_GROUPS } from '../views/reports/exportFormats';
import { orderIn } from '../views/reports/reportDraft';
import { goToPlace } from './goToPlace';
import { IMPORT_INPUT_ID } from './ImportRun';
import { PLACE_LABELS } from './placeLabels';

/** Every action of the window under Ctrl+K. */
export function Palette(props: {
  readonly onThemeMode: (mode: ThemeMode) => void;
  readonly onKeys: () => void;
}) {
  return (
    <Spotlight
      actions={useActions(props.onThemeMode, props.onKeys)}
      shortcut={['mod + K']}
      // From within a field too: what is typed there is part of what can be exported.
      tagsToIgnore={[]}
      nothingFound="No action has that name"
      highlightQuery
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Every action' } }}
      searchProps={{ placeholder: 'Action', 'aria-label': 'Action' }}
    />
  );
}

function useActions(
  onThemeMode: (mode: ThemeMode) => void,
  onKeys: () => void,
): SpotlightActionGroupData[] {
  const session = useSession();
  const state = useAppState((whole) => whole);
  const { runId } = useRoute();
  const runs = state.runs.status === 'ready' ? state.runs.value : [];
  const open = runs.find((entry) => entry.runId === runId);
  const go = PLACES.map((place) => ({
    id: place,
    label: `Go to ${PLACE_LABELS[place]}`,
    onClick: () => goToPlace(place, state.activeRunId),
  }));
  const run = [
    { id: 'profile', label: 'Profile this machine', onClick: () => void startQuickRun(session) },
    {
      id: 'plan',
      label: 'Build a new plan',
      onClick: () => navigate({ place: 'run', view: {} }),
    },
    {
      id: 'branches',
      label: 'Build and compare two branches',
      onClick: () => navigate({ place: 'compare', runId, view: { new: 'branches' } }),
    },
    {
      id: 'import',
      label: 'Import a run file',
      onClick: () => document.getElementById(IMPORT_INPUT_ID)?.click(),
    },
  ];
  const active = state.activeRunId;
  if (active !== undefined) {
    run.push({
      id: 'cancel',
      label: 'Cancel the run',
      onClick: () => void session.cancelRun(active),
    });
  }
  if (open !== undefined && !isActive(state, open.runId) && canResume(open.status)) {
    run.push({
      id: 'resume',
      label: `Resume ${open.name}`,
      onClick: () => void session.resumeRun(open.runId),
    });
  }
  return [
    { group: 'Go', actions: go },
    { group: 'Run', actions: run },
    ...(open === undefined
      ? []
      : [{ group: 'Export', actions: exportActions(session, open.runId) }]),
    {
      group: 'Open',
      actions: runs.map((entry) => ({
        id: `open ${entry.runId}`,
        label: `Open ${entry.name}`,
        onClick: () => navigate({ place: currentRoute().place, runId: entry.runId, view: {} }),
      })),
    },
    {
      group: 'Window',
      actions: [
        ...THEME_MODES.map((mode) => ({
          id: `look ${mode}`,
          label: `Look: ${THEME_LABELS[mode]}`,
          onClick: () => onThemeMode(mode),
        })),
        { id: 'keys', label: 'Show the keys', onClick: onKeys },
      ],
    },
  ];
}

/** The open run in every form, as the Reports place would write it now. */
function exportActions(session: Session, runId: RunId): SpotlightActionData[] {
  return FORMAT_GROUPS.flatMap(({ action, formats }) =>
    formats.map(({ format, label }) => ({
      id: `export ${format}`,
      label: `${action} ${label}`,
      onClick: () => void exportHere(session, runId, format),
    })),
  );
}

async function exportHere(session: Session, runId: RunId, format: ExportFormat): Promise<void> {
  const saved = await saveExport(session, { ...orderIn(currentRoute(), runId), format });
  if (!saved.ok) session.showNotice(saved.error);
}
