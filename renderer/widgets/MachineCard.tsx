import { Button } from '@mantine/core';
import type { MachineReport } from '../../electron/contract/machine';
import { useAppState, useSession } from '../state/hooks';
import { Card } from './Card';
import { cacheText } from '../../electron/engine/text/cacheText';
import { countOf, formatBytes, formatNumber } from '../../electron/engine/text/format';
import { KeyValues } from './KeyValues';
import { Loading } from './Loading';
import { ErrorMessage } from './Message';

/** What this machine is and which tactics it can run. */
export function MachineCard() {
  const session = useSession();
  const machine = useAppState((state) => state.machine);
  return (
    <Card title="This machine" note="what was found; nothing here is timed">
      {machine.status === 'loading' && <Loading what="Asking the kernel libraries" />}
      {machine.status === 'error' && (
        <ErrorMessage
          error={machine.error}
          actions={
            <Button variant="default" size="compact-xs" onClick={() => void session.loadMachine()}>
              Ask again
            </Button>
          }
        />
      )}
      {machine.status === 'ready' && <MachineFacts report={machine.value} />}
    </Card>
  );
}

function MachineFacts({ report }: { readonly report: MachineReport }) {
  const { environment, libraries, gpu } = report;
  const { cpu } = environment;
  return (
    <KeyValues
      entries={[
        ['Processor', cpu.model],
        ['Threads', formatNumber(cpu.hardwareThreads)],
        ['Features', cpu.features.join(', ')],
        ['Caches', cacheText(cpu)],
        [
          'Memory',
          `${formatBytes(report.memoryAvailableBytes)} free of ${formatBytes(environment.memoryTotalBytes)}`,
        ],
        ['Huge pages', environment.transparentHugePages],
        ['GPU', gpu.description],
        ...libraries.map(
          ({ name, tactics, device }) =>
            [
              `Library ${name}`,
              device.ready
                ? `${formatNumber(tactics.filter(({ supported }) => supported).length)} of ${countOf(tactics.length, 'tactic')} run here`
                : device.description,
            ] as const,
        ),
      ]}
    />
  );
}
