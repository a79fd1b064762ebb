'use client';
import { Button, Group, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useState } from 'react';
import { DIMENSIONS, type Dimension } from '#lib/query-log/schema.ts';
import { useUrlParams } from '../../../_components/use-url-params.ts';
import { fromWallClock, toWallClock } from '../../../_components/zoned-time.ts';
import { DIMENSION_WORDS } from '../_charts/dimension-words.ts';
import { firstTwo } from './first-two.ts';

type By = Dimension | 'period' | 'other';
type Values = Record<Dimension, { value: string; label: string }[]>;

/** What is compared with what, and how small a difference should be seen. All of it is in the URL. */
export function CompareControls(props: {
  by: By;
  /** URL parameters of each side, as in the address. */
  a: string;
  b: string;
  points: number;
  values: Values;
  tz: string;
}) {
  const { update, pending } = useUrlParams();
  const [by, setBy] = useState<By>(props.by);
  const setSides = (a: string, b: string) =>
    update((params) => {
      params.set('a', a);
      params.set('b', b);
    });
  const choose = (next: By) => {
    setBy(next);
    if (next === 'period' || next === 'other') return;
    const [first, second] = firstTwo(props.values[next].map(({ value }) => value));
    if (first !== undefined && second !== undefined) setSides(sideOf(next, first), sideOf(next, second));
  };
  return (
    <Stack gap="xs" component="section" aria-label="What is compared" aria-busy={pending}>
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label="Compare by"
          value={by}
          data={[
            { value: 'period', label: 'Period' },
            ...DIMENSIONS.map((value) => ({ value, label: DIMENSION_WORDS[value] })),
            ...(by === 'other' ? [{ value: 'other', label: 'Filters of the address' }] : []),
          ]}
          onChange={(event) => choose(event.currentTarget.value as By)}
        />
        {by === 'period' || by === 'other' ? null : (
          <ValueSelects key={by} dimension={by} {...props} onChange={setSides} />
        )}
        <Button
          variant="default"
          leftSection={<IconArrowsExchange size={16} aria-hidden />}
          disabled={props.a === props.b}
          onClick={() => setSides(props.b, props.a)}
        >
          Swap
        </Button>
        <Points
          key={props.points}
          points={props.points}
          onChange={(points) => update((params) => params.set('points', String(points)))}
        />
      </Group>
      {by === 'period' ? <Periods key={`${props.a} ${props.b}`} {...props} onChange={setSides} /> : null}
    </Stack>
  );
}

const sideOf = (dimension: Dimension, value: string) =>
  new URLSearchParams({ [dimension]: value }).toString();

function ValueSelects(props: {
  dimension: Dimension;
  a: string;
  b: string;
  values: Values;
  onChange: (a: string, b: string) => void;
}) {
  const { dimension, values } = props;
  const options = values[dimension];
  const current = (side: string) => new URLSearchParams(side).get(dimension) ?? '';
  const select = (side: 'a' | 'b') => {
    const value = current(props[side]);
    const isListed = options.some((option) => option.value === value);
    return (
      <NativeSelect
        label={side.toUpperCase()}
        maw={240}
        value={value}
        data={isListed ? options : [{ value, label: value === '' ? 'Choose' : value }, ...options]}
        onChange={(event) => {
          const next = sideOf(dimension, event.currentTarget.value);
          props.onChange(side === 'a' ? next : props.a, side === 'b' ? next : props.b);
        }}
      />
    );
  };
  return (
    <>
      {select('a')}
      {select('b')}
    </>
  );
}

function Points({ points, onChange }: { points: number; onChange: (points: number) => void }) {
  const [value, setValue] = useState<number | string>(points);
  const commit = () => {
    const number = Number(value);
    if (number >= 0.5 && number <= 50) {
      if (number !== points) onChange(number);
    } else setValue(points);
  };
  return (
    <NumberInput
      label="Difference to see"
      suffix=" points"
      w={150}
      min={0.5}
      max={50}
      step={1}
      value={value}
      onChange={setValue}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}

/** Two periods, each half-open: what starts at its end belongs to what follows. */
function Periods(props: { a: string; b: string; tz: string; onChange: (a: string, b: string) => void }) {
  const { tz } = props;
  const [ends, setEnds] = useState(() => ({
    a: endsOf(props.a, tz),
    b: endsOf(props.b, tz),
  }));
  const sides = { a: periodOf(ends.a, tz), b: periodOf(ends.b, tz) };
  const isReady = sides.a !== undefined && sides.b !== undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (sides.a !== undefined && sides.b !== undefined) props.onChange(sides.a, sides.b);
      }}
    >
      <Group gap="sm" align="flex-end">
        {(['a', 'b'] as const).map((side) =>
          (['from', 'to'] as const).map((end) => (
            <TextInput
              key={`${side}-${end}`}
              type="datetime-local"
              label={`${side.toUpperCase()} ${end}`}
              value={ends[side][end]}
              error={end === 'to' && isBackwards(ends[side], tz) ? 'Ends before it begins.' : undefined}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setEnds((present) => ({ ...present, [side]: { ...present[side], [end]: value } }));
              }}
            />
          )),
        )}
        <Button type="submit" disabled={!isReady}>
          Compare these periods
        </Button>
      </Group>
    </form>
  );
}

interface Ends {
  from: string;
  to: string;
}

function endsOf(side: string, tz: string): Ends {
  const params = new URLSearchParams(side);
  const end = (name: string) => {
    const value = params.get(name);
    return value === null || Number.isNaN(Date.parse(value)) ? '' : toWallClock(value, tz);
  };
  return { from: end('from'), to: end('to') };
}

function isBackwards({ from, to }: Ends, tz: string): boolean {
  const [start, end] = [fromWallClock(from, tz), fromWallClock(to, tz)];
  return start !== undefined && end !== undefined && start >= end;
}

function periodOf(ends: Ends, tz: string): string | undefined {
  const [from, to] = [fromWallClock(ends.from, tz), fromWallClock(ends.to, tz)];
  if (from === undefined || to === undefined || from >= to) return undefined;
  return new URLSearchParams({ from, to }).toString();
}
