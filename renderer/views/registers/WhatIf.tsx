import { Button, Slider } from '@mantine/core';
import { useId } from 'react';
import {
  demandOf,
  occupancy,
  SM90,
  type CtaDemand,
  type Occupancy,
} from '../../../electron/engine/registers/occupancy';
import type { RegisterRow } from '../../../electron/engine/registers/registerRows';
import { updateView, useRoute } from '../../state/router';
import { Card } from '../../widgets/Card';
import { demandInView, demandToView } from './demandInView';

const KIB = 1024;

/** Occupancy of the chosen tactic when one of its demands changes. */
export function WhatIf({ row }: { readonly row: RegisterRow }) {
  const { view } = useRoute();
  const given = demandOf(row.kernel);
  if (given === undefined) return null;
  const demand = demandInView(view, given);
  const changed = Object.keys(demandToView(demand, given)).length > 0;
  const set = (changes: Partial<CtaDemand>): void =>
    updateView({
      regs: undefined,
      shared: undefined,
      threads: undefined,
      ...demandToView({ ...demand, ...changes }, given),
    });
  return (
    <Card
      title="What if"
      note="CTAs of this tactic on one SM when a quantity changes; 64 K registers, 228 KB shared memory of which a CTA may have 227, 64 warps"
      actions={
        changed ? (
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => updateView({ regs: undefined, shared: undefined, threads: undefined })}
          >
            As compiled
          </Button>
        ) : undefined
      }
    >
      <div className="what-if">
        <Handle
          label="Registers at launch"
          min={24}
          max={SM90.maxRegistersPerThread}
          step={1}
          value={demand.registersPerThread}
          onChange={(registersPerThread) => set({ registersPerThread })}
        />
        <Handle
          label="Shared memory per CTA, KB"
          min={0}
          max={SM90.maxSharedBytesPerBlock / KIB}
          step={1}
          value={Math.ceil(demand.sharedBytes / KIB)}
          onChange={(kib) => set({ sharedBytes: kib * KIB })}
        />
        <Handle
          label="Threads per CTA"
          min={SM90.warpThreads}
          max={SM90.maxThreadsPerBlock}
          step={SM90.warpThreads}
          value={demand.threadsPerBlock}
          onChange={(threadsPerBlock) => set({ threadsPerBlock })}
        />
      </div>
      <Answer result={occupancy(demand)} before={occupancy(given)} />
    </Card>
  );
}

function Handle(props: {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const { label, ...slider } = props;
  const id = useId();
  return (
    <div className="what-if-handle">
      <span id={id}>{label}</span>
      <b aria-hidden="true">{slider.value}</b>
      <Slider {...slider} size="sm" label={null} thumbProps={{ 'aria-labelledby': id }} />
      <small>
        <span>{slider.min}</span>
        <span>{slider.max}</span>
      </small>
    </div>
  );
}

function Answer({ result, before }: { readonly result: Occupancy; readonly before: Occupancy }) {
  const was = before.ctasPerSm === result.ctasPerSm ? '' : `as compiled ${before.ctasPerSm}`;
  const warps = result.residentWarps / result.ctasPerSm;
  return (
    <dl className="what-if-answer" aria-live="polite">
      <div>
        <dt>CTAs per SM</dt>
        <dd className="figure-value">{result.ctasPerSm}</dd>
        <dd className="note">{was}</dd>
        {result.assuredCtas < result.ctasPerSm && (
          <dd className="note">
            assured {result.assuredCtas}: {warps} warps on {SM90.parts} schedulers
          </dd>
        )}
      </div>
      <div>
        <dt>Warps resident</dt>
        <dd className="figure-value">
          {result.residentWarps} of {SM90.maxWarps}
        </dd>
      </div>
      <div>
        <dt>Limited by</dt>
        <dd>{result.limitedBy.join(' and ')}</dd>
      </div>
      <div>
        <dt>The next CTA needs</dt>
        <dd>{nextWords(result)}</dd>
      </div>
    </dl>
  );
}

function nextWords({ next }: Occupancy): string {
  if (next === undefined) return 'fewer warps per CTA';
  const { registersPerThread, sharedBytes } = next;
  const needs = [
    ...(registersPerThread === undefined ? [] : [`at most ${registersPerThread} registers`]),
    ...(sharedBytes === undefined ? [] : [`at most ${Math.floor(sharedBytes / KIB)} KB shared`]),
  ];
  return needs.join(' and ');
}
