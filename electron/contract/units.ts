/** One unit per quantity; the name of a field ends in its unit. Ratios are plain numbers (1 = 100 %). */
export type Microseconds = number;
export type Seconds = number;
export type Bytes = number;
export type BytesPerSecond = number;
/** A multiply and an add are two. */
export type FlopsPerSecond = number;
/** ISO 8601 in UTC, e.g. 2026-11-23T16:40:00.000Z. */
export type IsoTime = string;
