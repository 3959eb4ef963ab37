const SIZE = { width: 120, height: 18 };

/** The course of a figure in order of time; the text beside it says its range. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // A flat course lies in the middle.
  const span = most - least || 1;
  const points = values.map((value, index) => {
    const x = (index / Math.max(1, values.length - 1)) * SIZE.width;
    const y =
      most === least ? SIZE.height / 2 : (1 - (value - least) / span) * (SIZE.height - 2) + 1;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      className="sparkline"
      {...SIZE}
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      aria-hidden="true"
    >
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.2" />
    </svg>
  );
}
