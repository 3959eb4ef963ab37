import { Checkbox, Fieldset, NativeSelect, TextInput } from '@mantine/core';
import { EFFORTS, type PlanPreview } from '../../../electron/contract/plan';
import { STAGES, type Stage } from '../../../electron/contract/problem';
import { ROUTING_KINDS } from '../../../electron/contract/routing';
import { useAppState } from '../../state/hooks';
import { countOf } from '../../../electron/engine/text/format';
import { uniqueOf } from '../../widgets/planText';
import { textField, type FieldProps } from './fieldProps';
import { ROUTING_PARAMETERS } from './planDraft';

const STAGE_LABELS: Record<Stage, string> = {
  gemm1: 'gemm1: gate, up, activation',
  gemm2: 'gemm2: down, finalize',
  layer: 'layer: everything',
};
const EFFORT_LABELS = {
  quick: 'quick, 5',
  default: 'default, 8',
  gate: 'gate, 12 to 20',
} as const;

/** Cells and care: stages, batch sizes, routing, tactics, threads, effort, cache, seed. */
export function MeasureFields(props: FieldProps & { readonly preview: PlanPreview | undefined }) {
  const { draft, preview } = props;
  const threads = useAppState(({ machine }) =>
    machine.status === 'ready' ? machine.value.environment.cpu.hardwareThreads : undefined,
  );
  return (
    <div className="fields">
      <StageChoice {...props} />
      <TextInput
        className="wide"
        label="Batch sizes, tokens"
        description="numbers with commas between them"
        {...textField(props, 'batch')}
      />
      <RoutingChoice {...props} />
      <TextInput
        className="wide"
        label="Tactic filter"
        placeholder="every tactic of the best instruction set"
        description={`words of the tactic's id, family:name, * for all${matching(preview)}`}
        {...textField(props, 'tactics')}
      />
      <TextInput
        label="Threads"
        inputMode="numeric"
        description={threads === undefined ? '0: all' : `0: all ${threads}`}
        {...textField(props, 'threads')}
      />
      <TextInput
        label="Seed"
        inputMode="numeric"
        description="of weights, inputs, routing"
        {...textField(props, 'seed')}
      />
      <NativeSelect
        label="Effort"
        description="fresh processes per cell"
        data={EFFORTS.map((effort) => ({ value: effort, label: EFFORT_LABELS[effort] }))}
        {...textField(props, 'effort')}
      />
      <NativeSelect
        label="Weights"
        description="cold: read from memory"
        data={[
          { value: 'cold', label: 'cold' },
          { value: 'hot', label: 'hot' },
        ]}
        value={draft.cache}
        onChange={textField(props, 'cache').onChange}
      />
    </div>
  );
}

function StageChoice({ draft, errors, change }: FieldProps) {
  const chosen = draft.stages.split(',');
  const toggle = (stage: Stage, on: boolean): void => {
    const next = STAGES.filter((known) => (known === stage ? on : chosen.includes(known)));
    change({ ...draft, stages: next.join(',') });
  };
  return (
    <Fieldset className="wide stage-choice" legend="Stages" variant="unstyled">
      {STAGES.map((stage) => (
        <Checkbox
          key={stage}
          label={STAGE_LABELS[stage]}
          checked={chosen.includes(stage)}
          onChange={(event) => toggle(stage, event.currentTarget.checked)}
        />
      ))}
      {errors.stages !== undefined && <p className="field-error">{errors.stages}</p>}
    </Fieldset>
  );
}

function RoutingChoice(props: FieldProps) {
  const { draft, change } = props;
  const kind = ROUTING_KINDS.find((known) => known === draft.routing) ?? 'uniform';
  const parameter = ROUTING_PARAMETERS[kind];
  return (
    <>
      <NativeSelect
        className={parameter === undefined ? 'wide' : ''}
        label="Routing"
        data={[...ROUTING_KINDS]}
        value={kind}
        onChange={(event) => {
          const next = ROUTING_KINDS.find((known) => known === event.currentTarget.value) ?? kind;
          const initial = ROUTING_PARAMETERS[next]?.initial ?? '';
          change({ ...draft, routing: next, parameter: initial });
        }}
      />
      {parameter !== undefined && (
        <TextInput label={parameter.label} inputMode="decimal" {...textField(props, 'parameter')} />
      )}
    </>
  );
}

function matching(preview: PlanPreview | undefined): string {
  if (preview === undefined) return '';
  const tactics = uniqueOf(preview.plan, ({ tacticId }) => tacticId);
  return `; matches ${countOf(tactics.length, 'tactic')}`;
}
