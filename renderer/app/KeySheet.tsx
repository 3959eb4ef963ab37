import { PLACES } from '../state/route';
import { Dialog } from '../widgets/Dialog';
import { PLACE_LABELS } from './placeLabels';

const KEYS: readonly (readonly [string, string])[] = [
  ...PLACES.map((place, index) => [String(index + 1), PLACE_LABELS[place]] as const),
  ['Ctrl K', 'every action, by name'],
  ['/', 'filter of the table'],
  ['Tab', 'next control'],
  ['Alt ←', 'back to the view before'],
  ['Alt →', 'forward again'],
  ['↑ ↓', 'scroll a table that has the focus'],
  ['Enter', 'start the plan being built, from any of its fields'],
  ['Esc', 'close what is open'],
  ['?', 'this sheet'],
];

/** The keys, all on one sheet. */
export function KeySheet(props: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" opened={props.opened} onClose={props.onClose}>
      <table className="key-sheet">
        <tbody>
          {KEYS.map(([key, meaning]) => (
            <tr key={key}>
              <th scope="row">
                <kbd className="kbd">{key}</kbd>
              </th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
