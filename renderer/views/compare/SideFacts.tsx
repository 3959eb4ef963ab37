import type { RunDocument } from '../../../electron/contract/runFile';
import { environmentFacts } from '../../../electron/engine/report/environmentFacts';
import { Card } from '../../widgets/Card';
import { EnvironmentTable } from '../../widgets/EnvironmentTable';

/** What both sides were built from and measured on. */
export function SideFacts({ a, b }: { readonly a: RunDocument; readonly b: RunDocument }) {
  return (
    <Card title="Both sides" note="what they were built from and measured on">
      <EnvironmentTable facts={environmentFacts(a, b)} />
    </Card>
  );
}
