/** Rows of a table that a browser lays out within a moment; ten thousand take it seconds. */
export const MOST_ROWS_AT_ONCE = 500;
