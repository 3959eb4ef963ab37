import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Bandwidth, CpuInfo } from '../contract/machine';
import type { MoeProblem, Stage } from '../contract/problem';
import type { CheckRecord, SlotRecord } from '../contract/runFile';
import type { Tactic } from '../contract/tactic';
import type { Bytes, Microseconds } from '../contract/units';

/** Exports of moe_addon.node (native/addon). Every call throws a NativeError. */
export interface NativeAddon {
  describeProcessor(): CpuInfo;
  availableMemoryBytes(): Bytes;
  /** @param threads 0: every hardware thread. Takes about half a second. */
  measureReadBandwidth(threads: number): Bandwidth;
  readonly NativeLibrary: new (path: string) => NativeLibrary;
  readonly NativeSession: new (library: NativeLibrary, options: SessionOptions) => NativeSession;
}

/** One kernel library, loaded for as long as this object is reachable. */
export interface NativeLibrary {
  identity(): { readonly name: string; readonly target: string; readonly abiVersion: number };
  device(): { readonly ready: boolean; readonly description: string };
  tactics(): Tactic[];
  support(
    problem: MoeProblem,
    tacticIndex: number,
    stage: Stage,
  ): { readonly supported: boolean; readonly reason?: string; readonly weightBytes: Bytes };
}

export interface SessionOptions {
  readonly problem: MoeProblem;
  readonly threads: number;
  /** Of weights and timed inputs. */
  readonly seed: number;
}

/** A problem on a library: context, weights, buffers. Holds one cell at a time. */
export interface NativeSession {
  /** Packs what the stage reads, in `copies` copies; what has been packed is kept. */
  prepare(request: {
    readonly tacticIndex: number;
    readonly stage: Stage;
    readonly copies: number;
  }): void;
  check(request: {
    readonly tacticIndex: number;
    readonly stage: Stage;
    readonly batchSize: number;
    readonly sample: NativeRouting;
    /** Of the inputs. */
    readonly seed: number;
  }): Pick<CheckRecord, 'correct' | 'relativeError' | 'comparedValues' | 'firstBad'>;
  /** Warms up and chooses the launches per slot. */
  enterCell(request: {
    readonly tacticIndex: number;
    readonly stage: Stage;
    readonly batchSize: number;
    readonly minSlotUs: Microseconds;
    readonly rotation: readonly (NativeRouting & { readonly copy: number })[];
  }): { readonly launchUs: Microseconds; readonly launchesPerSlot: number };
  /** Times the cell that was entered last. */
  measureBlock(slots: number): Omit<SlotRecord, 'side'>[];
}

export interface NativeRouting {
  /** [T, k] */
  readonly expertIds: Int32Array;
  /** [T, k] */
  readonly expertWeights: Float32Array;
}

/** What native code throws. */
export interface NativeError extends Error {
  readonly code: 'error' | 'out_of_memory' | 'unsupported' | 'no_device';
}

/** Where the addon is: MOE_WORKBENCH_NATIVE, or `native` beside the folder of the bundled worker. */
export function nativeAddonPath(environment: NodeJS.ProcessEnv, workerUrl: string): string {
  const own = environment['MOE_WORKBENCH_NATIVE'];
  return own !== undefined && own !== ''
    ? own
    : fileURLToPath(new URL('../native/moe_addon.node', workerUrl));
}

/** Loads the addon; the error says what was tried, what may be the cause and what cures it. */
export function loadNativeAddon(path: string): NativeAddon {
  const require = createRequire(import.meta.url);
  try {
    return require(path) as NativeAddon; // hand-written types: the addon's tests hold them to it
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the native addon ${path} cannot be loaded: ${reason}\n` +
        '- it has not been built: run "npm run setup"\n' +
        '- it was built for another system or processor: delete build/out/native and run ' +
        '"npm run setup"\n' +
        '- it is elsewhere: set MOE_WORKBENCH_NATIVE to its path',
      { cause: error },
    );
  }
}
