import type { ResourceReport } from '../../../electron/contract/registers';
import { registerNotes } from '../../../electron/engine/registers/notes';
import { SM90 } from '../../../electron/engine/registers/occupancy';
import type { RegisterRow } from '../../../electron/engine/registers/registerRows';
import { shortKernelLabel } from '../../../electron/engine/tacticId';
import { tacticDescription } from '../../../electron/engine/tacticDescription';
import { Card } from '../../widgets/Card';
import { formatNumber } from '../../../electron/engine/text/format';
import { KeyValues, type KeyValue } from '../../widgets/KeyValues';
import { RoleBar } from './RegisterBar';

/** The chosen tactic: its roles, what else it takes, and what a person should know of it. */
export function TacticNotes(props: { readonly row: RegisterRow; readonly report: ResourceReport }) {
  const { row, report } = props;
  const { kernel, structure } = row;
  const notes = registerNotes(row, report);
  const description = tacticDescription(structure);
  const spills = (kernel.spillStoreBytes ?? 0) > 0;
  return (
    <Card
      title={`${structure.family} ${shortKernelLabel(structure)}`}
      note={row.standing === 'offered' ? undefined : row.standing}
      className="tactic-notes"
    >
      <dl className="role-bars" aria-label="Registers by role">
        <RoleBar
          role="Launch"
          used={kernel.registersPerThread}
          limit={SM90.maxRegistersPerThread}
          spills={false}
        />
        <RoleBar
          role="Producer"
          used={kernel.producerRegisters}
          limit={kernel.producerRegisterLimit}
          spills={false}
        />
        <RoleBar
          role="Consumer"
          used={kernel.consumerRegisters}
          limit={kernel.consumerRegisterLimit}
          spills={spills}
        />
      </dl>
      {notes.map(({ title, text }) => (
        <p key={title} className="register-note">
          <b>{title}</b> {text}
        </p>
      ))}
      <KeyValues entries={furtherFigures(row)} />
      {description !== undefined && (
        <details className="tactic-description">
          <summary>In the words of TensorRT-LLM&apos;s tactic query</summary>
          <pre tabIndex={0}>{description}</pre>
        </details>
      )}
    </Card>
  );
}

function furtherFigures({ kernel }: RegisterRow): readonly KeyValue[] {
  const entries: readonly (readonly [string, number | null, string])[] = [
    ['Spill stores, loads', kernel.spillStoreBytes, ` B, ${count(kernel.spillLoadBytes)} B`],
    ['Stack', kernel.stackBytes, ' B per thread'],
    [
      'Shared memory',
      kernel.dynamicSharedBytes,
      ` B dynamic, ${count(kernel.staticSharedBytes)} B static`,
    ],
    ['Pipeline', kernel.stages, ' stages'],
    ['Threads', kernel.threadsPerBlock, ' per CTA'],
    ['Named barriers', kernel.barriers, ''],
  ];
  return entries.map(([name, value, unit]) => [
    name,
    value === null ? 'not known' : `${formatNumber(value)}${unit}`,
  ]);
}

function count(value: number | null): string {
  return value === null ? '?' : formatNumber(value);
}
