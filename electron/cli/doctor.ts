import type { Bandwidth, MachineReport } from '../contract/machine';
import type { Machine } from '../host/machine';
import { orThrow } from './cliError';
import { sessionPorts } from './surroundings';

export async function doctor(options: { readonly json: boolean }): Promise<void> {
  const { machine } = sessionPorts();
  const report = orThrow(await machine.describe());
  const bandwidths = await measureBandwidths(machine, report.environment.cpu.hardwareThreads);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...report, bandwidths }, undefined, 2)}\n`
      : formatDoctor(report, bandwidths),
  );
}

/** One thread and all threads, one after the other: they would disturb each other. */
async function measureBandwidths(
  machine: Machine,
  hardwareThreads: number,
): Promise<readonly Bandwidth[]> {
  const single = orThrow(await machine.measureBandwidth(1));
  return hardwareThreads === 1
    ? [single]
    : [single, orThrow(await machine.measureBandwidth(hardwareThreads))];
}

function formatDoctor(report: MachineReport, bandwidths: readonly Bandwidth[]): string {
  const { environment, libraries, gpu, tools } = report;
  const { cpu } = environment;
  const rows: readonly (readonly [string, string])[] = [
    ['processor', `${cpu.model}, ${cpu.hardwareThreads} hardware threads`],
    ['features', cpu.features.join(' ')],
    [
      'caches',
      `L1d ${kibibytes(cpu.l1dBytes)}, L2 ${kibibytes(cpu.l2Bytes)} per core, ` +
        `last level ${kibibytes(cpu.lastLevelCacheBytes)}`,
    ],
    [
      'memory',
      `${gibibytes(environment.memoryTotalBytes)}, ${gibibytes(report.memoryAvailableBytes)} available`,
    ],
    ['huge pages', `${environment.transparentHugePages} (transparent)`],
    ...bandwidths.map(
      ({ threads, bytesPerSecond }) =>
        [
          'read bandwidth',
          `${(bytesPerSecond / 1e9).toFixed(1)} GB/s measured with ${threads} thread${threads === 1 ? '' : 's'}`,
        ] as const,
    ),
    ['GPU', gpu.description],
    ...tools.map(({ name, version, note }) => [name, version ?? note ?? 'unknown'] as const),
    ...libraries.map(
      ({ name, target, device, tactics }) =>
        [
          name,
          `target ${target}: ${device.description}; ` +
            `${tactics.filter(({ supported }) => supported).length} of ${tactics.length} tactics run here`,
        ] as const,
    ),
    ['system', `${environment.operatingSystem}, Node ${environment.nodeVersion}`],
    ['workbench', environment.workbenchVersion],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `${label.padEnd(width)}  ${text}\n`).join('');
}

function kibibytes(bytes: number): string {
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib} KiB` : `${kib / 1024} MiB`;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
