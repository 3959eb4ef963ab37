import { InlineMark } from '../charts/Mark';
import { familyLook } from '../theme/familyLook';

/** A family's name with its mark and colour, the same everywhere. */
export function FamilyName({ family }: { readonly family: string }) {
  const { shape, color } = familyLook(family);
  return (
    <span className="family-name">
      <InlineMark shape={shape} color={color} />
      {family}
    </span>
  );
}
