import { useLayoutEffect, useState, type RefObject } from 'react';

/** The inner width of an element in heights of its font; undefined before it is laid out. */
export function useWidthInFonts(element: RefObject<HTMLElement | null>): number | undefined {
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return undefined;
    const measure = (): void => {
      const fontSize = Number.parseFloat(getComputedStyle(measured).fontSize);
      setWidth(measured.clientWidth > 0 ? measured.clientWidth / fontSize : undefined);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return width;
}
