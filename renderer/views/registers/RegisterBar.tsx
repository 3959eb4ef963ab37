import type { KernelResources } from '../../../electron/contract/registers';
import { SM90 } from '../../../electron/engine/registers/occupancy';

const share = (registers: number): string =>
  `${(100 * Math.min(registers, SM90.maxRegistersPerThread)) / SM90.maxRegistersPerThread}%`;

/** A consumer thread's registers of 255, its limit and the launch count; rust when it spills. */
export function RegisterBar({ kernel }: { readonly kernel: KernelResources }) {
  const { consumerRegisters, consumerRegisterLimit, registersPerThread, spillStoreBytes } = kernel;
  const spills = (spillStoreBytes ?? 0) > 0;
  return (
    <div className="register-bar-cell">
      <div className="register-bar" aria-hidden="true">
        {consumerRegisters !== null && (
          <span
            className={spills ? 'used used-spilled' : 'used'}
            style={{ width: share(consumerRegisters) }}
          />
        )}
        {registersPerThread !== null && (
          <span className="launch" style={{ left: share(registersPerThread) }} />
        )}
        <span className="limit" style={{ left: share(consumerRegisterLimit) }} />
      </div>
      <span>{consumerRegisters ?? '?'}</span>
    </div>
  );
}

/** One role's registers against its limit, for the chosen tactic. */
export function RoleBar(props: {
  readonly role: string;
  readonly used: number | null;
  readonly limit: number;
  readonly spills: boolean;
}) {
  const { role, used, limit, spills } = props;
  return (
    <div className="role-bar">
      <dt>{role}</dt>
      <dd>
        <div className="register-bar" aria-hidden="true">
          {used !== null && (
            <span
              className={spills ? 'used used-spilled' : 'used'}
              style={{ width: share(used) }}
            />
          )}
          <span className="limit" style={{ left: share(limit) }} />
        </div>
        <span>{used === null ? `not known, limit ${limit}` : `${used} of ${limit}`}</span>
      </dd>
    </div>
  );
}
