import type { BlockRecord, DeviceState, SlotRecord } from '../../contract/runFile';
import { isObject } from './isObject';

/**
 * Whether a line is a block as the schema of blocks would accept it, without anything besides.
 *
 * A run file is nearly all blocks, up to hundreds of thousands, and this takes a tenth of the schema's time. What
 * it does not accept goes to the schema, which says what is wrong; a test holds both to the same answers.
 */
export function isPlainBlock(json: unknown): json is BlockRecord {
  if (!isObject(json) || json['type'] !== 'block') {
    return false;
  }
  const { cell, replicate, block, at, slots, weightBytes, reuseDistanceBytes, device } = json;
  return (
    isCount(cell) &&
    isCount(replicate) &&
    isCount(block) &&
    isTime(at) &&
    isFigure(weightBytes) &&
    isFigure(reuseDistanceBytes) &&
    Array.isArray(slots) &&
    slots.length > 0 &&
    slots.every(isPlainSlot) &&
    Object.keys(json).length === (device === undefined ? 8 : 9) &&
    (device === undefined || isPlainState(device))
  );
}

function isPlainSlot(json: unknown): json is SlotRecord {
  if (!isObject(json)) {
    return false;
  }
  const { side, medianUs, minUs, maxUs, launches } = json;
  return (
    (side === 'A' || side === 'B') &&
    isPositive(medianUs) &&
    isPositive(minUs) &&
    isPositive(maxUs) &&
    isCount(launches) &&
    launches > 0 &&
    Object.keys(json).length === 5
  );
}

/** Only what nearly every block of a GPU says: all three figures, and no reason to throttle. */
function isPlainState(json: unknown): json is DeviceState {
  if (!isObject(json)) {
    return false;
  }
  const { clockMhz, temperatureC, powerW, throttleReasons } = json;
  return (
    isPositive(clockMhz) &&
    Number.isFinite(temperatureC) &&
    isFigure(powerW) &&
    Array.isArray(throttleReasons) &&
    throttleReasons.length === 0 &&
    Object.keys(json).length === 4
  );
}

function isFigure(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) >= 0; // isFinite has checked that it is one
}

function isPositive(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) > 0; // as above
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0; // isSafeInteger has checked it
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && TIME.test(value);
}

/** As `toISOString` writes a time of this century; the 29th of February is left to the schema. */
const TIME =
  /^20\d\d-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
