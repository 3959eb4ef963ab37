import { differs, type EnvironmentFact } from '../../electron/engine/report/environmentFacts';
import { StatusMark } from './StatusMark';

/** What sides were built from and measured on; what differs is marked. One column where there is one side. */
export function EnvironmentTable({ facts }: { readonly facts: readonly EnvironmentFact[] }) {
  const twoSides = facts.some(({ a }) => a !== undefined);
  const headings = twoSides ? ['Fact', 'A', 'B', 'Same'] : ['Fact', 'Value'];
  return (
    <table className="data-table environment-table">
      <thead>
        <tr>
          {headings.map((heading) => (
            <th scope="col" key={heading} className="text">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.name}>
            <th scope="row" className="text">
              {fact.name}
            </th>
            {differs(fact) ? (
              <>
                <td className="text long-name">{fact.a}</td>
                <td className="text long-name">{fact.b}</td>
                <td className="text">
                  <StatusMark tone="warn" mark="≠" word="differs" />
                </td>
              </>
            ) : (
              <>
                <td className="text long-name" colSpan={twoSides ? 2 : 1}>
                  {fact.b}
                </td>
                {twoSides && <td className="text note">same</td>}
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
