import type { Result } from '../../contract/errors';
import { ROUTING_KINDS, type RoutingSpec } from '../../contract/routing';
import { unknownName } from '../nearestName';
import { failure, success } from '../result';

/** `uniform`, `zipf:1.1`, `dirichlet:0.5`, `single:3`: what the command line takes and tables show. */
export function formatRouting(routing: RoutingSpec): string {
  switch (routing.kind) {
    case 'zipf':
      return `zipf:${routing.exponent}`;
    case 'dirichlet':
      return `dirichlet:${routing.alpha}`;
    case 'single':
      return `single:${routing.expert}`;
    default:
      return routing.kind;
  }
}

export function parseRouting(text: string): Result<RoutingSpec> {
  const [kind = '', parameter, ...more] = text.split(':');
  const known = ROUTING_KINDS.find((name) => name === kind);
  if (known === undefined) {
    // A parameter says nothing of which kind was meant.
    return failure('invalid_request', unknownName('routing', kind, ROUTING_KINDS));
  }
  if (more.length > 0) {
    return failure('invalid_request', `routing ${text} has more than one parameter`);
  }
  switch (known) {
    case 'uniform':
    case 'balanced':
      return parameter === undefined
        ? success({ kind: known })
        : failure('invalid_request', `routing ${known} takes no parameter, not ${parameter}`);
    case 'zipf':
      return withNumber(text, parameter ?? '1', 0, 10, (exponent) => ({ kind: known, exponent }));
    case 'dirichlet':
      return withNumber(text, parameter ?? '1', 0.001, 1000, (alpha) => ({ kind: known, alpha }));
    case 'single':
      return /^\d+$/.test(parameter ?? '0')
        ? success({ kind: known, expert: Number(parameter ?? '0') })
        : failure('invalid_request', `routing ${text}: the expert must be a whole number from 0`);
  }
}

function withNumber(
  text: string,
  parameter: string,
  low: number,
  high: number,
  make: (value: number) => RoutingSpec,
): Result<RoutingSpec> {
  const value = parameter.trim() === '' ? Number.NaN : Number(parameter);
  return value >= low && value <= high
    ? success(make(value))
    : failure(
        'invalid_request',
        `routing ${text}: the parameter must be a number from ${low} to ${high}`,
      );
}
