import type { Branch } from '../../../electron/contract/comparison';
import type { RunDocument } from '../../../electron/contract/runFile';
import { measuredLibrary } from '../../../electron/engine/measuredLibrary';
import { latestEnvironment } from '../../../electron/engine/summariseRun';
import { Card } from '../../widgets/Card';
import { StatusMark } from '../../widgets/StatusMark';

type Facts = readonly (readonly [name: string, value: string])[];

/** What both sides were measured with; what differs is marked. */
export function SideFacts({ a, b }: { readonly a: RunDocument; readonly b: RunDocument }) {
  const branches = a === b ? b.header.plan.comparison?.branches : undefined;
  const [factsA, factsB] =
    branches === undefined
      ? [runFacts(a), runFacts(b)]
      : [branchFacts(branches.A), branchFacts(branches.B)];
  const valuesB = new Map(factsB);
  return (
    <Card title="Both sides" note="what they were built from and measured on">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col" className="text">
              Fact
            </th>
            <th scope="col" className="text">
              A
            </th>
            <th scope="col" className="text">
              B
            </th>
            <th scope="col" className="text">
              Same
            </th>
          </tr>
        </thead>
        <tbody>
          {factsA.map(([name, valueA]) => {
            const valueB = valuesB.get(name) ?? '';
            return (
              <tr key={name}>
                <th scope="row" className="text">
                  {name}
                </th>
                <td className="text fact-value">{valueA}</td>
                <td className="text fact-value">{valueB}</td>
                <td className="text">
                  {valueA === valueB ? 'same' : <StatusMark tone="warn" mark="≠" word="differs" />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}

function branchFacts(branch: Branch): Facts {
  return [
    ['Name', branch.name],
    ['From', branch.origin],
    ['Commit', branch.commit ?? 'none'],
    ['Kernels changed since the commit', yesNo(branch.dirty)],
    ['Compilers', branch.compilers.join(', ') || 'not known: built elsewhere'],
    ['Built', branch.builtAt ?? 'not known: built elsewhere'],
    ['Library, SHA-256', branch.contentHash.slice(0, 16)],
  ];
}

function runFacts(document: RunDocument): Facts {
  const { plan, createdAt } = document.header;
  const environment = latestEnvironment(document);
  const library = measuredLibrary(environment, plan);
  return [
    ['Measured', createdAt],
    ['Machine', environment.hostname],
    ['Processor', environment.cpu.model],
    ['Operating system', environment.operatingSystem],
    ['Huge pages', environment.transparentHugePages],
    ['Workbench', environment.workbenchVersion],
    ['Threads', String(plan.threads)],
    ['Weights', plan.cacheMode],
    ['Seed', String(plan.seed)],
    ['Effort', plan.effort],
    ['Library, SHA-256', library?.contentHash.slice(0, 16) ?? 'none'],
  ];
}

function yesNo(value: boolean | undefined): string {
  return value === undefined ? 'not known' : value ? 'yes' : 'no';
}
