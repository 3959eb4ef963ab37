import type { DraftErrors, DraftField, PlanDraft } from './planDraft';

export interface FieldProps {
  readonly draft: PlanDraft;
  readonly errors: DraftErrors;
  readonly change: (draft: PlanDraft) => void;
}

/** What every text field of the builder shares; `changes` come with the field's own. */
export function textField(
  { draft, errors, change }: FieldProps,
  field: DraftField,
  changes: Partial<PlanDraft> = {},
) {
  return {
    value: draft[field],
    error: errors[field],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      change({ ...draft, ...changes, [field]: event.currentTarget.value }),
  };
}
