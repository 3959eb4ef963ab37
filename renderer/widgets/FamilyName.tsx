import { familyLook } from '../theme/familyLook';

/** A family's name with its mark and colour, the same everywhere; the mark is the style's, for tables are long. */
export function FamilyName({ family }: { readonly family: string }) {
  return <span className={`family-name family-${familyLook(family).shape}`}>{family}</span>;
}
