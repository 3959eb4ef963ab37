import type { Cell } from '../../contract/plan';
import type { RunDocument, SlotRecord } from '../../contract/runFile';
import { deviceName } from '../deviceName';
import { formatRouting } from '../routing/routingText';
import { choiceId } from '../tuning/choices';
import { sideCells } from './sideCells';

/**
 * google-benchmark's JSON (schema version 1), as its compare.py reads it: a repetition per replicate, its
 * time the median of the replicate's slots, in µs. Cells without a time are named in the context only,
 * because compare.py reads the time of every benchmark there is. (Schema: google/benchmark, json_reporter.cc.)
 *
 * @param side as in sideCells
 */
export function googleBenchmarkJson(document: RunDocument, side?: SlotRecord['side']): object {
  const { header } = document;
  const { plan, environment } = header;
  const cells = sideCells(document, side);
  return {
    context: {
      date: header.createdAt,
      host_name: environment.hostname,
      executable: 'moe-workbench',
      num_cpus: environment.cpu.hardwareThreads,
      device: deviceName(document),
      run_id: header.runId,
      library_build_type: 'release',
      json_schema_version: 1,
      without_time: cells
        .filter(({ samplesUs }) => samplesUs.length === 0)
        .map(({ summary: { cell, status, reason } }) => ({
          name: benchmarkName(cell),
          reason: reason ?? status,
        })),
    },
    benchmarks: cells.flatMap(({ summary: { cell }, samplesUs }, family) => {
      const name = benchmarkName(cell);
      const ran = plan.comparison !== undefined && side === 'A' ? cell.baselineTacticId : undefined;
      return samplesUs.map((us, repetition) => ({
        name,
        family_index: family,
        per_family_instance_index: 0,
        run_name: name,
        run_type: 'iteration',
        repetitions: samplesUs.length,
        repetition_index: repetition,
        threads: 1,
        iterations: 1,
        real_time: us,
        cpu_time: us,
        time_unit: 'us',
        ...(ran === undefined ? {} : { label: `baseline ${ran}` }),
      }));
    }),
  };
}

/** Both sides of a cell have one name, or no tool could pair them. */
function benchmarkName(cell: Cell): string {
  const { stage, routing, batchSize } = cell;
  return `${choiceId(cell)}/${stage}/${formatRouting(routing)}/batch:${batchSize}`;
}
