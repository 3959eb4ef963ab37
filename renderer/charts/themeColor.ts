/** The colour that a custom property has in the look of this window. */
export function themeColor(cssVariable: string): string {
  const style = getComputedStyle(document.documentElement);
  return style.getPropertyValue(cssVariable).trim() || '#000';
}
