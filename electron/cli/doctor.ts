import type { Ceilings, MachineReport } from '../contract/machine';
import { cacheText } from '../engine/text/cacheText';
import { PEAK_INSTRUCTION } from '../engine/text/peakInstruction';
import type { BytesPerSecond } from '../contract/units';
import type { Machine } from '../host/machine';
import { orThrow } from './cliError';
import { sessionPorts } from './surroundings';

export async function doctor(options: { readonly json: boolean }): Promise<void> {
  const { machine } = sessionPorts();
  const report = orThrow(await machine.describe());
  const ceilings = await measureCeilings(machine, report.environment.cpu.hardwareThreads);
  const devices = await measureDevices(machine, report);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...report, ceilings, devices }, undefined, 2)}\n`
      : formatDoctor(report, ceilings, devices),
  );
}

/** One thread and all threads, one after the other: they would disturb each other. */
async function measureCeilings(
  machine: Machine,
  hardwareThreads: number,
): Promise<readonly Ceilings[]> {
  const single = orThrow(await machine.measureCeilings(1));
  return hardwareThreads === 1
    ? [single]
    : [single, orThrow(await machine.measureCeilings(hardwareThreads))];
}

interface DeviceBandwidth {
  readonly device: string;
  readonly bytesPerSecond: BytesPerSecond;
}

/** Of every GPU that a library would use and knows how to measure. */
async function measureDevices(
  machine: Machine,
  { libraries }: MachineReport,
): Promise<readonly DeviceBandwidth[]> {
  const measured: DeviceBandwidth[] = [];
  for (const { target, device, path } of libraries) {
    if (target === 'cpu' || !device.ready) continue;
    // One after the other: they would disturb each other.
    const bandwidth = await machine.measureDeviceBandwidth(path);
    if (bandwidth.ok) {
      measured.push({ device: device.description, bytesPerSecond: bandwidth.value });
    }
  }
  return measured;
}

function formatDoctor(
  report: MachineReport,
  ceilings: readonly Ceilings[],
  devices: readonly DeviceBandwidth[],
): string {
  const { environment, libraries, gpu, tools } = report;
  const { cpu } = environment;
  const rows: readonly (readonly [string, string])[] = [
    ['processor', `${cpu.model}, ${cpu.hardwareThreads} hardware threads`],
    ['features', cpu.features.join(' ')],
    ['caches', cacheText(cpu)],
    [
      'memory',
      `${gibibytes(environment.memoryTotalBytes)}, ${gibibytes(report.memoryAvailableBytes)} available`,
    ],
    ['huge pages', hugePagesText(environment.transparentHugePages, ceilings)],
    ...ceilings.map(
      ({ readBandwidth }) =>
        [
          'read bandwidth',
          `${(readBandwidth.bytesPerSecond / 1e9).toFixed(1)} GB/s ${measuredWith(readBandwidth.threads)}`,
        ] as const,
    ),
    ...ceilings.map(
      ({ computePeak }) =>
        [
          'compute peak',
          `${(computePeak.flopsPerSecond / 1e9).toFixed(0)} GFLOP/s of ` +
            `${PEAK_INSTRUCTION[computePeak.instruction]} ${measuredWith(computePeak.threads)}`,
        ] as const,
    ),
    ['GPU', gpu.description],
    ...devices.map(
      ({ device, bytesPerSecond }) =>
        [
          'GPU read bandwidth',
          `${(bytesPerSecond / 1e9).toFixed(0)} GB/s measured, ${device}`,
        ] as const,
    ),
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

function measuredWith(threads: number): string {
  return `measured with ${threads} thread${threads === 1 ? '' : 's'}`;
}

/** Without huge pages one thread reads weights 15 to 25 % slower, so it is said. */
function hugePagesText(policy: string, ceilings: readonly Ceilings[]): string {
  const granted = ceilings.every(({ hugePagesGranted }) => hugePagesGranted);
  return `${policy} (transparent), ${granted ? 'granted' : 'not granted: weights are on small pages'}`;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
