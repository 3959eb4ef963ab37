import { useElementSize } from '@mantine/hooks';
import type { ReactElement } from 'react';

/** Draws what it is given as wide as the place it is in; `fallback` where there is no layout yet. */
export function MeasuredWidth(props: {
  readonly fallback: number;
  readonly render: (width: number) => ReactElement;
}) {
  const { fallback, render } = props;
  const { ref, width } = useElementSize();
  return <div ref={ref}>{render(width > 0 ? width : fallback)}</div>;
}
