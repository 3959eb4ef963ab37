import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bandwidth, CpuInfo, LibraryIdentity } from '../contract/machine';
import type { MoeProblem, Stage } from '../contract/problem';
import type { CheckRecord, SlotRecord } from '../contract/runFile';
import type { Tactic } from '../contract/tactic';
import type { RotatedLaunch } from '../engine/routing/coldRotation';
import type { RoutingSample } from '../engine/routing/sampleRoutings';

/** Exports of moe_addon.node; see native/addon. Every call is synchronous and throws an Error with words. */
export interface NativeAddon {
  describeProcessor(): CpuInfo;
  availableMemoryBytes(): number;
  /** @param threads 0: all */
  measureReadBandwidth(threads: number): Bandwidth;
  readonly NativeLibrary: new (path: string) => NativeLibrary;
  readonly NativeSession: new (
    library: NativeLibrary,
    options: { readonly problem: MoeProblem; readonly seed: number; readonly threads: number },
  ) => NativeSession;
}

export interface NativeLibrary {
  identity(): Omit<LibraryIdentity, 'contentHash'>;
  device(): { readonly ready: boolean; readonly description: string };
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

export interface NativeSession {
  prepare(request: {
    readonly tacticIndex: number;
    readonly stage: Stage;
    readonly copies: number;
  }): void;
  check(request: {
    readonly tacticIndex: number;
    readonly stage: Stage;
    readonly batchSize: number;
    readonly sample: RoutingSample;
    readonly seed: number;
  }): Pick<CheckRecord, 'correct' | 'relativeError' | 'comparedValues' | 'firstBad'>;
  /** Warms up and finds how many launches a slot needs. */
  enterCell(request: {
    readonly tacticIndex: number;
    readonly stage: Stage;
    readonly batchSize: number;
    readonly minSlotUs: number;
    readonly rotation: readonly RotatedLaunch[];
  }): { readonly launchUs: number; readonly launchesPerSlot: number };
  measureBlock(slots: number): readonly Omit<SlotRecord, 'side'>[];
}

/** Loads the addon: MOE_WORKBENCH_NATIVE names its folder, else it lies in `native` beside this folder. */
export function loadAddon(): NativeAddon {
  const own = process.env['MOE_WORKBENCH_NATIVE'];
  const folder = own ?? fileURLToPath(new URL('../native/', import.meta.url));
  // In a packaged program native files lie beside the archive.
  const path = join(folder, 'moe_addon.node').replace('app.asar/', 'app.asar.unpacked/');
  try {
    return createRequire(import.meta.url)(path) as NativeAddon; // the addon's own types, above
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the native addon cannot be loaded: ${reason}; npm run setup builds it`, {
      cause: error,
    });
  }
}

/** What the addon throws. */
export interface NativeError extends Error {
  readonly code: 'error' | 'out_of_memory' | 'unsupported' | 'no_device';
}
