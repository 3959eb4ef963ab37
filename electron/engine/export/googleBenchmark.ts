import type { RunDocument } from '../../contract/runFile';
import { collectRecords } from '../cellRecords';
import { deviceName } from '../deviceName';
import { formatRouting } from '../routing/routingText';
import { replicateMedians } from '../timeEstimate';

/**
 * google-benchmark's JSON (schema version 1), as its compare.py reads it: a repetition per replicate, its
 * time the median of the contender's slots. (Schema: google/benchmark, json_reporter.)
 */
export function googleBenchmarkJson(document: RunDocument): object {
  const { header } = document;
  const { plan, environment } = header;
  const records = collectRecords(document);
  const side = plan.comparison === undefined ? 'A' : 'B';
  const timed = plan.cells.filter(({ control }) => control !== true);
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
    },
    benchmarks: timed.flatMap((cell, family) => {
      const { tacticId, stage, routing, batchSize } = cell;
      const name = `${tacticId}/${stage}/${formatRouting(routing)}/batch:${batchSize}`;
      const times = [...replicateMedians(records[cell.index]?.blocks ?? [], side).values()];
      return times.map((us, repetition) => ({
        name,
        family_index: family,
        per_family_instance_index: 0,
        run_name: name,
        run_type: 'iteration',
        repetitions: times.length,
        repetition_index: repetition,
        threads: 1,
        iterations: 1,
        real_time: us,
        cpu_time: us,
        time_unit: 'us',
      }));
    }),
  };
}
