import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { PRESETS } from '../../../electron/contract/presets';
import { ACTIVATIONS, GPT_OSS_SWIGLU, SCHEMES } from '../../../electron/contract/problem';
import { textField, type FieldProps } from './fieldProps';
import { FREE_SIZES, withPreset } from './planDraft';

const PRESET_CHOICES = [
  ...PRESETS.map(({ name }) => ({ value: name, label: name })),
  { value: FREE_SIZES, label: 'free sizes' },
];
const OWN = { preset: FREE_SIZES };

/** Preset and sizes; changing a size leaves the preset. */
export function ProblemFields(props: FieldProps) {
  const { draft, change } = props;
  const preset = PRESETS.find(({ name }) => name === draft.preset);
  const { alpha, beta, limit } = GPT_OSS_SWIGLU;
  return (
    <div className="fields">
      <NativeSelect
        className="wide"
        label="Preset"
        description={preset?.source ?? 'sizes of your own'}
        data={PRESET_CHOICES}
        value={draft.preset}
        onChange={(event) => change(withPreset(draft, event.currentTarget.value))}
      />
      <TextInput label="Hidden size" inputMode="numeric" {...textField(props, 'hidden', OWN)} />
      <TextInput
        label="Intermediate size"
        inputMode="numeric"
        {...textField(props, 'intermediate', OWN)}
      />
      <TextInput label="Experts" inputMode="numeric" {...textField(props, 'experts', OWN)} />
      <TextInput label="Top-k" inputMode="numeric" {...textField(props, 'topk', OWN)} />
      <NativeSelect label="Scheme" data={[...SCHEMES]} {...textField(props, 'scheme', OWN)} />
      <NativeSelect
        label="Activation"
        data={[...ACTIVATIONS]}
        {...textField(props, 'activation', OWN)}
      />
      <Checkbox
        className="wide"
        label="Bias after each projection"
        checked={draft.bias === 'yes'}
        onChange={(event) =>
          change({ ...draft, ...OWN, bias: event.currentTarget.checked ? 'yes' : 'no' })
        }
      />
      {draft.activation === 'swiglu_oai' && (
        <p className="note wide">
          swiglu_oai with alpha {alpha}, beta {beta}, limit {limit}, as in gpt-oss
        </p>
      )}
    </div>
  );
}
