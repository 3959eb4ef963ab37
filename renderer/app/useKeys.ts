import { useHotkeys } from '@mantine/hooks';
import { goToPlace } from './goToPlace';
import { useAppState } from '../state/hooks';
import { PLACES } from '../state/route';

/** Keys of the whole window; inside fields they type. Ctrl+K is the palette's own. */
export function useKeys(toggleKeySheet: () => void): void {
  const activeRun = useAppState((state) => state.activeRunId);
  useHotkeys([
    ...PLACES.map((place, index): [string, () => void] => [
      String(index + 1),
      () => goToPlace(place, activeRun),
    ]),
    ['shift+?', toggleKeySheet],
    ['?', toggleKeySheet],
    ['/', focusFilter],
  ]);
}

function focusFilter(event: KeyboardEvent): void {
  const filter = document.querySelector<HTMLInputElement>('[data-filter]');
  if (filter === null) return;
  event.preventDefault();
  filter.focus();
}
