import type { Result } from '../contract/errors';
import type { PlanRequest } from '../contract/plan';
import { PRESETS, type Preset } from '../contract/presets';
import type { RoutingSpec } from '../contract/routing';
import { unknownName } from './nearestName';
import { failure, success } from './result';
import { formatRouting } from './routing/routingText';

export function findPreset(name: string): Result<Preset> {
  const preset = PRESETS.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  return preset === undefined
    ? failure(
        'invalid_request',
        unknownName(
          'preset',
          name,
          PRESETS.map((candidate) => candidate.name),
        ),
      )
    : success(preset);
}

/** Rules that hold on every machine and for every kernel; what a layout holds is the library's to say. */
export function checkPlanRequest(request: PlanRequest): Result<PlanRequest> {
  const { problem } = request;
  const complaint =
    positive('hidden size', problem.hiddenSize) ??
    positive('intermediate size', problem.intermediateSize) ??
    positive('number of experts', problem.numExperts) ??
    positive('top-k', problem.topK) ??
    first(request.batchSizes, (size) => positive('batch size', size)) ??
    (problem.topK > problem.numExperts
      ? `top-k ${problem.topK} is more than the ${problem.numExperts} experts there are`
      : undefined) ??
    (request.batchSizes.length === 0 ? 'at least one batch size is needed' : undefined) ??
    (request.stages.length === 0 ? 'at least one stage is needed' : undefined) ??
    first(request.routings, (routing) => routingComplaint(routing, problem.numExperts));
  return complaint === undefined ? success(request) : failure('invalid_request', complaint);
}

function positive(what: string, value: number): string | undefined {
  return Number.isSafeInteger(value) && value >= 1
    ? undefined
    : `${what} ${value} must be a whole number of at least 1`;
}

function routingComplaint(routing: RoutingSpec, numExperts: number): string | undefined {
  return routing.kind === 'single' && routing.expert >= numExperts
    ? `routing ${formatRouting(routing)} names an expert outside 0 to ${numExperts - 1}`
    : undefined;
}

function first<T>(
  items: readonly T[],
  complain: (item: T) => string | undefined,
): string | undefined {
  return items.map(complain).find((complaint) => complaint !== undefined);
}
