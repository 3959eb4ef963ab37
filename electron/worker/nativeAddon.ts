import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ceilings, CpuInfo, DeviceReport, LibraryIdentity } from '../contract/machine';
import type { MoeProblem, Stage } from '../contract/problem';
import type { CheckRecord, DeviceState, SlotRecord } from '../contract/runFile';
import type { BytesPerSecond } from '../contract/units';
import type { Tactic } from '../contract/tactic';
import type { RotatedLaunch } from '../engine/routing/coldRotation';
import type { RoutingSample } from '../engine/routing/sampleRoutings';

/** Exports of moe_addon.node; see native/addon. Every call is synchronous and throws an Error with words. */
export interface NativeAddon {
  describeProcessor(): CpuInfo;
  availableMemoryBytes(): number;
  /** @param threads 0: all */
  measureCeilings(threads: number): Ceilings;
  /**
   * One block of the cells that both sessions entered last: a slot per letter of `order`. Slots of
   * both sides have as many launches, on the same routings.
   */
  measurePairedBlock(
    a: NativeSession,
    b: NativeSession,
    order: 'ABBA' | 'BAAB',
  ): readonly SlotRecord[];
  /** What the GPU says of itself now; undefined without a driver. */
  deviceState(): DeviceState | undefined;
  readonly NativeLibrary: new (path: string) => NativeLibrary;
  readonly NativeSession: new (
    library: NativeLibrary,
    options: { readonly problem: MoeProblem; readonly seed: number; readonly threads: number },
  ) => NativeSession;
}

/** One kernel library, loaded for as long as this object is reachable. */
export interface NativeLibrary {
  identity(): Omit<LibraryIdentity, 'contentHash'>;
  device(): DeviceReport;
  /** Of the device from its own memory, measured now; throws where the library does not measure it. */
  readBandwidth(): BytesPerSecond;
  tactics(): readonly Tactic[];
  support(
    problem: MoeProblem,
    tacticIndex: number,
    stage: Stage,
  ): {
    readonly supported: boolean;
    readonly reason?: string;
    readonly weightBytes: number;
  };
}

/** A problem on a library: context, weights, buffers. Holds one cell at a time. */
export interface NativeSession {
  /** Packs what the stage reads, in `copies` copies; what has been packed is kept. */
  prepare(request: {
    readonly tacticIndex: number;
    /** gemm2's, when it is another one. */
    readonly gemm2TacticIndex?: number | undefined;
    readonly stage: Stage;
    readonly copies: number;
  }): void;
  /** Runs the tactic once on inputs of this seed and compares it with the oracle. */
  check(request: {
    readonly tacticIndex: number;
    /** gemm2's, when it is another one. */
    readonly gemm2TacticIndex?: number | undefined;
    readonly stage: Stage;
    readonly batchSize: number;
    readonly sample: RoutingSample;
    readonly seed: number;
  }): Pick<CheckRecord, 'correct' | 'relativeError' | 'comparedValues' | 'firstBad'>;
  /** Warms up and finds how many launches a slot needs. */
  enterCell(request: {
    readonly tacticIndex: number;
    /** gemm2's, when it is another one. */
    readonly gemm2TacticIndex?: number | undefined;
    readonly stage: Stage;
    readonly batchSize: number;
    readonly minSlotUs: number;
    readonly rotation: readonly RotatedLaunch[];
  }): { readonly launchUs: number; readonly launchesPerSlot: number };
  /** Times the cell that was entered last. */
  measureBlock(slots: number): readonly Omit<SlotRecord, 'side'>[];
}

/**
 * Loads the addon from MOE_WORKBENCH_NATIVE, a folder, else from `native` beside the bundle's folder.
 * The error says what was tried, what may be the cause and what cures it.
 */
export function loadAddon(): NativeAddon {
  const own = process.env['MOE_WORKBENCH_NATIVE'];
  const folder = own || fileURLToPath(new URL('../native/', import.meta.url));
  // In a packaged program native files lie beside the archive.
  const path = join(folder, 'moe_addon.node').replace('app.asar/', 'app.asar.unpacked/');
  try {
    return createRequire(import.meta.url)(path) as NativeAddon; // the addon's own types, above
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the native addon ${path} cannot be loaded: ${reason}\n` +
        '- when it has not been built: run "npm run setup"\n' +
        '- when it was built for another system: delete build/out/native and run "npm run setup"\n' +
        '- when it is elsewhere: set MOE_WORKBENCH_NATIVE to its folder',
      { cause: error },
    );
  }
}

/** What the addon throws. */
export interface NativeError extends Error {
  readonly code: 'error' | 'out_of_memory' | 'unsupported' | 'no_device';
}
